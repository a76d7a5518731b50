//! What an event would have to be for a case to notice a mutant: where the rule and the mutant differ. That is a condition as
//! any other, so what little would make it hold is searched as for rules that did not fire, and tried.

mod attempts;
mod search;

use falconet_engine::{Engine, EngineError};
use falconet_rule_tests::{EventChange, Inputs, KeptTrial, Proposal, Trial, changed};
use falconet_ruleset::Rule;
use falconet_ruleset::typed::Condition;
use falconet_show::Place;
use falconet_workbench::{Outline, Way};

use super::cases::{Input, Judged};
use super::change::To;
use super::shown::shown;
use super::verdicts::Verdicts;
use super::{Mutant, Survivor, fitting};
use crate::items::Items;
use crate::workshop::Workshop;
use attempts::attempts;
use search::{Found, Search};

/// Survivors of a chunk that are searched for.
const MOST_SEARCHED: usize = 50;
/// How often a condition stands in an engine that is searched: in both halves of the difference, twice, and alone.
const ENGINE_SHARE: usize = 5;
/// Events on which a survivor is searched for.
const MOST_EVENTS: usize = 2;

/// The survivors with what would notice them.
pub(super) fn explained(
    judged: &Judged,
    verdicts: Verdicts,
    workshop: &Workshop,
    inputs: &Inputs,
    mutants: &[&Mutant],
) -> Result<Vec<Survivor>, EngineError> {
    let mut survivors = told_of(workshop, mutants);
    let searched = mutants.get(..MOST_SEARCHED).unwrap_or(mutants);
    let (searched, _) = searched.split_at(fitting(workshop, searched, ENGINE_SHARE));
    if searched.is_empty() {
        return Ok(survivors);
    }
    let mut court = Court {
        search: Search::new(workshop, searched)?,
        engine: workshop.judge()?,
        verdicts,
        judged,
        workshop,
        inputs,
    };
    let mut left = vec![MOST_EVENTS; searched.len()];
    let inputs = by_promise(judged);
    for fires in [true, false] {
        for input in &inputs {
            let is_open = |mutant: &Mutant| input.fires(mutant.rule) == fires;
            let wanted = open(workshop, searched, &survivors, input, &mut left, is_open);
            court.search_on(input, wanted, searched, &mut survivors);
        }
    }
    Ok(survivors)
}

/// The survivors in words.
fn told_of(workshop: &Workshop, mutants: &[&Mutant]) -> Vec<Survivor> {
    let mut survivors = Vec::new();
    for of_rule in mutants.chunk_by(|one, other| one.rule == other.rule) {
        let rule = of_rule.first().map(|mutant| mutant.rule);
        let Some(rule) = rule.and_then(|at| workshop.ruleset.rules.get(at)) else {
            continue;
        };
        let outline = Outline::of(rule, &workshop.ruleset, &workshop.sources);
        let own = of_rule.iter();
        survivors.extend(own.map(|mutant| told(mutant, rule, &outline, workshop)));
    }
    survivors
}

fn told(mutant: &Mutant, rule: &Rule, outline: &Outline<'_>, workshop: &Workshop) -> Survivor {
    let change = &mutant.change;
    let (before, after) = shown(change, &rule.condition, outline);
    let test = outline.tests.get(change.first);
    let (item, place) = match (&change.to, test) {
        (To::WithoutItem(at), Some(test)) => Items::of(test.leaf, workshop).told(*at),
        _ => (None, None),
    };
    let of_test = || test.and_then(|test| test.place.clone());
    let of_rule = || Place::first(&rule.labels, &workshop.sources);
    Survivor {
        kind: change.kind,
        place: place.or_else(of_test).or_else(of_rule),
        item,
        before,
        after,
        hint: None,
        near: None,
        case: None,
    }
}

/// The inputs of one event, those first on which most fires. Before all others come those on which the rule itself does: there
/// least has to change.
fn by_promise(judged: &Judged) -> Vec<&Input> {
    let inputs = judged.inputs.iter();
    let mut single: Vec<&Input> = inputs
        .filter(|input| input.matches.len() == 1 && !input.cases.is_empty())
        .collect();
    single.sort_by_key(|input| std::cmp::Reverse(input.matches.first().map_or(0, Vec::len)));
    single
}

/// The survivors for which nothing was found yet and that a case of the input is about; `left` says on how many more events
/// each may be searched for.
fn open(
    workshop: &Workshop,
    mutants: &[&Mutant],
    survivors: &[Survivor],
    input: &Input,
    left: &mut [usize],
    is_now: impl Fn(&Mutant) -> bool,
) -> Vec<usize> {
    let mut open = Vec::new();
    for (at, ((mutant, survivor), left)) in mutants.iter().zip(survivors).zip(left).enumerate() {
        let is_open = survivor.case.is_none() && *left > 0 && is_now(mutant);
        if is_open && case_about(workshop, input, mutant).is_some() {
            *left -= 1;
            open.push(at);
        }
    }
    open
}

fn case_about<'i>(workshop: &Workshop, input: &'i Input, mutant: &Mutant) -> Option<&'i KeptTrial> {
    let rule = workshop.ruleset.rules.get(mutant.rule)?;
    input.cases.iter().find(|case| case.is_about(&rule.name))
}

/// Tries what may make a case notice a survivor.
struct Court<'c> {
    search: Search,
    /// Judges as the cases are judged.
    engine: Engine,
    /// Says which rules match.
    verdicts: Verdicts,
    judged: &'c Judged,
    workshop: &'c Workshop,
    inputs: &'c Inputs,
}

impl Court<'_> {
    /// Searches for survivors on an event.
    fn search_on(
        &mut self,
        input: &Input,
        wanted: Vec<usize>,
        mutants: &[&Mutant],
        survivors: &mut [Survivor],
    ) {
        for found in self.search.ways(&input.events, wanted) {
            let mutant = mutants.get(found.survivor);
            let survivor = survivors.get_mut(found.survivor);
            if let (Some(mutant), Some(survivor)) = (mutant, survivor) {
                self.note(input, mutant, &found, survivor);
            }
        }
    }

    /// The first way of which a case comes that notices the survivor; else in words the first one that could not be tried.
    fn note(&mut self, input: &Input, mutant: &Mutant, found: &Found, survivor: &mut Survivor) {
        let Some(case) = case_about(self.workshop, input, mutant) else {
            return;
        };
        let mut untried = None;
        for (way, fields) in &found.ways {
            let mut is_tried = false;
            for changes in attempts(way, fields) {
                let Some(event) = changed(&input.events, &changes) else {
                    continue;
                };
                is_tried |= !self.search.is_spent();
                let Some(fires) = self.search.differ(&event, found.survivor) else {
                    continue;
                };
                let proposal = proposed(self.workshop, case, mutant, &changes, fires);
                if self.upholds(&proposal, mutant, found.survivor) {
                    survivor.case = Some(proposal.to_string());
                    survivor.near(way, case);
                    return;
                }
            }
            untried = untried.or(Some(way).filter(|_| !is_tried));
        }
        let is_hidden = self.judged.is_hidden(mutant.rule, &input.matches);
        if let (Some(way), None, false) = (untried, &survivor.hint, is_hidden) {
            survivor.near(way, case);
        }
    }

    /// Whether the case passes with the rules, and would fail with the mutant: another rule may hide both.
    fn upholds(&mut self, proposal: &Proposal, mutant: &Mutant, survivor: usize) -> bool {
        let keep = |trial: &Trial<'_>| (trial.events.to_vec(), trial.keep());
        let passed = proposal.tried(&mut self.engine, self.inputs, keep);
        let Some((event, case)) = passed else {
            return false;
        };
        if self.search.differ(&event, survivor).is_none() {
            return false;
        }
        let matches = self.verdicts.of(&event);
        let (workshop, rule) = (self.workshop, mutant.rule);
        let fired = self.judged.fired(workshop, &matches, rule, &|_| true);
        case.notices(&fired)
    }
}

impl Survivor {
    fn near(&mut self, way: &Way, case: &KeptTrial) {
        self.hint = Some(way.text.clone());
        self.near = Some(case.name().to_owned());
    }
}

fn proposed(
    workshop: &Workshop,
    case: &KeptTrial,
    mutant: &Mutant,
    changes: &[EventChange],
    fires: bool,
) -> Proposal {
    let rule = workshop.ruleset.rules.get(mutant.rule);
    let rule = rule.map_or("", |rule| &*rule.name);
    let paths: Vec<&str> = changes.iter().map(|change| &*change.path).collect();
    let name = format!("{} with another {}", case.name(), paths.join(" and "));
    case.proposal(name, changes, rule, fires)
}

/// Where a rule and its mutant differ.
fn difference(rule: &Condition, mutant: &Condition) -> Condition {
    let both = |one: &Condition, other: &Condition| {
        let not = Condition::Not(Box::new(other.clone()));
        Condition::And(vec![one.clone(), not])
    };
    Condition::Or(vec![both(rule, mutant), both(mutant, rule)])
}
