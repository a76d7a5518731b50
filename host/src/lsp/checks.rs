//! Which documents' rules are to be checked, and when: once nobody types, or when that takes long.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// So long nobody has to type for the rules to be checked.
const QUIET: Duration = Duration::from_millis(200);
/// So long they are not checked at most, whoever types.
const LONGEST_WAIT: Duration = Duration::from_secs(2);

/// When a check is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Due {
    /// If there is nothing else to do.
    pub(super) earliest: Instant,
    /// Before everything else.
    pub(super) latest: Instant,
}

/// The documents whose rules are to be checked. However often one changes, it is there once.
#[derive(Debug, Default)]
pub(super) struct Checks {
    documents: BTreeSet<String>,
    due: Option<Due>,
}

impl Checks {
    pub(super) fn add(&mut self, uri: String, now: Instant) {
        self.documents.insert(uri);
        let latest = self.due.map_or(now + LONGEST_WAIT, |due| due.latest);
        let earliest = now + QUIET;
        self.due = Some(Due { earliest, latest });
    }

    pub(super) const fn due(&self) -> Option<Due> {
        self.due
    }

    /// Takes one of the documents. The others come next, but messages have a turn before them.
    pub(super) fn take(&mut self, now: Instant) -> Option<String> {
        let taken = self.documents.pop_first();
        let latest = now + LONGEST_WAIT;
        self.due = self.due.map(|due| Due { latest, ..due });
        self.settle();
        taken
    }

    /// Forgets a document that was checked with another, or that is none any more.
    pub(super) fn remove(&mut self, uri: &str) {
        self.documents.remove(uri);
        self.settle();
    }

    fn settle(&mut self) {
        if self.documents.is_empty() {
            self.due = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_waits_for_quiet_but_not_for_ever() {
        let start = Instant::now();
        let mut checks = Checks::default();
        assert_eq!(checks.due(), None);
        for tenth in 0..100 {
            let now = start + Duration::from_millis(100 * tenth);
            checks.add("a".to_owned(), now);
            let (earliest, latest) = (now + QUIET, start + LONGEST_WAIT);
            assert_eq!(checks.due(), Some(Due { earliest, latest }));
        }
        assert_eq!(checks.take(start).as_deref(), Some("a"));
        assert_eq!((checks.due(), checks.take(start)), (None, None));
    }

    #[test]
    fn what_is_checked_with_another_is_not_checked_again() {
        let mut checks = Checks::default();
        let now = Instant::now();
        for uri in ["b", "a", "c"] {
            checks.add(uri.to_owned(), now);
        }
        let later = now + LONGEST_WAIT;
        assert_eq!(checks.take(later).as_deref(), Some("a"));
        checks.remove("b");
        let latest = checks.due().map(|due| due.latest);
        assert_eq!(latest, Some(later + LONGEST_WAIT));
        checks.remove("c");
        assert_eq!(checks.due(), None);
    }
}
