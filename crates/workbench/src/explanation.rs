//! Everything there is to say of one rule and one event.

use falconet_engine::{Observed, RecordPlace, ShownValue, TracedTest};
use falconet_event::catalogue::Source;
use falconet_ruleset::Rule;
use falconet_ruleset::typed::{Condition, Leaf};
use falconet_show::ConditionNode;

use crate::condition::{Part, Parts, leaves_of};
use crate::flips::{self, FieldTests, Formula, Words};
use crate::index::Index;
use crate::limits::ExplainLimits;
use crate::origins::Origins;

/// Everything there is to say of one rule and one event.
#[derive(Debug)]
pub(crate) struct Explanation<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) event: u64,
    pub(crate) place: RecordPlace,
    pub(crate) fired: bool,
    /// The rule that raised the alert in its place.
    pub(crate) hidden_by: Option<&'r str>,
    /// The rules that would have raised an alert if this one had not.
    pub(crate) hides: Vec<&'r str>,
    pub(crate) index: Index,
    pub(crate) tree: Part<'r>,
    /// The tests that the verdict rests on.
    pub(crate) reasons: Vec<Reason>,
    /// What would make it fire, if it did not.
    pub(crate) near: Near,
}

/// A test that a verdict rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    /// Its number among the tests of the condition.
    pub(crate) test: usize,
    pub(crate) holds: bool,
    pub(crate) text: String,
}

/// What would make a rule fire.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Near {
    pub(crate) ways: Vec<NearWay>,
    /// Whether no smaller way exists.
    pub(crate) is_exact: bool,
}

/// A way to make a rule fire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NearWay {
    /// The tests that have to turn: each by its first place in the condition.
    pub(crate) tests: Vec<usize>,
    pub(crate) text: String,
}

/// A rule, and what the evaluator says of it.
pub(crate) struct Judged<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) node: &'r ConditionNode,
    pub(crate) fired: bool,
    pub(crate) tests: Vec<TracedTest>,
    pub(crate) leaves: Vec<&'r Leaf>,
}

impl<'r> Judged<'r> {
    /// The verdict on a rule that takes part.
    pub(crate) fn of(
        number: usize,
        rule: &'r Rule,
        node: &'r ConditionNode,
        event: &mut Observed<'_>,
    ) -> Self {
        let mut tests = Vec::new();
        let fired = event.judge(number, &mut tests);
        Self {
            rule,
            node,
            fired,
            tests,
            leaves: leaves_of(&rule.condition),
        }
    }

    /// The condition with what became of each part.
    pub(crate) fn tree(
        &self,
        event: &mut Observed<'_>,
        origins: &mut Origins,
        source: &Source,
        limits: &ExplainLimits,
    ) -> Part<'r> {
        let mut parts = Parts {
            tests: &self.tests,
            event,
            origins,
            source,
            limits,
        };
        parts.of(self.node, &self.rule.condition, 0)
    }

    /// What would make the rule fire, in ways that turn at most so many tests.
    pub(crate) fn near(
        &self,
        event: &mut Observed<'_>,
        limits: &ExplainLimits,
        max_turned: usize,
    ) -> Near {
        if self.fired {
            return Near::default();
        }
        let formula = Formula::of(&self.rule.condition, &self.tests);
        let fields = self.fields(&formula, event, limits);
        let bounds = flips::Bounds {
            steps: limits.max_steps,
            ways: limits.max_ways,
            turned: max_turned,
        };
        let found = flips::search(&formula, &fields, bounds);
        let values = self.values(event, limits);
        let words = Words {
            formula: &formula,
            fields: &fields,
            leaves: &self.leaves,
            values: &values,
        };
        let ways = found.ways.iter().map(|way| NearWay {
            tests: places(&formula, &way.turned),
            text: words.way(way),
        });
        Near {
            ways: ways.collect(),
            is_exact: found.is_exact,
        }
    }

    /// The tests that the verdict rests on.
    pub(crate) fn reasons(&self, event: &mut Observed<'_>, limits: &ExplainLimits) -> Vec<Reason> {
        let places = rests_on(&self.rule.condition, &self.tests);
        let reasons = places.into_iter().filter_map(|at| {
            let (test, leaf) = (self.tests.get(at)?, self.leaves.get(at)?);
            let value = event.tested(test, limits.values);
            Some(Reason {
                test: at,
                holds: test.holds,
                text: flips::sentence(leaf, test.holds, value.as_ref()),
            })
        });
        reasons.collect()
    }

    fn fields(
        &self,
        formula: &Formula,
        event: &mut Observed<'_>,
        limits: &ExplainLimits,
    ) -> Vec<FieldTests> {
        let mut grouping = flips::Grouping {
            formula,
            leaves: &self.leaves,
            tests: &self.tests,
            event,
            limits,
        };
        grouping.fields()
    }

    fn values(&self, event: &mut Observed<'_>, limits: &ExplainLimits) -> Vec<Option<ShownValue>> {
        let tests = self.tests.iter();
        tests
            .map(|test| event.tested(test, limits.values))
            .collect()
    }
}

/// The smallest set of tests that a verdict rests on, as far as it can be told: where they first stand in the condition.
pub fn rests_on(condition: &Condition, tests: &[TracedTest]) -> Vec<usize> {
    let formula = Formula::of(condition, tests);
    places(&formula, &flips::cause(&formula))
}

/// What a test is, its verdict, and the value that it has it of.
pub fn told(leaf: &Leaf, holds: bool, value: Option<&ShownValue>) -> String {
    flips::sentence(leaf, holds, value)
}

/// Where tests first stand in the condition.
fn places(formula: &Formula, variables: &[usize]) -> Vec<usize> {
    let variables = variables.iter().filter_map(|id| formula.variables.get(*id));
    let mut places: Vec<_> = variables.map(|variable| variable.first).collect();
    places.sort_unstable();
    places
}
