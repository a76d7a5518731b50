//! What comes out of a scan: alerts, messages about malformed records, totals.

use std::io;
use std::ops::Range;

use super::notes;
use super::place::Place;
use super::problems::ProblemReport;
use super::{AlertWriter, Totals};
use crate::input::{InputError, LeftOut};
use crate::runtime::Evaluation;
use crate::terminal::Messages;

/// Takes what comes out of a scan.
pub(super) struct Report {
    pub(super) alerts: AlertWriter,
    pub(super) totals: Totals,
    problems: ProblemReport,
    messages: Messages,
}

impl Report {
    pub(super) fn new(alerts: AlertWriter, max_problems: u32, messages: Messages) -> Self {
        Self {
            alerts,
            totals: Totals::default(),
            problems: ProblemReport::new(max_problems),
            messages,
        }
    }

    /// Takes the result of a batch; how many records it had.
    pub(super) fn take(&mut self, place: &Place, batch: &Evaluation<'_>) -> io::Result<u64> {
        self.alerts.write(batch.lines)?;
        self.problems
            .describe(place.input(), place.origin(), batch.problems, self.messages);
        Ok(self.totals.add(batch))
    }

    /// Says what happened to an input.
    pub(super) fn tell(&self, input: &str, what: &str) {
        self.messages.error(&format!("{input}: {what}"));
    }

    /// Says which bytes of an input were lost, or what was under way in them.
    pub(super) fn tell_lost(&self, input: &str, bytes: &Range<u64>) {
        let Range { start, end } = bytes;
        self.tell(
            input,
            &format!("not everything in bytes {start} to {end} is judged"),
        );
    }

    /// Says that an input cannot be read, or not to its end.
    pub(super) fn unreadable(&mut self, input: &str, error: &InputError) {
        if error.is_damage() {
            self.totals.damaged += 1;
        } else {
            self.totals.unreadable += 1;
        }
        self.tell(input, &error.to_string());
    }

    /// Remembers the most memory that an instance held.
    pub(super) fn note_memory(&mut self, bytes: usize) {
        self.totals.memory_bytes = self.totals.memory_bytes.max(bytes as u64);
    }

    /// Says what remains to be said.
    pub(super) fn finish(mut self, left_out: &LeftOut) -> Totals {
        self.totals.digests = left_out.digests;
        if let Some(summary) = self.problems.summary(self.totals.malformed) {
            self.messages.error(&summary);
        }
        if let Some(note) = notes::about(left_out) {
            self.messages.note(&note);
        }
        if let Some(note) = notes::about_nothing(&self.totals) {
            self.messages.note(&note);
        }
        self.totals
    }
}
