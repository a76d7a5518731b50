//! Looks on while cases are judged.

use std::cell::RefCell;
use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, EngineError, Observed, Observer, TracedTest};
use falconet_rule_tests::{TestFile, Trial};
use falconet_ruleset::Ruleset;
use falconet_ruleset::select::select;
use falconet_ruleset::typed::{Condition, Leaf};
use falconet_show::Place;
use falconet_workbench::{Outline, OutlinedException, tests_in};

use super::{Coverage, ExceptionCoverage, ItemCoverage, RuleCoverage, TestCoverage};
use crate::items::Items;
use crate::stand_in::{skeleton, with};
use crate::workshop::Workshop;

/// Items of lists that are looked at in one file of tests.
const MOST_ITEMS: usize = 100_000;

/// Looks on while the cases of a file of tests are judged.
#[derive(Debug)]
pub struct CoverageWatch {
    engine: Engine,
    tally: Rc<RefCell<Tally>>,
    batch: BatchResult,
}

/// What is counted.
#[derive(Debug, Default)]
struct Tally {
    /// By the places of the rules.
    rules: Vec<Option<Counted>>,
    /// Of each item that is looked at, by the place of the rule that stands for it: rule, test, item.
    items: Vec<(usize, usize, usize)>,
    first_item: usize,
    tests: Vec<TracedTest>,
}

#[derive(Debug)]
struct Counted {
    coverage: RuleCoverage,
    exceptions: Vec<OutlinedException>,
    /// Whether the case at hand is about it.
    is_meant: bool,
    /// Of each test whether the event at hand had it asked.
    asked: Vec<bool>,
}

impl CoverageWatch {
    /// Of the rules that a file of tests is about.
    pub fn new(file: &TestFile, workshop: &Workshop) -> Result<Self, EngineError> {
        let ruleset = &*workshop.ruleset;
        let mut with_items = Ruleset::default();
        with_items.rules.clone_from(&ruleset.rules);
        let mut tally = Tally {
            rules: Vec::new(),
            first_item: ruleset.rules.len(),
            ..Tally::default()
        };
        let settings = &workshop.settings;
        let enabled = select(&ruleset.rules, settings.priority, &settings.selection());
        tally.rules.resize_with(ruleset.rules.len(), || None);
        for at in enabled {
            tally.begin(at, file, workshop, &mut with_items);
        }
        let tally = Rc::new(RefCell::new(tally));
        let watcher = Box::new(Watcher(Rc::clone(&tally)));
        let engine = workshop.engine(&with_items, watcher)?;
        tally.borrow_mut().keep_source(engine.source(), ruleset);
        Ok(Self {
            engine,
            tally,
            batch: BatchResult::default(),
        })
    }

    /// Looks at a case.
    pub fn see(&mut self, trial: &Trial<'_>) {
        let mut is_meant = false;
        for rule in self.tally.borrow_mut().rules.iter_mut().flatten() {
            rule.is_meant = !rule.coverage.tests.is_empty() && trial.is_about(&rule.coverage.name);
            rule.coverage.cases += u64::from(rule.is_meant);
            is_meant |= rule.is_meant;
        }
        if is_meant {
            self.engine.forget_events();
            self.engine.eval(trial.events, true, true, &mut self.batch);
        }
    }

    /// What was seen.
    pub fn coverage(self) -> Coverage {
        let rules = std::mem::take(&mut self.tally.borrow_mut().rules);
        let rules = rules.into_iter().flatten();
        Coverage {
            rules: rules.map(|rule| rule.coverage).collect(),
        }
    }
}

impl Tally {
    /// Takes up a rule; of one that no case is about only its name.
    fn begin(&mut self, at: usize, file: &TestFile, workshop: &Workshop, ruleset: &mut Ruleset) {
        let Some(rule) = workshop.ruleset.rules.get(at) else {
            return;
        };
        let mut coverage = RuleCoverage {
            name: rule.name.clone(),
            place: Place::first(&rule.labels, &workshop.sources),
            size: tests_in(&rule.condition),
            ..RuleCoverage::default()
        };
        let mut exceptions = Vec::new();
        if file.is_about(&rule.name) {
            let outline = Outline::of(rule, &workshop.ruleset, &workshop.sources);
            let skeleton = skeleton(rule);
            for (number, test) in outline.tests.iter().enumerate() {
                let room = MOST_ITEMS.saturating_sub(self.items.len());
                let items = items(test.leaf, room, workshop);
                for (item, (alone, _)) in items.iter().enumerate() {
                    let condition = Condition::Leaf(Box::new(alone.clone()));
                    ruleset.rules.push(with(&skeleton, condition));
                    self.items.push((at, number, item));
                }
                coverage.tests.push(TestCoverage {
                    text: test
                        .text
                        .clone()
                        .unwrap_or_else(|| test.leaf.left.text.clone()),
                    place: test.place.clone(),
                    items: items.into_iter().map(|(_, item)| item).collect(),
                    ..TestCoverage::default()
                });
            }
            coverage.exceptions = outline.exceptions.iter().map(excepting).collect();
            exceptions = outline.exceptions;
        }
        if let Some(slot) = self.rules.get_mut(at) {
            *slot = Some(Counted {
                asked: vec![false; coverage.tests.len()],
                coverage,
                exceptions,
                is_meant: false,
            });
        }
    }

    /// Forgets the rules of other sources.
    fn keep_source(&mut self, source: falconet_event::catalogue::SourceId, ruleset: &Ruleset) {
        for (slot, rule) in self.rules.iter_mut().zip(&ruleset.rules) {
            if rule.source != source {
                *slot = None;
            }
        }
    }

    fn event(&mut self, event: &mut Observed<'_>) {
        for number in 0..event.rules() {
            let at = event.position(number).unwrap_or_default();
            match at.checked_sub(self.first_item) {
                Some(item) => self.item(item, number, event),
                None => self.rule(at, number, event),
            }
        }
    }

    fn rule(&mut self, at: usize, number: usize, event: &mut Observed<'_>) {
        let Some(Some(rule)) = self.rules.get_mut(at) else {
            return;
        };
        rule.asked.fill(false);
        if !rule.is_meant {
            return;
        }
        let fired = event.judge(number, &mut self.tests);
        rule.coverage.fired += u64::from(fired);
        rule.note(&self.tests);
    }

    /// An item counts where its test was asked, and held or not by that item alone.
    fn item(&mut self, item: usize, number: usize, event: &mut Observed<'_>) {
        let Some((at, test, item)) = self.items.get(item).copied() else {
            return;
        };
        let Some(Some(rule)) = self.rules.get_mut(at) else {
            return;
        };
        if rule.asked.get(test) == Some(&true) && event.is_match(number) {
            let tests = &mut rule.coverage.tests;
            let items = tests.get_mut(test).map(|test| &mut test.items);
            if let Some(item) = items.and_then(|items| items.get_mut(item)) {
                item.met += 1;
            }
        }
    }
}

impl Counted {
    fn note(&mut self, tests: &[TracedTest]) {
        let own = self.coverage.tests.iter_mut().zip(&mut self.asked);
        for ((coverage, asked), test) in own.zip(tests) {
            *asked = test.is_reached;
            if test.is_reached {
                coverage.seen.note(test.holds);
            }
        }
        let both = self.coverage.exceptions.iter_mut().zip(&self.exceptions);
        for (coverage, exception) in both {
            if let Some(excepts) = exception.excepts(tests) {
                coverage.seen.note(excepts);
            }
        }
    }
}

fn excepting(exception: &OutlinedException) -> ExceptionCoverage {
    ExceptionCoverage {
        name: exception.name.clone(),
        place: exception.place.clone(),
        ..ExceptionCoverage::default()
    }
}

/// Of a test against several items a test of each item alone, at most so many.
fn items(leaf: &Leaf, room: usize, workshop: &Workshop) -> Vec<(Leaf, ItemCoverage)> {
    let items = Items::of(leaf, workshop);
    if items.count() > room {
        return Vec::new();
    }
    let each = (0..items.count()).filter_map(|at| {
        let (text, place) = items.told(at);
        let coverage = ItemCoverage {
            text: text?,
            place,
            ..ItemCoverage::default()
        };
        Some((items.alone(at)?, coverage))
    });
    each.collect()
}

#[derive(Debug)]
struct Watcher(Rc<RefCell<Tally>>);

impl Observer for Watcher {
    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        self.0.borrow_mut().event(event);
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}
