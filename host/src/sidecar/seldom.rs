//! Messages that clients cause: a client that is refused again and again must not fill the disk with the log.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Messages of a kind that are written in a [`WHILE`].
const MOST: u32 = 20;
const WHILE: Duration = Duration::from_secs(10);

/// Lets some messages of a kind through, and counts the others.
pub(crate) struct Seldom(Mutex<Told>);

struct Told {
    since: Option<Instant>,
    count: u32,
    left_out: u64,
}

impl Seldom {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Told {
            since: None,
            count: 0,
            left_out: 0,
        }))
    }

    /// Whether a message may be written now: then how many were left out before it.
    pub(crate) fn ask(&self) -> Option<u64> {
        self.ask_at(Instant::now())
    }

    fn ask_at(&self, now: Instant) -> Option<u64> {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = |since: Instant| now.saturating_duration_since(since) >= WHILE;
        if told.since.is_none_or(is_over) {
            told.since = Some(now);
            told.count = 0;
        }
        if told.count == MOST {
            told.left_out += 1;
            return None;
        }
        told.count += 1;
        Some(std::mem::take(&mut told.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_some_in_a_while_messages_are_left_out_and_counted() {
        let seldom = Seldom::new();
        let start = Instant::now();
        let passed = |at: Instant| {
            (0..100)
                .filter_map(|_| seldom.ask_at(at))
                .collect::<Vec<_>>()
        };
        assert_eq!(passed(start), vec![0; 20]);
        assert!(passed(start + WHILE / 2).is_empty());
        let later = passed(start + WHILE);
        assert_eq!((later.len(), later[0], later[1]), (20, 180, 0));
    }
}
