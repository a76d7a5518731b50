//! All mutants of a chunk are rules of one engine, as far as they fit: what they share is judged once.

use falconet_engine::EngineError;

use super::cases::{Input, Judged};
use super::verdicts::{Matches, Verdicts};
use super::{Mutant, fitting};
use crate::stand_in::{skeleton, with};
use crate::workshop::Workshop;

/// Of each mutant whether a case notices it.
pub(super) fn noticed(
    judged: &Judged,
    workshop: &Workshop,
    mutants: &[&Mutant],
) -> Result<Vec<bool>, EngineError> {
    let mut noticed = Vec::with_capacity(mutants.len());
    let mut rest = mutants;
    while !rest.is_empty() {
        let (own, behind) = rest.split_at(fitting(workshop, rest, 1));
        noticed.extend(noticed_of(judged, workshop, own)?);
        rest = behind;
    }
    Ok(noticed)
}

fn noticed_of(
    judged: &Judged,
    workshop: &Workshop,
    mutants: &[&Mutant],
) -> Result<Vec<bool>, EngineError> {
    let rules = mutants.iter().filter_map(|mutant| {
        let rule = workshop.ruleset.rules.get(mutant.rule)?;
        let condition = mutant.change.applied(&rule.condition);
        Some(with(&skeleton(rule), condition))
    });
    let mut verdicts = Verdicts::new(workshop, rules.collect())?;
    let mut noticed = vec![false; mutants.len()];
    for input in judged.inputs.iter().filter(|input| !input.cases.is_empty()) {
        let mut matches = verdicts.of(&input.events);
        for matched in &mut matches {
            matched.sort_unstable();
        }
        let turns = Turns::of(input, &matches, mutants);
        for (at, mutant) in mutants.iter().enumerate() {
            if let Some(noticed @ false) = noticed.get_mut(at) {
                *noticed = turns.notices(at, mutant, input, judged, workshop);
            }
        }
    }
    Ok(noticed)
}

/// Of each event the mutants that have another verdict than their rules.
struct Turns(Vec<Vec<usize>>);

impl Turns {
    fn of(input: &Input, matches: &Matches, mutants: &[&Mutant]) -> Self {
        let both = input.matches.iter().zip(matches);
        let turned = both.map(|(rules, matched)| {
            let all = mutants.iter().enumerate();
            let turned = all.filter(|(at, mutant)| {
                rules.contains(&mutant.rule) != matched.binary_search(at).is_ok()
            });
            turned.map(|(at, _)| at).collect()
        });
        Self(turned.collect())
    }

    fn turned(&self, event: usize, mutant: usize) -> bool {
        let turned = self.0.get(event);
        turned.is_some_and(|turned| turned.binary_search(&mutant).is_ok())
    }

    fn notices(
        &self,
        at: usize,
        mutant: &Mutant,
        input: &Input,
        judged: &Judged,
        workshop: &Workshop,
    ) -> bool {
        let turned = |event: usize| self.turned(event, at);
        if !(0..self.0.len()).any(turned) {
            return false;
        }
        let fired = judged.fired(workshop, &input.matches, mutant.rule, &turned);
        input.cases.iter().any(|case| case.notices(&fired))
    }
}
