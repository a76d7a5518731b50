//! Engines in which differences are rules.

use std::cell::RefCell;
use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, EngineError, Observed, Observer};
use falconet_event::catalogue::{Catalogue, FieldRef, Source, SourceId};
use falconet_event::{FieldOrigin, Fields, Place};
use falconet_ruleset::typed::{Condition, Expression, ExpressionKind};
use falconet_workbench::{ExplainLimits, Way, ways};

use super::{Mutant, difference};
use crate::stand_in::{skeleton, with};
use crate::workshop::Workshop;

/// Events that are tried for the survivors of a chunk.
const MOST_TRIED: usize = 4_000;
/// Steps of a search, and ways that are tried.
const STEPS: usize = 64;
const WAYS: usize = 3;

/// Searches for what would make a rule and its mutant differ.
pub(super) struct Search {
    engine: Engine,
    state: Rc<RefCell<State>>,
    batch: BatchResult,
    /// Events that may still be tried.
    left: usize,
}

/// What would make a survivor differ from its rule.
pub(super) struct Found {
    pub(super) survivor: usize,
    pub(super) ways: Vec<(Way, Vec<FieldPaths>)>,
}

/// Where the value of a field that has to change stands, or may stand, in the event.
pub(super) type FieldPaths = Vec<String>;

struct State {
    catalogue: Catalogue,
    source: SourceId,
    /// What is searched, by the places of the rules; behind them are the rules themselves, one for each.
    differences: Vec<Condition>,
    task: Task,
}

#[derive(Default)]
enum Task {
    #[default]
    Nothing,
    /// Ways for these.
    Ways(Vec<usize>, Vec<Found>),
    /// Whether this one differs, and whether its rule fires then.
    Differ(usize, Option<bool>),
}

impl Search {
    pub(super) fn new(workshop: &Workshop, mutants: &[&Mutant]) -> Result<Self, EngineError> {
        let (mut differing, mut plain, mut differences) = (Vec::new(), Vec::new(), Vec::new());
        for mutant in mutants {
            let Some(rule) = workshop.ruleset.rules.get(mutant.rule) else {
                continue;
            };
            let difference = difference(&rule.condition, &mutant.change.applied(&rule.condition));
            let skeleton = skeleton(rule);
            differing.push(with(&skeleton, difference.clone()));
            plain.push(with(&skeleton, rule.condition.clone()));
            differences.push(difference);
        }
        let rules = differing.into_iter().chain(plain).collect();
        let state = Rc::new(RefCell::new(State {
            catalogue: workshop.catalogue.clone(),
            source: SourceId(0),
            differences,
            task: Task::Nothing,
        }));
        let engine = workshop.engine(rules, Box::new(Watcher(Rc::clone(&state))))?;
        state.borrow_mut().source = engine.source();
        Ok(Self {
            engine,
            state,
            batch: BatchResult::default(),
            left: MOST_TRIED,
        })
    }

    /// What would make survivors differ from their rules on an event.
    pub(super) fn ways(&mut self, event: &[u8], survivors: Vec<usize>) -> Vec<Found> {
        if survivors.is_empty() {
            return Vec::new();
        }
        match self.done(event, Task::Ways(survivors, Vec::new())) {
            Task::Ways(_, found) => found,
            _ => Vec::new(),
        }
    }

    /// Whether no more may be tried.
    pub(super) const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Whether the rule fires on an event on which its mutant does not, or the other way round; nothing where they agree.
    pub(super) fn differ(&mut self, event: &[u8], survivor: usize) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        match self.done(event, Task::Differ(survivor, None)) {
            Task::Differ(_, fires) => fires.filter(|_| self.batch.events == 1),
            _ => None,
        }
    }

    fn done(&mut self, event: &[u8], task: Task) -> Task {
        self.state.borrow_mut().task = task;
        self.engine.forget_events();
        self.engine.eval(event, true, true, &mut self.batch);
        std::mem::take(&mut self.state.borrow_mut().task)
    }
}

struct Watcher(Rc<RefCell<State>>);

impl Observer for Watcher {
    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        let mut state = self.0.borrow_mut();
        let task = std::mem::take(&mut state.task);
        state.task = match task {
            Task::Nothing => Task::Nothing,
            Task::Ways(survivors, _) => {
                let found = survivors.iter().filter_map(|at| state.ways(*at, event));
                let found = found.collect();
                Task::Ways(survivors, found)
            }
            Task::Differ(survivor, _) => Task::Differ(survivor, state.differ(survivor, event)),
        };
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}

impl State {
    fn ways(&self, survivor: usize, event: &mut Observed<'_>) -> Option<Found> {
        let number = number_of(survivor, event)?;
        let limits = ExplainLimits {
            max_steps: STEPS,
            max_ways: WAYS,
            ..ExplainLimits::default()
        };
        let found = ways(self.differences.get(survivor)?, number, event, &limits);
        let source = self.catalogue.get(self.source)?;
        let with_paths = found.into_iter().map(|way| {
            let fields = way.fields.iter();
            let paths = fields.map(|field| paths(&field.expression, source, event));
            let paths = paths.collect();
            (way, paths)
        });
        Some(Found {
            survivor,
            ways: with_paths.collect(),
        })
    }

    fn differ(&self, survivor: usize, event: &mut Observed<'_>) -> Option<bool> {
        let differing = number_of(survivor, event)?;
        let plain = number_of(survivor + self.differences.len(), event)?;
        event.is_match(differing).then(|| event.is_match(plain))
    }
}

fn number_of(place: usize, event: &Observed<'_>) -> Option<usize> {
    let is_it = |number: &usize| event.position(*number) == Some(place);
    (0..event.rules()).find(is_it)
}

/// Where the value stands that is tested, and then where it may stand.
fn paths(expression: &Expression, source: &Source, event: &Observed<'_>) -> FieldPaths {
    let Some(field) = field_of(expression) else {
        return Vec::new();
    };
    let origin = FieldOrigin::new(source, field);
    let traced = origin.trace(event.record(), event.context(), &mut Fields::default());
    let both = origin.paths().iter().zip(&traced.places);
    let (here, missing): (Vec<_>, Vec<_>) =
        both.partition(|(_, place)| matches!(place, Place::Here { .. }));
    let paths = here.into_iter().chain(missing);
    paths.map(|(path, _)| path.to_string()).collect()
}

/// The first field in an expression. Recursion goes as deep as transformers nest, which the parser bounds.
fn field_of(expression: &Expression) -> Option<&FieldRef> {
    match &expression.kind {
        ExpressionKind::Field(field) => Some(field),
        ExpressionKind::Constant(_) => None,
        ExpressionKind::Transform { arguments, .. } | ExpressionKind::List(arguments) => {
            arguments.iter().find_map(field_of)
        }
    }
}
