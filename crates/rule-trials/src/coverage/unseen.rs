//! What an event must be for a rule to show something that was not seen of it: a condition as any other, so that the
//! engine's index passes over the many events that have nothing new.

use falconet_ruleset::typed::{Condition, Leaf};
use falconet_workbench::{OutlinedException, tests_in};

use super::{Counts, RuleCoverage};
use crate::items::{any_of, weight};

/// Parts that come before a test and are asked for; of more the first.
const MOST_BEFORE: usize = 8;
/// Tests and items of the parts before tests, of all rules of a file of tests together.
pub(super) const MOST_WEIGHT: usize = 200_000;

/// Says what an event must be to show something new. All that it says is necessary; where rules are large, not all that
/// is necessary is said.
pub(super) struct Unseen<'u> {
    coverage: &'u RuleCoverage,
    exceptions: &'u [OutlinedException],
    /// What of [`MOST_WEIGHT`] is left.
    room: &'u mut usize,
}

impl<'u> Unseen<'u> {
    pub(super) const fn new(
        coverage: &'u RuleCoverage,
        exceptions: &'u [OutlinedException],
        room: &'u mut usize,
    ) -> Self {
        Self {
            coverage,
            exceptions,
            room,
        }
    }

    /// What makes a part, whose first test has a number, show something new once it is asked; nothing if all of it was
    /// seen. Recursion goes as deep as conditions nest, which the loader bounds.
    pub(super) fn of(&mut self, part: &Condition, first: usize) -> Option<Condition> {
        let mut any = Vec::new();
        match part {
            Condition::And(children) => self.of_each(children, first, true, &mut any),
            Condition::Or(children) => self.of_each(children, first, false, &mut any),
            Condition::Not(child) => any.extend(self.of(child, first)),
            Condition::Leaf(leaf) => self.of_test(leaf, first, &mut any),
        }
        self.of_exceptions(part, first, &mut any);
        match any.len() {
            0 | 1 => any.pop(),
            _ => Some(Condition::Or(any)),
        }
    }

    /// A child is asked if those before it have not decided: each has this verdict.
    fn of_each(
        &mut self,
        children: &[Condition],
        first: usize,
        verdict: bool,
        any: &mut Vec<Condition>,
    ) {
        let mut at = first;
        let mut before = Vec::new();
        for child in children {
            if let Some(unseen) = self.of(child, at) {
                any.push(self.behind(&before, unseen));
            }
            if before.len() < MOST_BEFORE {
                let child = child.clone();
                before.push(if verdict { child } else { opposite(child) });
            }
            at += tests_in(child);
        }
    }

    fn behind(&mut self, before: &[Condition], unseen: Condition) -> Condition {
        let weight = before.iter().map(weight).sum();
        match self.room.checked_sub(weight) {
            Some(room) if !before.is_empty() => {
                *self.room = room;
                let all = before.iter().cloned().chain([unseen]);
                Condition::And(all.collect())
            }
            _ => unseen,
        }
    }

    fn of_test(&self, leaf: &Leaf, number: usize, any: &mut Vec<Condition>) {
        let Some(test) = self.coverage.tests.get(number) else {
            return;
        };
        push_unseen(test.seen, &Condition::Leaf(Box::new(leaf.clone())), any);
        let is_unmet = |at: usize| test.items.get(at).is_some_and(|item| item.met == 0);
        let unmet = any_of(leaf, is_unmet);
        any.extend(unmet.map(|leaf| Condition::Leaf(Box::new(leaf))));
    }

    fn of_exceptions(&self, part: &Condition, first: usize, any: &mut Vec<Condition>) {
        let both = self.coverage.exceptions.iter().zip(self.exceptions);
        for (seen, _) in both.filter(|(_, exception)| exception.is(part, first)) {
            let Counts { holds, fails } = seen.seen;
            let seen = Counts {
                holds: fails,
                fails: holds,
            };
            push_unseen(seen, part, any);
        }
    }
}

fn push_unseen(seen: Counts, part: &Condition, any: &mut Vec<Condition>) {
    if seen.holds == 0 {
        any.push(part.clone());
    }
    if seen.fails == 0 {
        any.push(opposite(part.clone()));
    }
}

fn opposite(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}
