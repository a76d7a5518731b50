//! What an event must have for a condition to hold.

use std::collections::BTreeSet;

use crate::operators::part_of_matches;
use falconet_ruleset::typed::{
    Condition, Expression, ExpressionKind, Leaf, Literal, Modifier, Operator, Test,
};

/// How many necessary conditions of a rule are looked for: more leave no better choice.
const MOST_NEEDS: usize = 16;

/// What a value must be like. The order is that of how much it asks for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::program) enum Key {
    /// It is this text.
    Whole(Vec<u8>),
    /// It begins with this text, which is not empty.
    Beginning(Vec<u8>),
    /// It contains this text, which is not empty.
    Within(Vec<u8>),
}

/// A necessary condition: the value of an expression is like one of these keys.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::program) struct Need<'a> {
    pub(in crate::program) expression: &'a Expression,
    pub(in crate::program) keys: BTreeSet<Key>,
}

impl Need<'_> {
    /// Whether it is of a field, which is read and not computed.
    pub(super) const fn is_of_field(&self) -> bool {
        matches!(self.expression.kind, ExpressionKind::Field(_))
    }
}

/// How little a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Laxity {
    /// The beginning of a text, or all of it.
    Text,
    /// A part of a text.
    Part,
}

/// How little keys ask for of which a value must be like one.
pub(super) fn laxity(keys: &BTreeSet<Key>) -> Laxity {
    let is_part = |key: &Key| matches!(key, Key::Within(_));
    if keys.iter().any(is_part) {
        Laxity::Part
    } else {
        Laxity::Text
    }
}

/// Conditions of which each is necessary for `condition`, at most one for each expression. Sound because a test fails
/// on an absent value, and because nothing below a `not` is ever taken for necessary.
///
/// Recursion is bounded by giving up below `depth` levels.
pub(in crate::program) fn needs(condition: &Condition, depth: usize) -> Vec<Need<'_>> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    match condition {
        Condition::And(children) => {
            let each = children.iter().map(|child| needs(child, depth));
            each.reduce(of_both).unwrap_or_default()
        }
        Condition::Or(children) => {
            let each = children.iter().map(|child| needs(child, depth));
            let either = each.reduce(|needs, others| of_either(needs, &others));
            either.unwrap_or_default()
        }
        Condition::Not(_) => Vec::new(),
        Condition::Leaf(leaf) => of_leaf(leaf).into_iter().collect(),
    }
}

/// What is necessary if both sides are: of two needs of one expression the one that asks for more.
fn of_both<'a>(mut needs: Vec<Need<'a>>, others: Vec<Need<'a>>) -> Vec<Need<'a>> {
    for other in others {
        let same = needs
            .iter()
            .position(|need| need.expression == other.expression);
        match same.and_then(|at| needs.get_mut(at)) {
            Some(need) if other.rank() < need.rank() => *need = other,
            Some(_) => {}
            None => needs.push(other),
        }
    }
    needs.sort_by_key(Need::rank);
    needs.truncate(MOST_NEEDS);
    needs
}

/// What is necessary if one side is: the keys of both, where both need the same expression.
fn of_either<'a>(needs: Vec<Need<'a>>, others: &[Need<'a>]) -> Vec<Need<'a>> {
    let both = needs.into_iter().filter_map(|mut need| {
        let other = others
            .iter()
            .find(|other| other.expression == need.expression)?;
        need.keys.extend(other.keys.iter().cloned());
        Some(need)
    });
    both.collect()
}

impl Need<'_> {
    /// The smaller, the more is asked for.
    fn rank(&self) -> (Laxity, usize) {
        (laxity(&self.keys), self.keys.len())
    }
}

fn of_leaf(leaf: &Leaf) -> Option<Need<'_>> {
    let keys = match &leaf.test {
        Test::Compare(operator, literal) => Some([key(*operator, literal)?].into()),
        Test::CompareEach(operator, Modifier::AnyOf | Modifier::OneOf, literals) => {
            let each = literals.iter();
            each.map(|literal| key(*operator, literal)).collect()
        }
        Test::CompareEach(operator, Modifier::AllOf, literals) => {
            let each = literals
                .iter()
                .filter_map(|literal| key(*operator, literal));
            each.min().map(|key| [key].into())
        }
        Test::In(literals) | Test::Intersects(literals) => literals.iter().map(whole).collect(),
        _ => None,
    };
    (!leaf.left.is_list).then_some(Need {
        expression: &leaf.left,
        keys: keys?,
    })
}

fn whole(literal: &Literal) -> Option<Key> {
    match literal {
        Literal::Text(text) => Some(Key::Whole(text.clone())),
        _ => None,
    }
}

/// What a value must be like for a comparison to hold.
fn key(operator: Operator, literal: &Literal) -> Option<Key> {
    match (operator, literal) {
        (Operator::Equal | Operator::DoubleEqual, literal) => whole(literal),
        (_, Literal::Text(text)) if text.is_empty() => None,
        (Operator::StartsWith, Literal::Text(text)) => Some(Key::Beginning(text.clone())),
        (Operator::Contains | Operator::EndsWith, Literal::Text(text)) => {
            Some(Key::Within(text.clone()))
        }
        (Operator::Regex, Literal::Pattern(pattern)) => part_of_matches(pattern).map(Key::Within),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::{FieldRef, ValueType};
    use falconet_ruleset::typed::{ExpressionKind, Pattern};

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

    fn starts(number: usize, text: &str) -> Condition {
        leaf(
            field(number, false),
            Test::Compare(Operator::StartsWith, literal(text)),
        )
    }

    /// The needs as field and keys: `a` whole, `a*` a beginning, `*a*` a part.
    fn told(condition: &Condition) -> Vec<String> {
        let needs = needs(condition, 100);
        let told = needs.iter().map(|need| {
            let keys = need.keys.iter().map(|key| match key {
                Key::Whole(text) => format!(" {}", String::from_utf8_lossy(text)),
                Key::Beginning(text) => format!(" {}*", String::from_utf8_lossy(text)),
                Key::Within(text) => format!(" *{}*", String::from_utf8_lossy(text)),
            });
            need.expression.text.clone() + &keys.collect::<String>()
        });
        told.collect()
    }

    fn matches(translated: &str) -> Condition {
        let pattern = Literal::Pattern(Pattern {
            source: "s".to_owned(),
            translated: translated.to_owned(),
        });
        leaf(field(0, false), Test::Compare(Operator::Regex, pattern))
    }

    fn compare(operator: Operator, text: &str) -> Condition {
        leaf(field(0, false), Test::Compare(operator, literal(text)))
    }

    #[test]
    fn every_conjunct_is_necessary_and_of_one_field_the_one_with_fewer_keys() {
        let both = leaf(field(0, false), Test::In(vec![literal("a"), literal("b")]));
        let condition = Condition::And(vec![both.clone(), equals(1, "c"), equals(0, "b")]);
        assert_eq!(told(&both), ["field.0 a b"]);
        assert_eq!(told(&condition), ["field.1 c", "field.0 b"]);
    }

    #[test]
    fn an_or_needs_the_same_field_on_every_branch() {
        let same = Condition::Or(vec![equals(0, "a"), starts(0, "b")]);
        let other = Condition::Or(vec![equals(0, "a"), equals(1, "b")]);
        let second = Condition::Or(vec![
            Condition::And(vec![equals(0, "a"), equals(1, "c")]),
            Condition::And(vec![equals(1, "d"), equals(2, "a")]),
        ]);
        assert_eq!(told(&same), ["field.0 a b*"]);
        assert!(told(&other).is_empty());
        assert_eq!(told(&second), ["field.1 c d"]);
        assert!(told(&Condition::Or(vec![])).is_empty());
    }

    #[test]
    fn nothing_below_a_not_is_necessary() {
        assert!(told(&Condition::Not(Box::new(equals(0, "a")))).is_empty());
        let either = Condition::Or(vec![
            equals(0, "a"),
            Condition::Not(Box::new(equals(0, "b"))),
        ]);
        assert!(told(&either).is_empty());
    }

    #[test]
    fn some_operators_ask_for_a_part_and_others_for_nothing() {
        assert_eq!(told(&compare(Operator::Contains, "a")), ["field.0 *a*"]);
        assert_eq!(told(&compare(Operator::EndsWith, "a")), ["field.0 *a*"]);
        for operator in [
            Operator::NotEqual,
            Operator::IContains,
            Operator::Glob,
            Operator::IGlob,
            Operator::Less,
        ] {
            assert!(told(&compare(operator, "a")).is_empty(), "{operator:?}");
        }
        assert_eq!(told(&matches(r"\A(?:a+bc.*)\z")), ["field.0 *bc*"]);
        assert!(told(&matches(r"\A(?:b|c)\z")).is_empty());
    }

    #[test]
    fn of_all_items_one_is_enough_and_of_any_all_are_needed() {
        let each = |modifier, operator| {
            let items = vec![literal("b"), literal("a")];
            told(&leaf(
                field(0, false),
                Test::CompareEach(operator, modifier, items),
            ))
        };
        assert_eq!(each(Modifier::AllOf, Operator::Contains), ["field.0 *a*"]);
        assert_eq!(
            each(Modifier::AnyOf, Operator::Contains),
            ["field.0 *a* *b*"]
        );
        assert_eq!(
            each(Modifier::OneOf, Operator::StartsWith),
            ["field.0 a* b*"]
        );
        assert!(each(Modifier::AllOf, Operator::NotEqual).is_empty());
        assert!(each(Modifier::AnyOf, Operator::NotEqual).is_empty());
    }

    #[test]
    fn lists_and_other_types_are_not_indexed_and_no_empty_parts() {
        let list = leaf(field(0, true), Test::Intersects(vec![literal("a")]));
        let number = leaf(field(0, false), Test::In(vec![Literal::Number(1)]));
        let empty = compare(Operator::Contains, "");
        for condition in [list, number, starts(0, ""), empty] {
            assert!(told(&condition).is_empty());
        }
    }

    #[test]
    fn what_asks_for_more_comes_first() {
        let condition = Condition::And(vec![compare(Operator::Contains, "a"), starts(1, "b")]);
        assert_eq!(told(&condition), ["field.1 b*", "field.0 *a*"]);
    }

    #[test]
    fn an_empty_list_needs_the_impossible() {
        assert_eq!(told(&leaf(field(0, false), Test::In(vec![]))), ["field.0"]);
    }

    #[test]
    fn too_deep_a_condition_is_not_indexed() {
        let deep = Condition::And(vec![Condition::And(vec![equals(0, "a")])]);
        assert!(!needs(&deep, 3).is_empty());
        assert!(needs(&deep, 2).is_empty());
    }

    #[test]
    fn of_many_needs_some_are_enough() {
        let many = Condition::And((0..1000).map(|number| equals(number, "a")).collect());
        assert_eq!(needs(&many, 100).len(), MOST_NEEDS);
    }
}
