//! The first event that fires a rule, picked out of all others.

use falconet_engine::{Observed, Observer};

/// Writes the first event that fires a rule as it is, out of its envelopes, and nothing else.
#[derive(Debug, Default)]
pub struct Firing {
    /// The rule's place; nothing once an event was found.
    place: Option<usize>,
}

impl Firing {
    /// Of the rule at a place among all rules.
    pub const fn of(place: usize) -> Self {
        Self { place: Some(place) }
    }
}

impl Observer for Firing {
    fn event(&mut self, event: &mut Observed<'_>, out: &mut Vec<u8>) {
        let Some(place) = self.place else { return };
        let rule = (0..event.rules()).find(|rule| event.position(*rule) == Some(place));
        if rule.is_some_and(|rule| event.is_match(rule)) {
            out.extend_from_slice(event.record());
            out.push(b'\n');
            self.place = None;
        }
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}
