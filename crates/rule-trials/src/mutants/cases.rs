//! The cases of a file of tests, kept to be judged again, and what the rules as they are do with each.

use std::collections::BTreeMap;

use falconet_engine::EngineError;
use falconet_engine::settings::RuleMatching;
use falconet_rule_tests::{Fired, KeptTrial, Trial};

use super::verdicts::{Matches, Verdicts};
use crate::workshop::Workshop;

/// The cases of a file of tests.
#[derive(Debug, Default)]
pub struct Cases {
    /// What is judged, each once, by their numbers.
    inputs: BTreeMap<Vec<u8>, usize>,
    kept: Vec<(usize, KeptTrial)>,
}

/// The cases, and which rules match which events.
pub(super) struct Judged {
    pub(super) inputs: Vec<Input>,
    /// The rules that take part, in the order in which they are judged.
    pub(super) order: Vec<usize>,
    matching: RuleMatching,
}

/// What is judged, and the cases that judge it.
pub(super) struct Input {
    pub(super) events: Vec<u8>,
    pub(super) cases: Vec<KeptTrial>,
    pub(super) matches: Matches,
}

impl Input {
    /// Whether a rule matches some event of it.
    pub(super) fn fires(&self, rule: usize) -> bool {
        self.matches.iter().any(|rules| rules.contains(&rule))
    }
}

impl Cases {
    /// Keeps a case.
    pub fn keep(&mut self, trial: &Trial<'_>) {
        let known = self.inputs.get(trial.events).copied();
        let input = known.unwrap_or_else(|| {
            let number = self.inputs.len();
            self.inputs.insert(trial.events.to_vec(), number);
            number
        });
        self.kept.push((input, trial.keep()));
    }

    /// The cases with what the rules do with each, and what says that of other events.
    pub(super) fn judged(self, workshop: &Workshop) -> Result<(Judged, Verdicts), EngineError> {
        let mut verdicts = Verdicts::new(workshop, workshop.ruleset.rules.clone())?;
        let mut numbered: Vec<(Vec<u8>, usize)> = self.inputs.into_iter().collect();
        numbered.sort_by_key(|(_, number)| *number);
        let mut inputs: Vec<Input> = numbered
            .into_iter()
            .map(|(events, _)| Input {
                matches: verdicts.of(&events),
                events,
                cases: Vec::new(),
            })
            .collect();
        let mut judged = Judged {
            order: verdicts.order(),
            inputs: Vec::new(),
            matching: workshop.settings.rule_matching,
        };
        for (input, case) in self.kept {
            if let Some(input) = inputs.get_mut(input)
                && judged.alerts(&input.matches) == case.alerts()
            {
                input.cases.push(case);
            }
        }
        judged.inputs = inputs;
        Ok((judged, verdicts))
    }
}

impl Judged {
    /// How many alerts come of it.
    fn alerts(&self, matches: &Matches) -> usize {
        let raised = matches.iter().map(|rules| match self.matching {
            RuleMatching::All => rules.len(),
            RuleMatching::First => rules.len().min(1),
        });
        raised.sum()
    }

    /// Whether what a rule says of an event is never seen, since another one is judged before it and matches.
    pub(super) fn is_hidden(&self, rule: usize, matches: &Matches) -> bool {
        let of_event = matches.first().and_then(|rules| rules.first());
        let rank = |place: usize| self.order.iter().position(|other| *other == place);
        let is_before = |first: usize| first != rule && rank(first) < rank(rule);
        self.matching == RuleMatching::First && of_event.is_some_and(|first| is_before(*first))
    }

    /// What fires if one rule matches other events than it does: `turned` says of each event whether it does.
    pub(super) fn fired<'r>(
        &self,
        workshop: &'r Workshop,
        matches: &Matches,
        rule: usize,
        turned: &dyn Fn(usize) -> bool,
    ) -> Vec<Fired<'r>> {
        let rank = |place: usize| self.order.iter().position(|other| *other == place);
        let own = rank(rule);
        let mut fired = Vec::new();
        let mut alert = 0;
        for (event, before) in matches.iter().enumerate() {
            let mut after: Vec<usize> = before.clone();
            if turned(event) {
                match after.iter().position(|other| *other == rule) {
                    Some(at) => drop(after.remove(at)),
                    None => after.insert(after.partition_point(|other| rank(*other) < own), rule),
                }
            }
            let raised = match self.matching {
                RuleMatching::All => usize::MAX,
                RuleMatching::First => 1,
            };
            for place in after.into_iter().take(raised) {
                let came = before.iter().take(raised).position(|other| *other == place);
                let Some(rule) = workshop.ruleset.rules.get(place) else {
                    continue;
                };
                fired.push(Fired {
                    rule: &rule.name,
                    alert: came.map(|at| alert + at),
                });
            }
            alert += before.len().min(raised);
        }
        fired
    }
}
