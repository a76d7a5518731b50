//! Whether a condition holds: the tree is walked, every leaf is evaluated where it is met.

use falconet_ruleset::typed::{
    Condition, Expression, ExpressionKind, Leaf, Literal, Modifier, Operator, Test, Transformer,
};

use super::expression::value_of;
use super::fields::Reader;
use super::operators::{compare, is_member, path_matches, same_kind_compare};
use super::value::{Data, Scalar};

pub(super) fn holds(condition: &Condition, reader: &mut Reader<'_>) -> bool {
    match condition {
        Condition::And(children) => children.iter().all(|child| holds(child, reader)),
        Condition::Or(children) => children.iter().any(|child| holds(child, reader)),
        Condition::Not(child) => !holds(child, reader),
        Condition::Leaf(leaf) => leaf_holds(leaf, reader),
    }
}

fn leaf_holds(leaf: &Leaf, reader: &mut Reader<'_>) -> bool {
    let Some(left) = value_of(&leaf.left, reader) else {
        return false;
    };
    if left.elements().is_empty() || is_never_found(leaf) {
        return false;
    }
    match &leaf.test {
        Test::Exists => true,
        Test::Compare(operator, literal) => left
            .elements()
            .iter()
            .all(|value| compare(value, *operator, literal)),
        Test::CompareEach(operator, modifier, literals) => {
            each(&left, *operator, *modifier, literals)
        }
        Test::In(literals) => left
            .elements()
            .iter()
            .all(|value| is_member(value, literals)),
        Test::Intersects(literals) => left
            .elements()
            .iter()
            .any(|value| is_member(value, literals)),
        Test::PathMatch(paths) => paths.iter().any(|path| path_matches(left.bytes(), path)),
        Test::CompareExpression(operator, right) => match value_of(right, reader) {
            Some(right) => between(*operator, &left, &right),
            None => false,
        },
    }
}

/// Falco looks values of a transformed list up with the NUL behind them, so it finds none.
fn is_never_found(leaf: &Leaf) -> bool {
    let is_lookup = matches!(leaf.test, Test::In(_) | Test::Intersects(_));
    is_lookup && leaf.left.is_list && changes_elements(&leaf.left)
}

fn changes_elements(expression: &Expression) -> bool {
    use Transformer::{B64, Basename, ToLower, ToUpper};
    match &expression.kind {
        ExpressionKind::Transform { name, .. } => {
            matches!(name, ToLower | ToUpper | Basename | B64)
        }
        _ => false,
    }
}

fn each(left: &Data, operator: Operator, modifier: Modifier, literals: &[Literal]) -> bool {
    let Data::One(value) = left else { return false };
    if let Some(outcome) = of_networks(operator, modifier, literals) {
        return outcome;
    }
    let holding = literals
        .iter()
        .filter(|literal| compare(value, operator, literal))
        .count();
    match modifier {
        Modifier::OneOf => holding == 1,
        Modifier::AnyOf => holding > 0,
        Modifier::AllOf => holding == literals.len() && holding > 0,
    }
}

/// Falco looks for the address itself among networks, and never finds it.
fn of_networks(operator: Operator, modifier: Modifier, literals: &[Literal]) -> Option<bool> {
    if !matches!(literals, [Literal::Network(_), ..]) {
        return None;
    }
    match (operator, modifier) {
        (Operator::Equal, Modifier::AnyOf) => Some(false),
        (Operator::NotEqual, Modifier::AllOf) => Some(true),
        _ => None,
    }
}

fn between(operator: Operator, left: &Data, right: &Data) -> bool {
    let is_among = |value: &Scalar| right.elements().contains(value);
    match (operator, left, right) {
        (Operator::In, ..) => left.elements().iter().all(is_among),
        (Operator::Intersects, ..) => left.elements().iter().any(is_among),
        (_, Data::One(left), Data::One(right)) => same_kind_compare(left, operator, right),
        _ => false,
    }
}
