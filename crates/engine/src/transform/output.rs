//! Where a transformer writes its value.

use std::ops::Range;

use falconet_event::Value;

use super::Made;
use crate::program::Operand;

/// A reused buffer for one value: a text, or the elements of a list.
///
/// It takes nothing more once it is full: `join` and `concat` could otherwise make gigabytes of one record.
#[derive(Debug, Default)]
pub(crate) struct Output {
    bytes: Vec<u8>,
    elements: Vec<Range<usize>>,
    started: usize,
    room: usize,
}

impl Output {
    /// Allows the value to take about `room` bytes: what is written when some are left is written whole.
    pub(crate) fn set_room(&mut self, room: usize) {
        self.room = room;
    }

    /// Whether the value does not fit.
    pub(crate) fn is_full(&self) -> bool {
        self.size() > self.room
    }

    /// Bytes that the value takes.
    pub(crate) fn size(&self) -> usize {
        self.bytes.len() + size_of_val(self.elements.as_slice())
    }

    /// Forgets what was written.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.elements.clear();
        self.started = 0;
    }

    /// The text written so far.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Where the finished elements lie in the text.
    pub(crate) fn elements(&self) -> &[Range<usize>] {
        &self.elements
    }

    /// Appends to the text, or to the current element.
    pub(crate) fn write(&mut self, bytes: &[u8]) {
        self.write_with(|buffer| buffer.extend_from_slice(bytes));
    }

    /// Lets `append` append to the text, or to the current element, unless the buffer is full.
    pub(crate) fn write_with(&mut self, append: impl FnOnce(&mut Vec<u8>)) {
        if !self.is_full() {
            append(&mut self.bytes);
        }
    }

    /// Ends the current element.
    pub(crate) fn end_element(&mut self) {
        if !self.is_full() {
            self.elements.push(self.started..self.bytes.len());
            self.started = self.bytes.len();
        }
    }

    /// Cuts the current element at its first NUL, where Falco's strings end.
    pub(crate) fn cut_at_nul(&mut self) {
        let written = self.bytes.get(self.started..).unwrap_or_default();
        if let Some(length) = memchr::memchr(0, written) {
            self.bytes.truncate(self.started + length);
        }
    }

    /// Writes the string, or each string of the list, through `write`; absent if it fails for one.
    pub(crate) fn map_texts(
        &mut self,
        operand: &Operand<'_>,
        write: impl Fn(&[u8], &mut Self) -> bool,
    ) -> Made {
        for element in operand.elements() {
            let Value::Text(text) = element else {
                return Made::Absent;
            };
            if !write(text, self) {
                return Made::Absent;
            }
            self.end_element();
        }
        if operand.is_list() {
            Made::List
        } else {
            Made::Text
        }
    }
}
