//! Which rules an event can match at all.
//!
//! Many rules need one field to equal one of a few texts (`ct.name = X`, `ct.name in (X, Y)`). Such a rule
//! is listed under those texts, and judged only if the field has one of them. Sound because a test fails on
//! an absent field, and because nothing below a `not` is ever taken for necessary.

use std::collections::{BTreeMap, BTreeSet};

use falconet_event::TextTable;
use falconet_ruleset::typed::{Condition, Expression, Leaf, Literal, Modifier, Operator, Test};

use super::ExprId;

/// A field, and the texts of which it must have one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Necessity<'a> {
    pub(super) expression: &'a Expression,
    pub(super) texts: BTreeSet<&'a [u8]>,
}

/// The strongest necessary condition of this form, if `condition` has one.
///
/// Recursion is bounded by giving up below `depth` levels.
pub(super) fn necessity(condition: &Condition, depth: usize) -> Option<Necessity<'_>> {
    let depth = depth.checked_sub(1)?;
    match condition {
        Condition::And(children) => children
            .iter()
            .filter_map(|child| necessity(child, depth))
            .min_by_key(|necessity| necessity.texts.len()),
        Condition::Or(children) => children
            .iter()
            .map(|child| necessity(child, depth))
            .reduce(either)
            .flatten(),
        Condition::Not(_) => None,
        Condition::Leaf(leaf) => of_leaf(leaf),
    }
}

/// What both need, if it is the same field.
fn either<'a>(left: Option<Necessity<'a>>, right: Option<Necessity<'a>>) -> Option<Necessity<'a>> {
    let (mut left, right) = (left?, right?);
    left.texts.extend(right.texts);
    (left.expression == right.expression).then_some(left)
}

fn of_leaf(leaf: &Leaf) -> Option<Necessity<'_>> {
    let literals = match &leaf.test {
        Test::Compare(Operator::Equal | Operator::DoubleEqual, literal) => {
            std::slice::from_ref(literal)
        }
        Test::CompareEach(
            Operator::Equal | Operator::DoubleEqual,
            Modifier::AnyOf | Modifier::OneOf,
            literals,
        )
        | Test::In(literals)
        | Test::Intersects(literals) => literals.as_slice(),
        _ => return None,
    };
    let texts: Option<BTreeSet<_>> = literals.iter().map(text).collect();
    (!leaf.left.is_list).then_some(Necessity {
        expression: &leaf.left,
        texts: texts?,
    })
}

fn text(literal: &Literal) -> Option<&[u8]> {
    match literal {
        Literal::Text(text) => Some(text),
        _ => None,
    }
}

/// Rules by the texts that they need.
#[derive(Debug, Default)]
pub(super) struct RuleIndex {
    /// Rules that must always be judged.
    always: Vec<usize>,
    by_text: Vec<(ExprId, RulesByText)>,
}

/// Rules by the texts of which one expression must have one.
#[derive(Debug)]
pub(super) struct RulesByText {
    texts: TextTable,
    /// By the number of the text.
    rules: Vec<Vec<usize>>,
}

impl RuleIndex {
    /// The expressions whose values decide, each with the rules that need it.
    pub(super) fn expressions(&self) -> &[(ExprId, RulesByText)] {
        &self.by_text
    }

    /// Adds the rules that need nothing.
    pub(super) fn add_always(&self, candidates: &mut RuleSet) {
        candidates.extend(&self.always);
    }
}

impl RulesByText {
    fn new(texts: BTreeMap<Vec<u8>, Vec<usize>>) -> Self {
        let (texts, rules): (Vec<_>, Vec<_>) = texts.into_iter().unzip();
        Self {
            texts: TextTable::new(texts.into_iter().zip(0..).collect()),
            rules,
        }
    }

    /// The rules that are listed under a text.
    pub(super) fn get(&self, text: &[u8]) -> &[usize] {
        let number = self.texts.number(text);
        let rules = number.and_then(|number| self.rules.get(number as usize));
        rules.map_or(&[], Vec::as_slice)
    }
}

/// Makes a [`RuleIndex`].
#[derive(Debug, Default)]
pub(super) struct RuleIndexBuilder {
    always: Vec<usize>,
    by_text: BTreeMap<ExprId, BTreeMap<Vec<u8>, Vec<usize>>>,
}

impl RuleIndexBuilder {
    /// Lists a rule.
    pub(super) fn insert(&mut self, rule: usize, need: Option<(ExprId, BTreeSet<&[u8]>)>) {
        let Some((expression, texts)) = need else {
            self.always.push(rule);
            return;
        };
        let by_text = self.by_text.entry(expression).or_default();
        for text in texts {
            by_text.entry(text.into()).or_default().push(rule);
        }
    }

    /// The finished index.
    pub(super) fn finish(self) -> RuleIndex {
        let by_text = self.by_text.into_iter();
        RuleIndex {
            always: self.always,
            by_text: by_text
                .map(|(expression, texts)| (expression, RulesByText::new(texts)))
                .collect(),
        }
    }
}

/// A set of rule numbers.
#[derive(Debug, Default)]
pub(super) struct RuleSet(Vec<u64>);

impl RuleSet {
    /// Empties the set and makes room for numbers below `rules`.
    pub(super) fn clear(&mut self, rules: usize) {
        self.0.clear();
        self.0.resize(rules.div_ceil(64), 0);
    }

    /// Adds rules.
    pub(super) fn extend<'a>(&mut self, rules: impl IntoIterator<Item = &'a usize>) {
        for rule in rules {
            if let Some(word) = self.0.get_mut(rule / 64) {
                *word |= 1 << (rule % 64);
            }
        }
    }

    /// The smallest number in the set that is not below `from`.
    pub(super) fn next(&self, from: usize) -> Option<usize> {
        let first = self.0.get(from / 64)? & (u64::MAX << (from % 64));
        if first != 0 {
            return Some(from / 64 * 64 + first.trailing_zeros() as usize);
        }
        let rest = self.0.get(from / 64 + 1..)?;
        let at = rest.iter().position(|word| *word != 0)?;
        let word = rest.get(at)?;
        Some((from / 64 + 1 + at) * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::{FieldRef, ValueType};
    use falconet_ruleset::typed::ExpressionKind;

    use super::*;

    fn field(number: usize, is_list: bool) -> Expression {
        Expression {
            kind: ExpressionKind::Field(FieldRef {
                provider: 0,
                field: number,
                argument: None,
            }),
            value_type: ValueType::String,
            is_list,
            text: format!("field.{number}"),
        }
    }

    fn leaf(left: Expression, test: Test) -> Condition {
        Condition::Leaf(Box::new(Leaf {
            left,
            test,
            span: falconet_condition::Span::default(),
        }))
    }

    fn equals(number: usize, text: &str) -> Condition {
        leaf(
            field(number, false),
            Test::Compare(Operator::Equal, literal(text)),
        )
    }

    fn literal(text: &str) -> Literal {
        Literal::Text(text.as_bytes().to_vec())
    }

    fn texts(condition: &Condition) -> Option<Vec<String>> {
        let necessity = necessity(condition, 100)?;
        let texts = necessity.texts.iter();
        Some(
            texts
                .map(|text| String::from_utf8_lossy(text).into_owned())
                .collect(),
        )
    }

    #[test]
    fn a_conjunct_is_necessary_and_the_smallest_wins() {
        let both = leaf(field(0, false), Test::In(vec![literal("a"), literal("b")]));
        let condition = Condition::And(vec![both.clone(), equals(1, "c")]);
        assert_eq!(texts(&both).unwrap(), ["a", "b"]);
        assert_eq!(texts(&condition).unwrap(), ["c"]);
    }

    #[test]
    fn an_or_needs_the_same_field_on_every_branch() {
        let same = Condition::Or(vec![equals(0, "a"), equals(0, "b")]);
        let other = Condition::Or(vec![equals(0, "a"), equals(1, "b")]);
        assert_eq!(texts(&same).unwrap(), ["a", "b"]);
        assert_eq!(texts(&other), None);
        assert_eq!(texts(&Condition::Or(vec![])), None);
    }

    #[test]
    fn nothing_below_a_not_and_no_inequality_is_necessary() {
        assert_eq!(texts(&Condition::Not(Box::new(equals(0, "a")))), None);
        let differs = leaf(
            field(0, false),
            Test::Compare(Operator::NotEqual, literal("a")),
        );
        assert_eq!(texts(&differs), None);
        let all = Test::CompareEach(Operator::Equal, Modifier::AllOf, vec![literal("a")]);
        assert_eq!(texts(&leaf(field(0, false), all)), None);
    }

    #[test]
    fn lists_and_other_types_are_not_indexed() {
        assert_eq!(
            texts(&leaf(field(0, true), Test::Intersects(vec![literal("a")]))),
            None
        );
        assert_eq!(
            texts(&leaf(field(0, false), Test::In(vec![Literal::Number(1)]))),
            None
        );
    }

    #[test]
    fn an_empty_list_needs_the_impossible() {
        assert_eq!(
            texts(&leaf(field(0, false), Test::In(vec![]))).unwrap(),
            [""; 0]
        );
    }

    #[test]
    fn too_deep_a_condition_is_not_indexed() {
        let deep = Condition::And(vec![Condition::And(vec![equals(0, "a")])]);
        assert!(necessity(&deep, 3).is_some());
        assert!(necessity(&deep, 2).is_none());
    }

    #[test]
    fn rule_sets_are_walked_in_order() {
        let mut set = RuleSet::default();
        set.clear(200);
        set.extend(&[199, 0, 64, 63]);
        let walk: Vec<_> = std::iter::successors(set.next(0), |at| set.next(at + 1)).collect();
        assert_eq!(walk, [0, 63, 64, 199]);
        set.clear(200);
        assert_eq!(set.next(0), None);
    }
}
