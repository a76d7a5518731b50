//! A batch of one input, and where it stands.

use super::course::End;
use super::judged::Judged;
use super::place::whole_lines;
use crate::environment::now_ns;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT};

/// Which batch of which input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ticket {
    /// Number of the input, from 0.
    pub(super) input: u64,
    /// Number of the batch in it, from 0.
    pub(super) batch: u64,
}

/// What is to be known of a batch when its turn comes.
#[derive(Debug)]
pub(super) struct Batch {
    /// Bytes in it.
    pub(super) len: usize,
    /// How many of them come before the last line that has no end yet.
    pub(super) lines: usize,
    /// Whether it is judged as if it began an input.
    pub(super) begins: bool,
    /// Whether the input ends with it, and how.
    pub(super) end: Option<End>,
    /// When it was read.
    pub(super) now_ns: u64,
}

/// A batch whose turn has not come.
#[derive(Debug)]
pub(super) struct Parked {
    pub(super) bytes: Vec<u8>,
    pub(super) batch: Batch,
    /// What came of it, if what came before leaves nothing unfinished. Nothing, if it is known that it does.
    pub(super) judged: Option<Judged>,
}

impl Ticket {
    /// The next batch of the input.
    pub(super) const fn next(self) -> Self {
        Self {
            batch: self.batch + 1,
            ..self
        }
    }
}

impl Batch {
    /// A batch of these bytes, read now.
    pub(super) fn read(bytes: &[u8], begins: bool, end: Option<End>) -> Self {
        Self {
            len: bytes.len(),
            lines: whole_lines(bytes),
            begins,
            end,
            now_ns: now_ns(),
        }
    }

    /// How it is to be judged.
    pub(super) const fn flags(&self) -> u32 {
        let begins = if self.begins { BATCH_BEGINS_INPUT } else { 0 };
        let ends = if self.end.is_some() {
            BATCH_ENDS_INPUT
        } else {
            0
        };
        begins | ends
    }
}

impl Parked {
    /// Bytes that it takes to keep.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.judged.as_ref().map_or(0, Judged::size)
    }
}
