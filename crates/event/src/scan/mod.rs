//! Reading a record once: is it a JSON value, and where in it do the wanted values stand?
//!
//! The grammar is that of fastjson, which Falco's plugins use: any bytes in strings, unknown escapes, loose
//! numbers. Nothing is decoded and nothing is built; the stack is explicit and bounded.

mod error;
mod frames;
pub(crate) mod index;
mod keys;
mod lanes;
mod marks;
mod plain;
mod quotes;
mod scanner;
pub(crate) mod slots;
mod swift;
pub(crate) mod token;
pub(crate) mod trie;
mod view;

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;

pub use error::{ScanError, ScanErrorKind};

use marks::Marks;
use scanner::{Memory, Scanner};
use slots::Slots;
use trie::Trie;

/// How many values may be nested in each other, the innermost counted.
pub(crate) const MAX_DEPTH: usize = 300;

/// Reusable memory of scans.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    memory: Memory,
    /// Of a record by itself.
    record_marks: Marks,
    /// Of the chunk that records are taken from.
    chunk_marks: Marks,
}

impl Scratch {
    /// Begins another chunk for [`scan_next`].
    pub(crate) fn begin_chunk(&mut self) {
        self.chunk_marks.restart();
    }
}

/// Checks the record between `at` and `end` and notes in `slots` where the values stand that `trie` wants.
pub(crate) fn scan(
    record: &[u8],
    at: usize,
    trie: &Trie,
    slots: &mut Slots,
    scratch: &mut Scratch,
) -> Result<(), ScanError> {
    scratch.record_marks.restart();
    let memory = (&mut scratch.memory, &mut scratch.record_marks);
    Scanner::new(record, (0, at), (trie, slots), memory)?.whole()
}

/// Scans the value that begins at `start` in a chunk, and answers where it ends. It must end in the chunk, have no
/// newline, and not lie before one that was scanned. Places are relative to `start`.
pub(crate) fn scan_next(
    chunk: &[u8],
    start: usize,
    trie: &Trie,
    slots: &mut Slots,
    scratch: &mut Scratch,
) -> Option<usize> {
    scratch.chunk_marks.skip_to(start);
    let memory = (&mut scratch.memory, &mut scratch.chunk_marks);
    let scanner = Scanner::new(chunk, (start, start), (trie, slots), memory).ok()?;
    let end = scanner.value_within()?;
    let has_newline = scratch.chunk_marks.has_newline(start, end);
    (!has_newline).then_some(end)
}
