//! One input under way: how far its batches have been taken in order, and what there is to tell of them.

use std::ops::Range;

use super::judged::Judged;
use super::log::Log;
use super::place::Place;
use crate::commands::CommandError;
use crate::input::InputError;

/// How far an input is.
#[derive(Debug)]
pub(super) struct Course {
    pub(super) place: Place,
    pub(super) log: Log,
    /// Whether nothing was unfinished behind what was told.
    pub(super) at_rest: bool,
}

/// How an input ended.
pub(super) type End = Result<(), InputError>;

impl Course {
    /// Of an input that was not begun.
    pub(super) fn new(name: String) -> Self {
        Self {
            place: Place::new(name),
            log: Log::new(),
            at_rest: true,
        }
    }

    /// Takes what came of the next bytes.
    pub(super) fn take(&mut self, judged: Judged, len: usize, lines: usize) {
        let records = judged.records;
        self.log.judged(judged, self.place.origin());
        self.place.pass(len, lines, records);
    }

    /// Says that a record is lost, if one is.
    pub(super) fn tell_lost(&mut self) {
        if let Some(lost) = self.place.lost() {
            self.log.lost(&lost);
        }
    }

    /// Takes the end of the input.
    pub(super) fn end(&mut self, end: &End) {
        self.tell_lost();
        if let Err(error) = end {
            self.log.unreadable(error);
        }
    }

    /// Says that an instance died of the next bytes.
    pub(super) fn fail(&mut self, len: usize, error: &CommandError) {
        let bytes = self.place.fail(len);
        self.died(&bytes, error);
    }

    /// Says that an instance died of a record, which is lost.
    pub(super) fn lose_record(&mut self, bytes: &Range<u64>, error: &CommandError) {
        self.place.fail(0);
        self.died(bytes, error);
        self.log.lost(bytes);
    }

    fn died(&mut self, bytes: &Range<u64>, error: &CommandError) {
        let (start, end) = (bytes.start, bytes.end);
        self.log.say(format!("{error}, in bytes {start} to {end}"));
        self.log.totals.failures += 1;
    }

    /// Says that an instance died, and that the rest of the input is left.
    pub(super) fn abandon(&mut self, error: &CommandError) {
        let start = self.place.judged();
        self.log
            .say(format!("{error}; what follows byte {start} is not judged"));
        self.log.totals.failures += 1;
    }
}
