//! What a whole scan came to.

use std::time::Duration;

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

    /// For people, a number a line. How long it took to get ready is no part of the speed.
    pub(crate) fn table(&self, loading: Duration, scanning: Duration) -> String {
        let rows = [
            ("inputs", self.inputs),
            ("unreadable inputs", self.unreadable),
            ("damaged inputs", self.damaged),
            ("skipped digests", self.digests),
            ("bytes", self.bytes),
            ("events", self.events),
            ("skipped records", self.skipped),
            ("malformed records", self.malformed),
            ("alerts", self.alerts),
            ("module failures", self.failures),
            ("module memory, bytes", self.memory_bytes),
            ("milliseconds, loading", milliseconds(loading)),
            ("milliseconds, scanning", milliseconds(scanning)),
            ("events a second", per_second(self.events, scanning)),
            ("bytes a second", per_second(self.bytes, scanning)),
        ];
        let lines = rows
            .iter()
            .map(|(name, number)| format!("{name:<22} {:>15}", grouped(*number)));
        lines.collect::<Vec<_>>().join("\n")
    }
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

fn per_second(count: u64, time: Duration) -> u64 {
    let rate = u128::from(count) * 1_000_000 / time.as_micros().max(1);
    u64::try_from(rate).unwrap_or(u64::MAX)
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_speed_is_that_of_scanning_alone() {
        let totals = Totals {
            events: 100,
            ..Totals::default()
        };
        let table = totals.table(Duration::from_secs(50), Duration::from_millis(500));
        assert!(
            table.contains("events a second                    200\n"),
            "{table}"
        );
        assert!(
            table.contains("milliseconds, loading           50,000\n"),
            "{table}"
        );
    }

    #[test]
    fn rates_survive_no_time_at_all_and_huge_counts() {
        assert_eq!(per_second(0, Duration::ZERO), 0);
        assert_eq!(per_second(u64::MAX, Duration::ZERO), u64::MAX);
        assert_eq!(per_second(3000, Duration::from_millis(1500)), 2000);
    }
}
