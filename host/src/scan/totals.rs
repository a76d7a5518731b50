//! What a whole scan came to.

use super::judged::Judged;

/// Rules that are told apart: a module may claim what it likes.
const MOST_RULES: usize = 1 << 20;

/// What a whole scan came to.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    pub(crate) inputs: u64,
    pub(crate) unreadable: u64,
    pub(crate) damaged: u64,
    pub(crate) digests: u64,
    pub(crate) bytes: u64,
    pub(crate) events: u64,
    pub(crate) skipped: u64,
    pub(crate) malformed: u64,
    pub(crate) alerts: u64,
    pub(crate) failures: u64,
    pub(crate) memory_bytes: u64,
    /// How often each rule matched, by its place among those that take part.
    pub(crate) matches: Vec<u64>,
}

impl Totals {
    /// Adds what came of a batch.
    pub(super) fn add(&mut self, batch: &Judged) {
        self.events = self.events.saturating_add(batch.events);
        self.skipped = self.skipped.saturating_add(batch.skipped);
        self.malformed = self.malformed.saturating_add(batch.malformed);
        self.alerts = self.alerts.saturating_add(batch.alerts);
        batch
            .rules
            .iter()
            .for_each(|rule| self.add_matches(*rule, 1));
    }

    /// Adds bytes that were read.
    pub(super) const fn add_bytes(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// Adds the totals of an input.
    pub(super) fn merge(&mut self, other: Self) {
        let sums = [
            (&mut self.inputs, other.inputs),
            (&mut self.unreadable, other.unreadable),
            (&mut self.damaged, other.damaged),
            (&mut self.bytes, other.bytes),
            (&mut self.events, other.events),
            (&mut self.skipped, other.skipped),
            (&mut self.malformed, other.malformed),
            (&mut self.alerts, other.alerts),
            (&mut self.failures, other.failures),
        ];
        for (sum, more) in sums {
            *sum = sum.saturating_add(more);
        }
        for (rule, matches) in (0..).zip(other.matches) {
            self.add_matches(rule, matches);
        }
    }

    fn add_matches(&mut self, rule: u32, matches: u64) {
        let at = usize::try_from(rule).unwrap_or(usize::MAX).min(MOST_RULES);
        if self.matches.len() <= at {
            self.matches.resize(at + 1, 0);
        }
        if let Some(count) = self.matches.get_mut(at) {
            *count = count.saturating_add(matches);
        }
    }

    /// Whether something could not be judged. Bad content counts only if one is strict about it.
    pub(crate) const fn trouble(&self, strict: bool) -> bool {
        let bad_content = self.malformed > 0 || self.damaged > 0;
        self.unreadable > 0 || self.failures > 0 || (strict && bad_content)
    }
}
