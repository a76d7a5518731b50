//! The tests of a condition and its exceptions, in the order of the evaluator, each as it was written.

use falconet_diagnostics::Sources;
use falconet_engine::TracedTest;
use falconet_ruleset::typed::{Condition, Leaf};
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::{ConditionNode, NodeKind, Place, condition_tree};

use crate::condition::{holds, inside, leaves_of, tests_in};

/// The tests of a rule, and its exceptions.
#[derive(Debug)]
pub struct Outline<'r> {
    /// In the order in which an observer is told of them.
    pub tests: Vec<OutlinedTest<'r>>,
    /// Those that have values.
    pub exceptions: Vec<OutlinedException>,
}

/// A test.
#[derive(Debug)]
pub struct OutlinedTest<'r> {
    /// What it is.
    pub leaf: &'r Leaf,
    /// As it was written; nothing where the condition is too large to be shown in parts.
    pub text: Option<String>,
    /// Where it was written.
    pub place: Option<Place>,
}

/// An exception with values.
#[derive(Debug)]
pub struct OutlinedException {
    /// Its name.
    pub name: String,
    /// Where it was written.
    pub place: Option<Place>,
    condition: Condition,
    first: usize,
}

impl<'r> Outline<'r> {
    /// Of a rule that was loaded from these files.
    pub fn of(rule: &'r Rule, ruleset: &Ruleset, sources: &Sources) -> Self {
        let tested = leaves_of(&rule.condition);
        let place_of = |leaf: &Leaf| {
            let place = ruleset.origin(leaf.span).place?;
            Place::of(&place, sources)
        };
        let tests = tested.into_iter().map(|leaf| OutlinedTest {
            leaf,
            text: None,
            place: place_of(leaf),
        });
        let mut outline = Self {
            tests: tests.collect(),
            exceptions: Vec::new(),
        };
        if let Some(node) = condition_tree(rule, ruleset, sources) {
            outline.note(node, &rule.condition, 0);
        }
        outline
    }

    /// Recursion goes as deep as the shown tree, which is bounded.
    fn note(&mut self, node: ConditionNode, condition: &'r Condition, first: usize) {
        let parts = inside(&node, condition);
        let mut at = first;
        for (child, condition) in node.children.into_iter().zip(parts) {
            self.note(child, condition, at);
            at += tests_in(condition);
        }
        match (node.kind, condition, self.tests.get_mut(first)) {
            (NodeKind::Check, Condition::Leaf(_), Some(test)) => {
                test.text = node.text;
                test.place = node.place.or(test.place.take());
            }
            (NodeKind::Exception, _, _) => self.exceptions.push(OutlinedException {
                name: node.name.unwrap_or_default(),
                place: node.place,
                condition: condition.clone(),
                first,
            }),
            _ => {}
        }
    }
}

impl OutlinedException {
    /// Whether it is this part of the rule's condition, whose first test has a number. What the part does not hold of is
    /// excepted.
    pub fn is(&self, part: &Condition, first: usize) -> bool {
        self.first == first && self.condition == *part
    }

    /// Whether it excepts the event whose tests were judged; nothing where the evaluator did not get there.
    pub fn excepts(&self, tests: &[TracedTest]) -> Option<bool> {
        let own = self.first..self.first + tests_in(&self.condition);
        let tests = tests.get(own)?;
        let is_reached = tests.iter().any(|test| test.is_reached);
        is_reached.then(|| !holds(&self.condition, &mut tests.iter()))
    }
}
