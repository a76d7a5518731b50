//! What a whole scan came to.

use std::time::Duration;

use crate::runtime::Evaluation;

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
}

impl Totals {
    /// Adds a batch; how many records it had.
    pub(super) fn add(&mut self, batch: &Evaluation<'_>) -> u64 {
        self.events = self.events.saturating_add(batch.events);
        self.skipped = self.skipped.saturating_add(batch.skipped);
        self.malformed = self.malformed.saturating_add(batch.malformed);
        self.alerts = self.alerts.saturating_add(batch.alerts);
        [batch.events, batch.skipped, batch.malformed]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    pub(super) fn add_bytes(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes);
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
