//! What there is to tell of one input, in order, until the inputs before it are through.

use std::mem;
use std::ops::Range;

use super::Totals;
use super::judged::Judged;
use super::place::Origin;
use crate::input::InputError;

/// What an input costs to keep, beside what it has to tell.
const OF_AN_INPUT: usize = 1 << 10;

/// What there is to tell of one input.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) entries: Vec<Entry>,
    pub(super) totals: Totals,
    size: usize,
}

/// One thing to tell.
#[derive(Debug)]
pub(super) enum Entry {
    /// What came of a batch, and where the instance had begun that judged it.
    Judged(Judged, Origin),
    /// What happened to the input.
    Said(String),
}

impl Log {
    /// Of another input.
    pub(super) fn new() -> Self {
        let mut log = Self::default();
        log.totals.inputs = 1;
        log.size = OF_AN_INPUT;
        log
    }

    /// Bytes that it takes to keep.
    pub(super) const fn size(&self) -> usize {
        self.size
    }

    /// Everything so far, which is told now.
    pub(super) fn take(&mut self) -> Self {
        mem::take(self)
    }

    /// Adds what came of a batch.
    pub(super) fn judged(&mut self, judged: Judged, origin: Origin) {
        self.size += judged.size();
        self.totals.add(&judged);
        self.entries.push(Entry::Judged(judged, origin));
    }

    /// Adds what happened.
    pub(super) fn say(&mut self, what: String) {
        self.size += what.len();
        self.entries.push(Entry::Said(what));
    }

    /// Adds which bytes were lost, or what was under way in them.
    pub(super) fn lost(&mut self, bytes: &Range<u64>) {
        let Range { start, end } = bytes;
        self.say(format!(
            "not everything in bytes {start} to {end} is judged"
        ));
    }

    /// Adds that the input cannot be read, or not to its end.
    pub(super) fn unreadable(&mut self, error: &InputError) {
        if error.is_damage() {
            self.totals.damaged += 1;
        } else {
            self.totals.unreadable += 1;
        }
        self.say(error.to_string());
    }
}
