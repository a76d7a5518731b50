//! What is counted while cases are judged.

use std::collections::HashMap;

use falconet_engine::{Observed, TracedTest};
use falconet_event::catalogue::SourceId;
use falconet_rule_tests::TestFile;
use falconet_ruleset::Rule;
use falconet_ruleset::select::select;
use falconet_ruleset::typed::{Condition, Expression, Leaf, Test};
use falconet_show::Place;
use falconet_workbench::{Outline, OutlinedException, tests_in};

use super::unseen::{MOST_WEIGHT, Unseen};
use super::{ExceptionCoverage, ItemCoverage, RuleCoverage, TestCoverage};
use crate::items::Items;
use crate::stand_in::{skeleton, with};
use crate::workshop::Workshop;

/// Items of lists that are looked at in one file of tests.
const MOST_ITEMS: usize = 100_000;
/// How often rules are judged to see their tests, in one file of tests.
pub(super) const MOST_JUDGED: usize = 20_000_000;

/// What is counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Those that take part, in their order.
    pub(super) rules: Vec<Counted>,
    /// What each rule of the engine that looks on is for, by its place.
    targets: Vec<Target>,
    /// The numbers of the rules that the case at hand is about, in the engine that looks on, and where they are counted.
    meant: Option<Vec<(usize, usize)>>,
    tests: Vec<TracedTest>,
    /// How often a rule was judged.
    pub(super) judged: usize,
}

/// What is counted of a rule.
#[derive(Debug)]
pub(super) struct Counted {
    pub(super) coverage: RuleCoverage,
    /// Where it stands among all rules.
    at: usize,
    exceptions: Vec<OutlinedException>,
    /// Whether the case at hand is about it.
    pub(super) is_meant: bool,
    /// Of each test whether the event at hand had it asked.
    asked: Vec<bool>,
}

#[derive(Clone, Debug)]
enum Target {
    /// A rule.
    Rule(usize),
    /// The same item of tests of the same.
    Item(Vec<ItemOf>),
}

/// A rule, a test of it, and an item of that.
#[derive(Clone, Copy, Debug)]
struct ItemOf {
    rule: usize,
    test: usize,
    item: usize,
}

/// The rules of the engine that looks on, while they are gathered.
#[derive(Default)]
struct Watched {
    rules: Vec<Rule>,
    /// Where the rules are that stand for items.
    items: HashMap<(Expression, Test), usize>,
    /// Items of all tests.
    count: usize,
}

impl Tally {
    /// Takes up the rules of a source, and answers the rules of the engine that looks on.
    pub(super) fn of(file: &TestFile, workshop: &Workshop, source: SourceId) -> (Self, Vec<Rule>) {
        let settings = &workshop.settings;
        let all = &workshop.ruleset.rules;
        let mut tally = Self::default();
        let mut watched = Watched::default();
        for at in select(all, settings.priority, &settings.selection()) {
            if let Some(rule) = all.get(at).filter(|rule| rule.source == source) {
                tally.begin(at, rule, file, workshop, &mut watched);
            }
        }
        (tally, watched.rules)
    }

    /// Takes up a rule; of one that no case is about only its name.
    fn begin(
        &mut self,
        at: usize,
        rule: &Rule,
        file: &TestFile,
        workshop: &Workshop,
        watched: &mut Watched,
    ) {
        let mut coverage = RuleCoverage {
            name: rule.name.clone(),
            place: Place::first(&rule.labels, &workshop.sources),
            size: tests_in(&rule.condition),
            ..RuleCoverage::default()
        };
        let mut exceptions = Vec::new();
        if file.is_about(&rule.name) {
            let outline = Outline::of(rule, &workshop.ruleset, &workshop.sources);
            let itself = with(&skeleton(rule), rule.condition.clone());
            watched.rules.push(itself);
            self.targets.push(Target::Rule(self.rules.len()));
            self.take_tests(rule, &outline, workshop, &mut coverage, watched);
            coverage.exceptions = outline.exceptions.iter().map(excepting).collect();
            exceptions = outline.exceptions;
        }
        self.rules.push(Counted {
            asked: vec![false; coverage.tests.len()],
            coverage,
            at,
            exceptions,
            is_meant: false,
        });
    }

    fn take_tests(
        &mut self,
        rule: &Rule,
        outline: &Outline<'_>,
        workshop: &Workshop,
        coverage: &mut RuleCoverage,
        watched: &mut Watched,
    ) {
        let skeleton = skeleton(rule);
        for (number, test) in outline.tests.iter().enumerate() {
            let room = MOST_ITEMS.saturating_sub(watched.count);
            let items = items(test.leaf, room, workshop);
            watched.count += items.len();
            let text = || test.leaf.left.text.clone();
            let mut told = TestCoverage {
                text: test.text.clone().unwrap_or_else(text),
                place: test.place.clone(),
                ..TestCoverage::default()
            };
            for (item, (alone, coverage)) in items.into_iter().enumerate() {
                let of = ItemOf {
                    rule: self.rules.len(),
                    test: number,
                    item,
                };
                self.take_item(of, alone, &skeleton, watched);
                told.items.push(coverage);
            }
            coverage.tests.push(told);
        }
    }

    /// An item that several tests of the same have is looked for once.
    fn take_item(&mut self, of: ItemOf, alone: Leaf, skeleton: &Rule, watched: &mut Watched) {
        let key = (alone.left.clone(), alone.test.clone());
        let known = watched.items.get(&key).copied();
        if let Some(Target::Item(all)) = known.and_then(|at| self.targets.get_mut(at)) {
            all.push(of);
            return;
        }
        watched.items.insert(key, self.targets.len());
        let condition = Condition::Leaf(Box::new(alone));
        watched.rules.push(with(skeleton, condition));
        self.targets.push(Target::Item(vec![of]));
    }

    /// Turns to a case, which is about the rules of which this says so; answers whether it is about any.
    pub(super) fn turn_to(&mut self, is_about: impl Fn(&str) -> bool) -> bool {
        self.meant = None;
        for rule in &mut self.rules {
            rule.is_meant = !rule.coverage.tests.is_empty() && is_about(&rule.coverage.name);
            rule.coverage.cases += u64::from(rule.is_meant);
        }
        self.rules.iter().any(|rule| rule.is_meant)
    }

    /// Whether no more is looked at, since that would take too long.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.judged >= MOST_JUDGED
    }

    /// What an event must be for the rules of the case at hand to show something new.
    pub(super) fn wanted(&self, workshop: &Workshop) -> Vec<Rule> {
        let mut room = MOST_WEIGHT;
        let mut wanted = Vec::new();
        for counted in self.rules.iter().filter(|rule| rule.is_meant) {
            let Some(rule) = workshop.ruleset.rules.get(counted.at) else {
                continue;
            };
            let (coverage, exceptions) = (&counted.coverage, &counted.exceptions);
            let mut unseen = Unseen::new(coverage, exceptions, &mut room);
            let unseen = unseen.of(&rule.condition, 0);
            wanted.extend(unseen.map(|unseen| with(&skeleton(rule), unseen)));
        }
        wanted
    }

    /// Looks at an event.
    pub(super) fn event(&mut self, event: &mut Observed<'_>) {
        if self.is_exhausted() {
            return;
        }
        let meant = self.meant.take();
        let meant = meant.unwrap_or_else(|| self.numbers_meant(event));
        self.judged += meant.len();
        let mut has_items = false;
        for (number, at) in &meant {
            event.trace(*number, &mut self.tests);
            if let Some(rule) = self.rules.get_mut(*at) {
                rule.note(&self.tests);
                has_items |= rule.asks_for_items();
            }
        }
        self.meant = Some(meant);
        if has_items {
            self.items(event);
        }
    }

    fn numbers_meant(&self, event: &Observed<'_>) -> Vec<(usize, usize)> {
        let numbers = 0..event.rules();
        let meant = numbers.filter_map(|number| {
            let Target::Rule(at) = self.targets.get(event.position(number)?)? else {
                return None;
            };
            let is_meant = self.rules.get(*at)?.is_meant;
            is_meant.then_some((number, *at))
        });
        meant.collect()
    }

    /// An item counts where its test was asked, and the value is that item.
    fn items(&mut self, event: &mut Observed<'_>) {
        let mut from = 0;
        while let Some(number) = event.next_match(from) {
            from = number + 1;
            let target = event.position(number).and_then(|at| self.targets.get(at));
            let Some(Target::Item(items)) = target else {
                continue;
            };
            for of in items {
                if let Some(rule) = self.rules.get_mut(of.rule) {
                    rule.meet(of.test, of.item);
                }
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

    fn asks_for_items(&self) -> bool {
        let mut tests = self.coverage.tests.iter().zip(&self.asked);
        tests.any(|(test, asked)| *asked && !test.items.is_empty())
    }

    fn meet(&mut self, test: usize, item: usize) {
        if self.is_meant && self.asked.get(test) == Some(&true) {
            let tests = &mut self.coverage.tests;
            let items = tests.get_mut(test).map(|test| &mut test.items);
            if let Some(item) = items.and_then(|items| items.get_mut(item)) {
                item.met += 1;
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
