//! What an event would have to be for a case to notice a mutant: where the rule and the mutant differ. That is a condition as
//! any other, so what little would make it hold is searched as for rules that did not fire, and tried.

mod attempts;
mod search;

use falconet_engine::EngineError;
use falconet_rule_tests::{EventChange, KeptTrial, changed};
use falconet_ruleset::typed::Condition;
use falconet_show::Place;
use falconet_workbench::{Outline, Way};

use super::cases::{Input, Judged};
use super::shown::shown;
use super::{Mutant, Survivor, fitting};
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
    workshop: &Workshop,
    mutants: &[&Mutant],
) -> Result<Vec<Survivor>, EngineError> {
    let mut survivors = told_of(workshop, mutants);
    let searched = mutants.get(..MOST_SEARCHED).unwrap_or(mutants);
    let (searched, _) = searched.split_at(fitting(workshop, searched, ENGINE_SHARE));
    if searched.is_empty() {
        return Ok(survivors);
    }
    let mut search = Search::new(workshop, searched)?;
    let mut left = vec![MOST_EVENTS; searched.len()];
    for input in by_promise(judged) {
        let wanted = open(workshop, searched, &survivors, input, &mut left);
        for found in search.ways(&input.events, wanted) {
            let (Some(mutant), Some(survivor)) = (
                searched.get(found.survivor),
                survivors.get_mut(found.survivor),
            ) else {
                continue;
            };
            note(workshop, input, mutant, &found, survivor, &mut search);
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
        for mutant in of_rule {
            let (before, after) = shown(&mutant.change, &rule.condition, &outline);
            let test = outline.tests.get(mutant.change.first);
            let of_rule = || Place::first(&rule.labels, &workshop.sources);
            survivors.push(Survivor {
                kind: mutant.change.kind,
                place: test.and_then(|test| test.place.clone()).or_else(of_rule),
                before,
                after,
                hint: None,
                near: None,
                case: None,
            });
        }
    }
    survivors
}

/// The inputs of one event, those first on which most fires: there less has to change.
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
) -> Vec<usize> {
    let mut open = Vec::new();
    for (at, ((mutant, survivor), left)) in mutants.iter().zip(survivors).zip(left).enumerate() {
        let is_open = survivor.case.is_none() && *left > 0;
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

/// The first way that makes a difference when it is tried; else the first one in words.
fn note(
    workshop: &Workshop,
    input: &Input,
    mutant: &Mutant,
    found: &Found,
    survivor: &mut Survivor,
    search: &mut Search,
) {
    let Some(case) = case_about(workshop, input, mutant) else {
        return;
    };
    for (way, fields) in &found.ways {
        for changes in attempts(way, fields) {
            let event = changed(&input.events, &changes);
            let fires = event.and_then(|event| search.differ(&event, found.survivor));
            if let Some(fires) = fires {
                survivor.case = Some(proposed(workshop, case, mutant, &changes, fires));
                told(survivor, way, case);
                return;
            }
        }
    }
    if let (Some((way, _)), None) = (found.ways.first(), &survivor.hint) {
        told(survivor, way, case);
    }
}

fn told(survivor: &mut Survivor, way: &Way, case: &KeptTrial) {
    survivor.hint = Some(way.text.clone());
    survivor.near = Some(case.name().to_owned());
}

fn proposed(
    workshop: &Workshop,
    case: &KeptTrial,
    mutant: &Mutant,
    changes: &[EventChange],
    fires: bool,
) -> String {
    let rule = workshop.ruleset.rules.get(mutant.rule);
    let rule = rule.map_or("", |rule| &*rule.name);
    let paths: Vec<&str> = changes.iter().map(|change| &*change.path).collect();
    let name = format!("{} with another {}", case.name(), paths.join(" and "));
    case.proposal(&name, changes, rule, fires)
}

/// Where a rule and its mutant differ.
fn difference(rule: &Condition, mutant: &Condition) -> Condition {
    let both = |one: &Condition, other: &Condition| {
        let not = Condition::Not(Box::new(other.clone()));
        Condition::And(vec![one.clone(), not])
    };
    Condition::Or(vec![both(rule, mutant), both(mutant, rule)])
}
