//! The condition of a rule as it was written, with what the evaluator said of each part.

use std::rc::Rc;

use falconet_engine::{Observed, ShownValue, TracedTest};
use falconet_event::catalogue::Source;
use falconet_ruleset::typed::{Condition, Leaf, Test};
use falconet_show::{ConditionNode, NodeKind};

use crate::limits::ExplainLimits;
use crate::origins::{Origin, Origins};

/// A part of a condition, and what became of it.
#[derive(Debug)]
pub(crate) struct Part<'r> {
    pub(crate) node: &'r ConditionNode,
    /// Whether it holds.
    pub(crate) holds: bool,
    /// Whether the evaluator got there: else what came before had decided.
    pub(crate) is_reached: bool,
    /// Of a test.
    pub(crate) tested: Option<Tested<'r>>,
    pub(crate) children: Vec<Self>,
}

/// A test, and what it was asked of.
#[derive(Debug)]
pub(crate) struct Tested<'r> {
    /// Its number among the tests of the condition, from 0.
    pub(crate) number: usize,
    pub(crate) leaf: &'r Leaf,
    /// The value.
    pub(crate) value: Option<ShownValue>,
    /// Where it comes from.
    pub(crate) origin: Rc<Origin>,
    /// The value that it is compared with, if that is another expression, and where that comes from.
    pub(crate) other: Option<(Option<ShownValue>, Rc<Origin>)>,
}

/// Puts conditions and verdicts together.
pub(crate) struct Parts<'p, 'e> {
    pub(crate) tests: &'p [TracedTest],
    pub(crate) event: &'p mut Observed<'e>,
    pub(crate) origins: &'p mut Origins,
    pub(crate) source: &'p Source,
    pub(crate) limits: &'p ExplainLimits,
}

impl Parts<'_, '_> {
    /// A condition, whose first test has a number. The node was made of the same text, so both have the same shape but for
    /// the names of macros and exceptions in between; what is too large to be shown in parts is one node.
    pub(crate) fn of<'r>(
        &mut self,
        node: &'r ConditionNode,
        condition: &'r Condition,
        first: usize,
    ) -> Part<'r> {
        let children = self.children(node, condition, first);
        let count = tests_in(condition);
        let tests = self.tests.get(first..first + count).unwrap_or_default();
        let tested = match (node.kind, condition) {
            (NodeKind::Check, Condition::Leaf(leaf)) => self.tested(leaf, first),
            _ => None,
        };
        Part {
            node,
            holds: holds(condition, &mut tests.iter()),
            is_reached: tests.is_empty() || tests.iter().any(|test| test.is_reached),
            tested,
            children,
        }
    }

    fn children<'r>(
        &mut self,
        node: &'r ConditionNode,
        condition: &'r Condition,
        first: usize,
    ) -> Vec<Part<'r>> {
        let mut first = first;
        let mut parts = Vec::new();
        for (node, condition) in node.children.iter().zip(inside(node, condition)) {
            parts.push(self.of(node, condition, first));
            first += tests_in(condition);
        }
        parts
    }

    fn tested<'r>(&mut self, leaf: &'r Leaf, number: usize) -> Option<Tested<'r>> {
        let test = *self.tests.get(number)?;
        let shown = self.limits.values;
        let other = match &leaf.test {
            Test::CompareExpression(_, right) => Some((
                self.event.compared(&test, shown),
                self.origins.of(right, self.source, self.event),
            )),
            _ => None,
        };
        Some(Tested {
            number,
            leaf,
            value: self.event.tested(&test, shown),
            origin: self.origins.of(&leaf.left, self.source, self.event),
            other,
        })
    }
}

/// The conditions that the children of a node were made of.
pub(crate) fn inside<'r>(node: &ConditionNode, condition: &'r Condition) -> &'r [Condition] {
    match (node.kind, condition) {
        (NodeKind::Macro | NodeKind::Exception, _) => std::slice::from_ref(condition),
        (NodeKind::And, Condition::And(children)) | (NodeKind::Or, Condition::Or(children)) => {
            children
        }
        (NodeKind::Not, Condition::Not(child)) => std::slice::from_ref(&**child),
        _ => &[],
    }
}

/// How many tests a condition has. Recursion goes as deep as conditions nest, which the loader bounds.
pub fn tests_in(condition: &Condition) -> usize {
    match condition {
        Condition::And(children) | Condition::Or(children) => children.iter().map(tests_in).sum(),
        Condition::Not(child) => tests_in(child),
        Condition::Leaf(_) => 1,
    }
}

/// The tests of a condition from left to right.
pub fn leaves_of(condition: &Condition) -> Vec<&Leaf> {
    let mut tested = Vec::new();
    leaves(condition, &mut tested);
    tested
}

fn leaves<'r>(condition: &'r Condition, leaves: &mut Vec<&'r Leaf>) {
    match condition {
        Condition::And(children) | Condition::Or(children) => {
            for child in children {
                self::leaves(child, leaves);
            }
        }
        Condition::Not(child) => self::leaves(child, leaves),
        Condition::Leaf(leaf) => leaves.push(leaf),
    }
}

/// What the verdicts of the tests come to.
pub(crate) fn holds<'t>(
    condition: &Condition,
    tests: &mut impl Iterator<Item = &'t TracedTest>,
) -> bool {
    match condition {
        Condition::And(children) => all(children, true, tests),
        Condition::Or(children) => !all(children, false, tests),
        Condition::Not(child) => !holds(child, tests),
        Condition::Leaf(_) => tests.next().is_some_and(|test| test.holds),
    }
}

/// Whether each child has this verdict; the tests of all of them are passed.
fn all<'t>(
    children: &[Condition],
    verdict: bool,
    tests: &mut impl Iterator<Item = &'t TracedTest>,
) -> bool {
    let mut all = true;
    for child in children {
        all &= holds(child, tests) == verdict;
    }
    all
}
