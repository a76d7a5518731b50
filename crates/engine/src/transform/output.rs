//! Where a transformer writes its value.

use std::ops::Range;

use falconet_event::Value;

use super::Made;
use crate::program::Operand;

/// A reused buffer for one value: a text, or the elements of a list.
#[derive(Debug, Default)]
pub(crate) struct Output {
    bytes: Vec<u8>,
    elements: Vec<Range<usize>>,
    started: usize,
}

impl Output {
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
        self.bytes.extend_from_slice(bytes);
    }

    /// The buffer itself, to append to.
    pub(crate) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }

    /// Appends bytes one by one.
    pub(crate) fn write_all(&mut self, bytes: impl IntoIterator<Item = u8>) {
        self.bytes.extend(bytes);
    }

    /// Ends the current element.
    pub(crate) fn end_element(&mut self) {
        self.elements.push(self.started..self.bytes.len());
        self.started = self.bytes.len();
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
