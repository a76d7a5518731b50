//! Alerts that went out not long ago.

use std::collections::{HashSet, VecDeque};
use std::time::{Duration, Instant};

use super::key::Key;
use crate::sidecar::config::IdenticalConfig;

/// Alerts that went out not long ago, by their keys.
pub(super) struct Identical {
    window: Duration,
    most: usize,
    known: HashSet<Key>,
    /// Oldest first.
    order: VecDeque<(Key, Instant)>,
}

impl Identical {
    pub(super) fn new(config: &IdenticalConfig) -> Self {
        Self {
            window: config.window.duration(),
            most: config.max_alerts,
            known: HashSet::new(),
            order: VecDeque::new(),
        }
    }

    /// Whether one like it went out within the window.
    pub(super) fn knows(&mut self, key: &Key, now: Instant) -> bool {
        while let Some((oldest, at)) = self.order.front()
            && now.saturating_duration_since(*at) >= self.window
        {
            self.known.remove(oldest);
            self.order.pop_front();
        }
        self.known.contains(key)
    }

    /// Remembers that they went out; how many others are forgotten for it.
    pub(super) fn remember(&mut self, keys: impl IntoIterator<Item = Key>, now: Instant) -> u64 {
        for key in keys {
            if self.known.insert(key) {
                self.order.push_back((key, now));
            }
        }
        let mut forgotten = 0;
        while self.order.len() > self.most
            && let Some((oldest, _)) = self.order.pop_front()
        {
            self.known.remove(&oldest);
            forgotten += 1;
        }
        forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_so_many_are_remembered() {
        let mut identical = Identical::new(&IdenticalConfig {
            max_alerts: 2,
            ..IdenticalConfig::default()
        });
        let now = Instant::now();
        let keys = [[1; 32], [2; 32], [3; 32]];
        assert_eq!(identical.remember(keys.to_vec(), now), 1);
        assert!(!identical.knows(&keys[0], now));
        assert!(identical.knows(&keys[1], now) && identical.knows(&keys[2], now));
        assert_eq!((identical.known.len(), identical.order.len()), (2, 2));
    }
}
