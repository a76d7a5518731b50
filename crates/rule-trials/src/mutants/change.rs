//! Changes of a condition, one at a time.

use falconet_event::catalogue::ValueType;
use falconet_ruleset::typed::{Condition, Leaf, Literal, Modifier, Operator, Test};
use serde::{Deserialize, Serialize};

use crate::items::items;

/// What kind of change a mutant is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// A part of an `and` or an `or` is left out.
    Dropped,
    /// `and` becomes `or`, or the other way round.
    Swapped,
    /// A part is negated.
    Negated,
    /// Another operator.
    Operator,
    /// An item of a list is left out.
    Item,
    /// A text is compared less strictly.
    Widened,
}

/// A change of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) kind: Kind,
    /// The children to go to from the root.
    pub(crate) path: Vec<usize>,
    /// The first test of what is changed.
    pub(crate) first: usize,
    pub(crate) to: To,
}

/// What becomes of the part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum To {
    /// It goes without this child.
    Without(usize),
    /// `or` of the same children, or `and`.
    Other,
    /// The opposite.
    Not,
    /// Another test of the same.
    Test(Test),
    /// The test goes without this item.
    WithoutItem(usize),
}

/// Every change of a condition, in its order.
pub(crate) fn changes(condition: &Condition) -> Vec<Change> {
    let mut finder = Finder::default();
    finder.find(condition);
    finder.found
}

#[derive(Default)]
struct Finder {
    found: Vec<Change>,
    path: Vec<usize>,
    /// The test that comes next.
    next: usize,
}

impl Finder {
    /// Recursion goes as deep as conditions nest, which the loader bounds.
    fn find(&mut self, condition: &Condition) {
        match condition {
            Condition::And(children) | Condition::Or(children) => self.find_in(children),
            Condition::Not(child) => {
                if !matches!(**child, Condition::Leaf(_)) {
                    self.push(Kind::Negated, To::Not);
                }
                self.below(0, child);
            }
            Condition::Leaf(leaf) => {
                self.push(Kind::Negated, To::Not);
                for (kind, test) in others(leaf) {
                    self.push(kind, To::Test(test));
                }
                for at in 0..droppable(&leaf.test) {
                    self.push(Kind::Item, To::WithoutItem(at));
                }
                self.next += 1;
            }
        }
    }

    fn find_in(&mut self, children: &[Condition]) {
        if children.len() > 1 {
            self.push(Kind::Swapped, To::Other);
        }
        for (at, child) in children.iter().enumerate() {
            if children.len() > 1 {
                self.push(Kind::Dropped, To::Without(at));
            }
            self.below(at, child);
        }
    }

    fn below(&mut self, at: usize, child: &Condition) {
        self.path.push(at);
        self.find(child);
        self.path.pop();
    }

    fn push(&mut self, kind: Kind, to: To) {
        self.found.push(Change {
            kind,
            path: self.path.clone(),
            first: self.next,
            to,
        });
    }
}

/// Other tests of the same value.
fn others(leaf: &Leaf) -> Vec<(Kind, Test)> {
    let is_text = leaf.left.value_type == ValueType::String && !leaf.left.is_list;
    match &leaf.test {
        Test::Compare(operator, literal) => compared(*operator, literal, is_text),
        Test::CompareEach(operator, modifier, literals) => wider(*operator)
            .map(|wider| Test::CompareEach(wider, *modifier, literals.clone()))
            .map(|test| (Kind::Widened, test))
            .into_iter()
            .collect(),
        Test::In(literals) if leaf.left.is_list => {
            vec![(Kind::Operator, Test::Intersects(literals.clone()))]
        }
        Test::Intersects(literals) if leaf.left.is_list => {
            vec![(Kind::Operator, Test::In(literals.clone()))]
        }
        Test::In(literals) if is_text => {
            let each = Test::CompareEach(Operator::StartsWith, Modifier::AnyOf, literals.clone());
            vec![(Kind::Widened, each)]
        }
        Test::CompareExpression(operator, right) => edge(*operator)
            .map(|edge| (Kind::Operator, Test::CompareExpression(edge, right.clone())))
            .into_iter()
            .collect(),
        Test::In(_) | Test::Intersects(_) | Test::Exists | Test::PathMatch(_) => Vec::new(),
    }
}

fn compared(operator: Operator, literal: &Literal, is_text: bool) -> Vec<(Kind, Test)> {
    let with = |operator| Test::Compare(operator, literal.clone());
    if let Some(edge) = edge(operator) {
        return vec![(Kind::Operator, with(edge))];
    }
    let equals = matches!(operator, Operator::Equal | Operator::DoubleEqual);
    match (operator, literal) {
        _ if !is_text => Vec::new(),
        (Operator::Glob | Operator::IGlob, Literal::Text(pattern)) => {
            let open = open_ended(pattern);
            open.map(|open| (Kind::Widened, Test::Compare(operator, Literal::Text(open))))
                .into_iter()
                .collect()
        }
        (_, Literal::Text(_)) if equals => vec![(Kind::Widened, with(Operator::StartsWith))],
        (_, Literal::Text(_)) => {
            let wider = wider(operator).map(with);
            wider
                .map(|test| (Kind::Widened, test))
                .into_iter()
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The operator that differs at the edge.
const fn edge(operator: Operator) -> Option<Operator> {
    match operator {
        Operator::Less => Some(Operator::LessOrEqual),
        Operator::LessOrEqual => Some(Operator::Less),
        Operator::Greater => Some(Operator::GreaterOrEqual),
        Operator::GreaterOrEqual => Some(Operator::Greater),
        _ => None,
    }
}

/// The operator that lets more through.
const fn wider(operator: Operator) -> Option<Operator> {
    match operator {
        Operator::StartsWith | Operator::EndsWith => Some(Operator::Contains),
        Operator::Contains => Some(Operator::IContains),
        _ => None,
    }
}

/// A pattern that anything may follow.
fn open_ended(pattern: &[u8]) -> Option<Vec<u8>> {
    let is_open = pattern.ends_with(b"*") || pattern.ends_with(b"\\");
    (!is_open).then(|| [pattern, b"*"].concat())
}

/// How many items can be left out, one at a time: of the only one nothing would be left.
fn droppable(test: &Test) -> usize {
    match items(test) {
        1 => 0,
        several => several,
    }
}

fn remove<T>(items: &mut Vec<T>, at: usize) {
    if at < items.len() {
        items.remove(at);
    }
}

fn remove_item(test: &mut Test, at: usize) {
    match test {
        Test::In(literals) | Test::Intersects(literals) | Test::CompareEach(_, _, literals) => {
            remove(literals, at);
        }
        Test::PathMatch(paths) => remove(paths, at),
        Test::Exists | Test::Compare(..) | Test::CompareExpression(..) => {}
    }
}

impl Change {
    /// The condition with the change.
    pub(crate) fn applied(&self, condition: &Condition) -> Condition {
        let mut condition = condition.clone();
        if let Some(part) = part_mut(&mut condition, &self.path) {
            self.to.apply(part);
        }
        condition
    }

    /// What is changed: of a part that is left out that part.
    pub(crate) fn part<'c>(&self, condition: &'c Condition) -> Option<&'c Condition> {
        let part = part(condition, &self.path)?;
        match &self.to {
            To::Without(at) => child(part, *at),
            _ => Some(part),
        }
    }

    /// What becomes of it; nothing of a part that is left out.
    pub(crate) fn becomes(&self, condition: &Condition) -> Option<Condition> {
        if matches!(self.to, To::Without(_)) {
            return None;
        }
        let mut part = part(condition, &self.path)?.clone();
        self.to.apply(&mut part);
        Some(part)
    }
}

impl To {
    fn apply(&self, part: &mut Condition) {
        match (self, &mut *part) {
            (Self::Without(at), Condition::And(children) | Condition::Or(children)) => {
                remove(children, *at);
            }
            (Self::Other, Condition::And(children)) => {
                *part = Condition::Or(std::mem::take(children));
            }
            (Self::Other, Condition::Or(children)) => {
                *part = Condition::And(std::mem::take(children));
            }
            (Self::Not, Condition::Not(child)) => {
                *part = std::mem::replace(child, Condition::Or(Vec::new()));
            }
            (Self::Not, _) => {
                let whole = std::mem::replace(part, Condition::Or(Vec::new()));
                *part = Condition::Not(Box::new(whole));
            }
            (Self::Test(test), Condition::Leaf(leaf)) => leaf.test = test.clone(),
            (Self::WithoutItem(at), Condition::Leaf(leaf)) => remove_item(&mut leaf.test, *at),
            _ => {}
        }
    }
}

fn child(condition: &Condition, at: usize) -> Option<&Condition> {
    match condition {
        Condition::And(children) | Condition::Or(children) => children.get(at),
        Condition::Not(child) if at == 0 => Some(child),
        Condition::Not(_) | Condition::Leaf(_) => None,
    }
}

fn part<'c>(condition: &'c Condition, path: &[usize]) -> Option<&'c Condition> {
    path.iter()
        .try_fold(condition, |condition, at| child(condition, *at))
}

fn part_mut<'c>(condition: &'c mut Condition, path: &[usize]) -> Option<&'c mut Condition> {
    path.iter()
        .try_fold(condition, |condition, at| match condition {
            Condition::And(children) | Condition::Or(children) => children.get_mut(*at),
            Condition::Not(child) if *at == 0 => Some(&mut **child),
            Condition::Not(_) | Condition::Leaf(_) => None,
        })
}
