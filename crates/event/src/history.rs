//! What is remembered of earlier events: when factors failed, by actor.

use std::collections::BTreeMap;
use std::mem;

/// Times that are kept of an actor; the oldest go first.
const MAX_TIMES: usize = 200;

/// Actors that are kept at least; at most twice as many.
const MAX_ACTORS: usize = 5_000;

/// Bytes of a key that tell actors apart.
const MAX_KEY_BYTES: usize = 256;

/// How long an actor is kept after its last failure.
const LIFETIME_NS: u64 = 84_600 * 1_000_000_000;

/// Times of failed factors. As much as Okta's plugin keeps, but by the time of events, not of reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    recent: BTreeMap<Box<[u8]>, Vec<u64>>,
    older: BTreeMap<Box<[u8]>, Vec<u64>>,
    key: Vec<u8>,
    is_failure: bool,
}

impl History {
    /// An event begins that is no failure, as far as is known.
    pub(crate) fn begin(&mut self) {
        self.is_failure = false;
    }

    /// The event is a failure of what the parts of its key say.
    pub(crate) fn failed(&mut self, event_type: &[u8], actor: &[u8], time_ns: u64) {
        self.key.clear();
        self.key.extend(
            event_type
                .iter()
                .chain(b":")
                .chain(actor)
                .take(MAX_KEY_BYTES),
        );
        self.is_failure = true;
        let times = self.times();
        if times
            .last()
            .is_some_and(|last| time_ns.saturating_sub(*last) > LIFETIME_NS)
        {
            times.clear();
        }
        if !times.contains(&time_ns) {
            times.push(time_ns);
        }
        if times.len() > MAX_TIMES {
            times.remove(0);
        }
    }

    /// How many failures of the event's actor came after a time, this one among them; `None` for an event that
    /// is no failure.
    pub(crate) fn failures_after(&self, time_ns: u64) -> Option<u64> {
        let times = self.recent.get(&*self.key).filter(|_| self.is_failure)?;
        Some(times.iter().filter(|time| **time > time_ns).count() as u64)
    }

    fn times(&mut self) -> &mut Vec<u64> {
        if !self.recent.contains_key(&*self.key) {
            let times = self.older.remove(&*self.key).unwrap_or_default();
            if self.recent.len() >= MAX_ACTORS {
                self.older = mem::take(&mut self.recent);
            }
            self.recent.insert(self.key.as_slice().into(), times);
        }
        self.recent.entry(self.key.as_slice().into()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn after(history: &mut History, actor: &[u8], time: u64, since: u64) -> Option<u64> {
        history.begin();
        history.failed(b"t", actor, time);
        history.failures_after(since)
    }

    #[test]
    fn failures_are_counted_by_actor() {
        let mut history = History::default();
        assert_eq!(after(&mut history, b"a", 10, 0), Some(1));
        assert_eq!(after(&mut history, b"a", 20, 0), Some(2));
        assert_eq!(after(&mut history, b"a", 30, 10), Some(2));
        assert_eq!(after(&mut history, b"b", 30, 0), Some(1));
    }

    #[test]
    fn the_same_time_counts_once() {
        let mut history = History::default();
        after(&mut history, b"a", 10, 0);
        assert_eq!(after(&mut history, b"a", 10, 0), Some(1));
    }

    #[test]
    fn an_event_that_is_no_failure_has_no_count() {
        let mut history = History::default();
        after(&mut history, b"a", 10, 0);
        history.begin();
        assert_eq!(history.failures_after(0), None);
    }

    #[test]
    fn the_oldest_times_go_first() {
        let mut history = History::default();
        let last = (1..=300)
            .map(|time| after(&mut history, b"a", time, 0))
            .last();
        assert_eq!(last, Some(Some(200)));
        assert_eq!(history.failures_after(101), Some(199));
    }

    #[test]
    fn an_actor_is_forgotten_a_day_after_its_last_failure() {
        let mut history = History::default();
        after(&mut history, b"a", SECOND, 0);
        assert_eq!(after(&mut history, b"a", 84_601 * SECOND, 0), Some(2));
        assert_eq!(after(&mut history, b"a", 84_601 * 3 * SECOND, 0), Some(1));
    }

    #[test]
    fn memory_is_bounded_and_actors_in_use_stay() {
        let mut history = History::default();
        for actor in 0..4 * MAX_ACTORS as u64 {
            after(&mut history, &actor.to_le_bytes(), actor + 1, 0);
            after(&mut history, b"in use", actor + 1, 0);
        }
        assert!(history.recent.len() + history.older.len() <= 2 * MAX_ACTORS);
        assert_eq!(history.failures_after(0), Some(200));
        after(&mut history, &b"x".repeat(100_000), 1, 0);
        assert!(history.key.len() <= MAX_KEY_BYTES);
    }
}
