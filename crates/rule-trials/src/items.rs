//! Tests that are against several items, by their items.

use falconet_ruleset::ConditionSpan;
use falconet_ruleset::typed::{Condition, Leaf, Literal, Modifier, Test};
use falconet_show::Place;
use falconet_workbench::{leaves_of, literal_text};

use crate::workshop::Workshop;

/// The items of a test; none of one that is against less than two.
pub(crate) struct Items<'i> {
    leaf: &'i Leaf,
    workshop: &'i Workshop,
    /// The text of each, and the test of it alone.
    alone: Vec<(Vec<u8>, Test)>,
    /// Where each is written; nothing where that cannot be told of each.
    written: Vec<ConditionSpan>,
}

impl<'i> Items<'i> {
    pub(crate) fn of(leaf: &'i Leaf, workshop: &'i Workshop) -> Self {
        let mut alone = alone(leaf);
        if alone.len() < 2 {
            alone.clear();
        }
        let mut written = workshop.ruleset.values(leaf.span);
        if written.len() != alone.len() {
            written.clear();
        }
        Self {
            leaf,
            workshop,
            alone,
            written,
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.alone.len()
    }

    /// The text of an item, and where it stands.
    pub(crate) fn told(&self, at: usize) -> (Option<String>, Option<Place>) {
        let span = self.written.get(at).copied().unwrap_or(self.leaf.span);
        let origin = self.workshop.ruleset.origin(span).place;
        let item = self.alone.get(at);
        (
            item.map(|(text, _)| String::from_utf8_lossy(text).into_owned()),
            origin.and_then(|place| Place::of(&place, &self.workshop.sources)),
        )
    }

    /// The test of an item alone.
    pub(crate) fn alone(&self, at: usize) -> Option<Leaf> {
        let (_, test) = self.alone.get(at)?;
        Some(of_the_same(self.leaf, test.clone()))
    }
}

/// The test of whether the value is any of some items; nothing for none.
pub(crate) fn any_of(leaf: &Leaf, is_one: impl Fn(usize) -> bool) -> Option<Leaf> {
    let chosen = |all: &[Literal]| chosen(all, &is_one);
    let test = match &leaf.test {
        Test::In(all) | Test::Intersects(all) if leaf.left.is_list => Test::Intersects(chosen(all)),
        Test::In(all) | Test::Intersects(all) => Test::In(chosen(all)),
        Test::CompareEach(operator, _, all) => {
            Test::CompareEach(*operator, Modifier::AnyOf, chosen(all))
        }
        Test::PathMatch(paths) => Test::PathMatch(self::chosen(paths, &is_one)),
        Test::Exists | Test::Compare(..) | Test::CompareExpression(..) => return None,
    };
    (items(&test) > 0).then(|| of_the_same(leaf, test))
}

fn of_the_same(leaf: &Leaf, test: Test) -> Leaf {
    Leaf {
        left: leaf.left.clone(),
        test,
        span: leaf.span,
    }
}

fn chosen<T: Clone>(all: &[T], is_one: &impl Fn(usize) -> bool) -> Vec<T> {
    let chosen = all.iter().enumerate().filter(|(at, _)| is_one(*at));
    chosen.map(|(_, one)| one.clone()).collect()
}

/// How many items a test is against.
pub(crate) fn items(test: &Test) -> usize {
    match test {
        Test::In(literals) | Test::Intersects(literals) | Test::CompareEach(_, _, literals) => {
            literals.len()
        }
        Test::PathMatch(paths) => paths.len(),
        Test::Exists | Test::Compare(..) | Test::CompareExpression(..) => 1,
    }
}

/// What a condition weighs in an engine: its tests, and their items.
pub(crate) fn weight(condition: &Condition) -> usize {
    let tested = leaves_of(condition);
    let items = tested.iter().map(|leaf| items(&leaf.test));
    tested.len() + items.sum::<usize>()
}

/// The test of each item alone. Of a list it is asked whether it has the item.
fn alone(leaf: &Leaf) -> Vec<(Vec<u8>, Test)> {
    match &leaf.test {
        Test::In(literals) | Test::Intersects(literals) => {
            let one = |literal: &Literal| {
                let only = vec![literal.clone()];
                let test = if leaf.left.is_list {
                    Test::Intersects(only)
                } else {
                    Test::In(only)
                };
                (literal_text(literal), test)
            };
            literals.iter().map(one).collect()
        }
        Test::CompareEach(operator, _, literals) => literals
            .iter()
            .map(|literal| {
                let test = Test::Compare(*operator, literal.clone());
                (literal_text(literal), test)
            })
            .collect(),
        Test::PathMatch(paths) => paths
            .iter()
            .map(|path| (path.clone(), Test::PathMatch(vec![path.clone()])))
            .collect(),
        Test::Exists | Test::Compare(..) | Test::CompareExpression(..) => Vec::new(),
    }
}
