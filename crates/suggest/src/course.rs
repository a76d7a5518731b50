//! Which rules raise alerts for the events that were kept, once exceptions are there.

use crate::alerts::Kept;

/// The events that were kept, with the rules that raise alerts for them now. Where only the first rule that matches raises
/// one, an event that it excepts falls to the next, which was judged after it: so nobody gets alerts who was done before,
/// if rules get their exceptions in the order in which they are judged.
pub(crate) struct Course<'k> {
    events: &'k [Kept],
    /// Of how many of its matches each event is excepted.
    excepted: Vec<usize>,
}

impl<'k> Course<'k> {
    pub(crate) fn of(events: &'k [Kept]) -> Self {
        Self {
            events,
            excepted: vec![0; events.len()],
        }
    }

    /// The rule that raises the alert of an event, where only the first does.
    pub(crate) fn raiser(&self, event: usize) -> Option<usize> {
        let matches = &self.events.get(event)?.matches;
        matches.get(*self.excepted.get(event)?).copied()
    }

    /// Events that fell to a rule.
    pub(crate) fn fallen_to(&self, rule: usize) -> Vec<usize> {
        let fallen = self.excepted.iter().enumerate();
        let fallen = fallen.filter(|(_, excepted)| **excepted > 0);
        fallen
            .map(|(event, _)| event)
            .filter(|event| self.raiser(*event) == Some(rule))
            .collect()
    }

    /// Notes that the rules that raise alerts for these events have exceptions for them.
    pub(crate) fn except(&mut self, events: &[usize]) {
        for event in events {
            if let Some(excepted) = self.excepted.get_mut(*event) {
                *excepted += 1;
            }
        }
    }
}
