//! How much a condition has: an exception that is read as more than it says adds more.

use falconet_ruleset::typed::{Condition, Test};

use crate::exception::Addition;

/// Tests of a condition, and values that they are against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Weight {
    tests: usize,
    values: usize,
}

impl Weight {
    /// Recursion goes as deep as conditions nest, which the loader bounds.
    pub(crate) fn of(condition: &Condition) -> Self {
        match condition {
            Condition::And(children) | Condition::Or(children) => children
                .iter()
                .map(Self::of)
                .fold(Self::default(), Self::and),
            Condition::Not(child) => Self::of(child),
            Condition::Leaf(leaf) => Self {
                tests: 1,
                values: values(&leaf.test),
            },
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            tests: self.tests + other.tests,
            values: self.values + other.values,
        }
    }

    /// Whether a condition of this weight has the other's with these additions: no value but theirs, and a test for each
    /// field at most, as values may be put beside others of a test.
    pub(crate) fn is_with(self, before: Self, additions: &[&Addition]) -> bool {
        let added = additions.iter().map(|one| one.values.len()).sum();
        let most = before.and(Self {
            tests: added,
            values: added,
        });
        self.values == most.values && self.tests <= most.tests
    }
}

fn values(test: &Test) -> usize {
    match test {
        Test::Compare(..) => 1,
        Test::CompareEach(_, _, values) | Test::In(values) | Test::Intersects(values) => {
            values.len()
        }
        Test::Exists | Test::PathMatch(_) | Test::CompareExpression(..) => 0,
    }
}
