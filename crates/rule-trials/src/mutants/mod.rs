//! Rules that are changed in one place each, to see whether any case notices.

mod cases;
mod change;
mod judge;
mod killers;
mod report;
mod shown;
mod verdicts;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use falconet_engine::EngineError;
use falconet_rule_tests::{Inputs, TestFile};
use falconet_show::Place;
use serde::{Deserialize, Serialize};

use crate::items::weight;
use crate::workshop::Workshop;
use change::{Change, Kind, changes};

pub use cases::Cases;
pub use report::{Mutated, mutants_github, mutants_json, mutants_text};

/// Mutants that are judged at once.
const CHUNK: usize = 250;
/// Tests and items of the conditions in one engine.
const MOST_WEIGHT: usize = 200_000;

/// What became of some mutants of the rules of a file of tests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct Mutants {
    /// The file of tests.
    pub(crate) file: String,
    /// Why there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) skipped: Option<String>,
    /// In how many chunks all are judged.
    pub(crate) chunks: usize,
    /// How many there are in all chunks.
    pub(crate) total: usize,
    pub(crate) rules: Vec<RuleMutants>,
}

/// What became of the mutants of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct RuleMutants {
    pub(crate) name: String,
    pub(crate) place: Option<Place>,
    /// Stands for its condition: other files may make another of it.
    pub(crate) condition: u32,
    /// How many there could be.
    pub(crate) possible: usize,
    /// The numbers of those that were tried.
    pub(crate) tried: BTreeSet<usize>,
    /// By their numbers.
    pub(crate) survivors: BTreeMap<usize, Survivor>,
}

/// A mutant that no case notices.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Survivor {
    pub(crate) kind: Kind,
    pub(crate) place: Option<Place>,
    /// The item that is left out of a list.
    pub(crate) item: Option<String>,
    pub(crate) before: String,
    /// What that becomes; nothing for what is left out.
    pub(crate) after: Option<String>,
    /// What an event would have to be for the rule and the mutant to differ.
    pub(crate) hint: Option<String>,
    /// The case that the hint is about.
    pub(crate) near: Option<String>,
    /// A case that notices the mutant, which was tried.
    pub(crate) case: Option<String>,
}

/// A mutant.
struct Mutant {
    rule: usize,
    /// Which of the changes of its rule it is.
    number: usize,
    change: Change,
}

impl Mutants {
    /// The mutants of a file of tests that are not tried.
    pub fn skipped(file: &TestFile, why: &str) -> Self {
        Self {
            file: file.name().to_owned(),
            skipped: Some(why.to_owned()),
            ..Self::default()
        }
    }

    /// Judges a chunk of at most `most` mutants of the rules that a file of tests is about.
    pub fn of(
        file: &TestFile,
        workshop: &Workshop,
        cases: Cases,
        inputs: &Inputs,
        most: usize,
        chunk: usize,
    ) -> Result<Self, EngineError> {
        let (judged, verdicts) = cases.judged(workshop)?;
        let all: Vec<Mutant> = judged
            .order
            .iter()
            .filter_map(|at| Some((*at, workshop.ruleset.rules.get(*at)?)))
            .filter(|(_, rule)| file.is_about(&rule.name))
            .flat_map(|(at, rule)| {
                let changes = changes(&rule.condition).into_iter().enumerate();
                changes.map(move |(number, change)| Mutant {
                    rule: at,
                    number,
                    change,
                })
            })
            .collect();
        let chosen: Vec<&Mutant> = spread(&all, most);
        let own = chosen.chunks(CHUNK).nth(chunk).unwrap_or_default();
        let noticed = judge::noticed(&judged, workshop, own)?;
        let surviving = own.iter().zip(&noticed).filter(|(_, noticed)| !**noticed);
        let surviving: Vec<&Mutant> = surviving.map(|(mutant, _)| *mutant).collect();
        let survivors = killers::explained(&judged, verdicts, workshop, inputs, &surviving)?;
        Ok(Self {
            file: file.name().to_owned(),
            skipped: None,
            chunks: chosen.len().div_ceil(CHUNK),
            total: chosen.len(),
            rules: by_rule(workshop, &all, own, &surviving, survivors),
        })
    }
}

/// At most so many, from all over.
fn spread<T>(all: &[T], most: usize) -> Vec<&T> {
    let chosen = all.len().min(most);
    let at = |number: usize| all.get(number * all.len() / chosen.max(1));
    (0..chosen).filter_map(at).collect()
}

fn by_rule(
    workshop: &Workshop,
    all: &[Mutant],
    tried: &[&Mutant],
    surviving: &[&Mutant],
    survivors: Vec<Survivor>,
) -> Vec<RuleMutants> {
    let mut rules: Vec<(usize, RuleMutants)> = Vec::new();
    for of_rule in tried.chunk_by(|one, other| one.rule == other.rule) {
        let at = of_rule.first().map_or(0, |mutant| mutant.rule);
        let mut rule = begun(workshop, all, at);
        rule.tried = of_rule.iter().map(|mutant| mutant.number).collect();
        rules.push((at, rule));
    }
    for (mutant, survivor) in surviving.iter().zip(survivors) {
        if let Some((_, rule)) = rules.iter_mut().find(|(at, _)| *at == mutant.rule) {
            rule.survivors.insert(mutant.number, survivor);
        }
    }
    rules.into_iter().map(|(_, rule)| rule).collect()
}

fn begun(workshop: &Workshop, all: &[Mutant], at: usize) -> RuleMutants {
    let Some(rule) = workshop.ruleset.rules.get(at) else {
        return RuleMutants::default();
    };
    RuleMutants {
        name: rule.name.clone(),
        place: Place::first(&rule.labels, &workshop.sources),
        condition: stand_in(&rule.condition_compiled),
        possible: all.iter().filter(|mutant| mutant.rule == at).count(),
        ..RuleMutants::default()
    }
}

/// Stands for a text where texts are only told apart.
fn stand_in(text: &str) -> u32 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    (hasher.finish() >> 32) as u32
}

/// How many of the first mutants fit into an engine in which the condition of each stands so often; at least one, if there is.
fn fitting(workshop: &Workshop, mutants: &[&Mutant], times: usize) -> usize {
    let mut left = MOST_WEIGHT;
    let fitting = mutants.iter().take_while(|mutant| {
        let rule = workshop.ruleset.rules.get(mutant.rule);
        let weight = rule.map_or(0, |rule| weight(&rule.condition));
        left = left.saturating_sub(weight.saturating_mul(times));
        left > 0
    });
    fitting.count().max(1).min(mutants.len())
}

#[cfg(test)]
mod tests;
