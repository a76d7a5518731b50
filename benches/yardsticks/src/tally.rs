//! What a loop has seen.

use std::fmt;

/// Sums over a file. Loops that read the same fields of the same file come to the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Lines that parsed.
    pub(crate) lines: u64,
    /// Fields that were there.
    pub(crate) found: u64,
    /// Bytes of the fields that are text, unescaped.
    pub(crate) bytes: u64,
}

impl Tally {
    /// Counts a field that is there; `text` is its value, if it is text.
    pub(crate) fn count(&mut self, text: Option<&str>) {
        self.found += 1;
        self.bytes += text.map_or(0, str::len) as u64;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {}", self.lines, self.found, self.bytes)
    }
}
