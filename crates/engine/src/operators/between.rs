//! An expression against another expression of the same type: `ct.user = val(ct.arn)`.

use std::collections::HashSet;

use falconet_event::Value;
use falconet_ruleset::typed::Operator;

use super::boolean::Sameness;
use super::contains::{contains, icontains};
use super::glob::Glob;
use super::order::Order;
use super::{Scalar, Work};
use crate::program::Operand;

/// Elements of a right-hand list beyond which a set is made of it.
const FEW: usize = 8;

/// Steps that a glob from an event may take at worst, about a second; what could take more matches nothing.
const MAX_GLOB_STEPS: usize = 1 << 28;

/// Whether `left operator right` holds.
pub(crate) fn holds_between(
    operator: Operator,
    left: &Operand<'_>,
    right: &Operand<'_>,
    work: &mut Work,
) -> bool {
    match (operator, left, right) {
        (Operator::In, _, _) => every(left, right),
        (Operator::Intersects, _, _) => some(left, right),
        (_, Operand::One(left), Operand::One(right)) => scalars(operator, *left, *right, work),
        _ => false,
    }
}

fn scalars(operator: Operator, left: Value<'_>, right: Value<'_>, work: &mut Work) -> bool {
    match (left, right) {
        _ if Sameness::of(operator).is_some() => same(operator, left, right),
        (Value::Text(left), Value::Text(right)) => texts(operator, left, right, work),
        (Value::Number(left), Value::Number(right)) => ordered(operator, &left, &right),
        _ => false,
    }
}

fn texts(operator: Operator, left: &[u8], right: &[u8], work: &mut Work) -> bool {
    match operator {
        Operator::Contains => contains(left, right),
        Operator::IContains => icontains(left, right, work),
        Operator::StartsWith => left.starts_with(right),
        Operator::EndsWith => left.ends_with(right),
        Operator::Glob => glob(left, right, false),
        Operator::IGlob => glob(left, right, true),
        other => ordered(other, left, right),
    }
}

/// Unlike a literal, a pattern from an event may be as long as the record.
fn glob(value: &[u8], pattern: &[u8], fold: bool) -> bool {
    let steps = (value.len() + pattern.len()).saturating_mul(pattern.len());
    steps <= MAX_GLOB_STEPS && Glob::new(pattern, fold).matches(value)
}

fn ordered<T: Ord + ?Sized>(operator: Operator, left: &T, right: &T) -> bool {
    Order::of(operator).is_some_and(|order| order.accepts(left.cmp(right)))
}

fn same(operator: Operator, left: Value<'_>, right: Value<'_>) -> bool {
    let equal = Scalar::of(left).is_some_and(|left| Scalar::of(right) == Some(left));
    Sameness::of(operator).is_some_and(|sameness| sameness.accepts(equal))
}

fn every(left: &Operand<'_>, right: &Operand<'_>) -> bool {
    let among = Among::new(right);
    left.elements().all(|element| among.contains(element))
}

fn some(left: &Operand<'_>, right: &Operand<'_>) -> bool {
    let among = Among::new(right);
    left.elements().any(|element| among.contains(element))
}

/// Where elements are looked up: a long list becomes a set, so that two long lists take linear time.
enum Among<'a> {
    Few(&'a Operand<'a>),
    Many(HashSet<Scalar<'a>>),
}

impl<'a> Among<'a> {
    fn new(right: &'a Operand<'a>) -> Self {
        if right.elements().take(FEW + 1).count() <= FEW {
            return Self::Few(right);
        }
        Self::Many(right.elements().filter_map(Scalar::of).collect())
    }

    fn contains(&self, element: Value<'_>) -> bool {
        let Some(scalar) = Scalar::of(element) else {
            return false;
        };
        match self {
            Self::Few(list) => list
                .elements()
                .any(|other| Scalar::of(other) == Some(scalar)),
            Self::Many(set) => set.contains(&scalar),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(operator: Operator, left: &str, right: &str) -> bool {
        let (left, right) = (Value::Text(left.as_bytes()), Value::Text(right.as_bytes()));
        holds_between(
            operator,
            &Operand::One(left),
            &Operand::One(right),
            &mut Work::default(),
        )
    }

    #[test]
    fn string_operators_take_the_other_value_as_their_right_side() {
        assert!(text(Operator::Contains, "abc", "b"));
        assert!(text(Operator::IContains, "ABC", "b"));
        assert!(text(Operator::StartsWith, "abc", "a"));
        assert!(text(Operator::EndsWith, "abc", "bc"));
        assert!(text(Operator::Glob, "abc", "a*"));
        assert!(text(Operator::IGlob, "ABC", "a*"));
        assert!(text(Operator::Less, "10", "5"));
        assert!(text(Operator::NotEqual, "a", "b"));
    }

    #[test]
    fn in_between_scalars_is_equality() {
        assert!(text(Operator::In, "a", "a"));
        assert!(!text(Operator::Intersects, "a", "ab"));
    }

    #[test]
    fn numbers_are_ordered_by_value() {
        let (left, right) = (
            Operand::One(Value::Number(10)),
            Operand::One(Value::Number(9)),
        );
        let work = &mut Work::default();
        assert!(holds_between(Operator::Greater, &left, &right, work));
        assert!(!holds_between(Operator::Contains, &left, &right, work));
    }

    #[test]
    fn lists_are_subsets_or_intersect_whatever_their_length() {
        let long: Vec<_> = (0..26).map(|at| at..at + 1).collect();
        let alphabet = Operand::Texts(b"abcdefghijklmnopqrstuvwxyz", &long);
        let ranges = [0..1, 1..2];
        let (inside, outside) = (
            Operand::Texts(b"az", &ranges),
            Operand::Texts(b"a1", &ranges),
        );
        let work = &mut Work::default();
        assert!(holds_between(Operator::In, &inside, &alphabet, work));
        assert!(!holds_between(Operator::In, &outside, &alphabet, work));
        assert!(holds_between(Operator::Intersects, &outside, &inside, work));
        assert!(!holds_between(Operator::Equal, &inside, &inside, work));
    }
}
