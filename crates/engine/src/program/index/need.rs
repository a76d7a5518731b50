//! What an event must have for a condition to hold.

use std::collections::BTreeSet;

use falconet_ruleset::typed::{Condition, Expression, Leaf, Literal, Modifier, Operator, Test};

/// How many necessary conditions of a rule are looked for: more leave no better choice.
const MOST_NEEDS: usize = 16;

/// A text that a value must be, or begin with.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::program) struct Key {
    pub(in crate::program) text: Vec<u8>,
    /// Whether more may follow.
    pub(in crate::program) is_prefix: bool,
}

/// A necessary condition: the value of an expression has one of these keys.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::program) struct Need<'a> {
    pub(in crate::program) expression: &'a Expression,
    pub(in crate::program) keys: BTreeSet<Key>,
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

/// What is necessary if both sides are: of two needs of one expression the one with fewer keys.
fn of_both<'a>(mut needs: Vec<Need<'a>>, others: Vec<Need<'a>>) -> Vec<Need<'a>> {
    for other in others {
        let same = needs
            .iter()
            .position(|need| need.expression == other.expression);
        match same.and_then(|at| needs.get_mut(at)) {
            Some(need) if other.keys.len() < need.keys.len() => *need = other,
            Some(_) => {}
            None => needs.push(other),
        }
    }
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

fn of_leaf(leaf: &Leaf) -> Option<Need<'_>> {
    let (literals, is_prefix) = match &leaf.test {
        Test::Compare(operator, literal) => (std::slice::from_ref(literal), is_prefix(*operator)?),
        Test::CompareEach(operator, Modifier::AnyOf | Modifier::OneOf, literals) => {
            (literals.as_slice(), is_prefix(*operator)?)
        }
        Test::In(literals) | Test::Intersects(literals) => (literals.as_slice(), false),
        _ => return None,
    };
    let keys = literals.iter().map(|literal| match literal {
        Literal::Text(text) if !(is_prefix && text.is_empty()) => Some(Key {
            text: text.clone(),
            is_prefix,
        }),
        _ => None,
    });
    let keys: Option<BTreeSet<_>> = keys.collect();
    (!leaf.left.is_list).then_some(Need {
        expression: &leaf.left,
        keys: keys?,
    })
}

/// Whether a test by that operator asks for the beginning of a text; nothing if it asks for neither that nor all of it.
const fn is_prefix(operator: Operator) -> Option<bool> {
    match operator {
        Operator::Equal | Operator::DoubleEqual => Some(false),
        Operator::StartsWith => Some(true),
        _ => None,
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

    fn starts(number: usize, text: &str) -> Condition {
        leaf(
            field(number, false),
            Test::Compare(Operator::StartsWith, literal(text)),
        )
    }

    /// The needs as field and keys, prefixes with a star.
    fn told(condition: &Condition) -> Vec<String> {
        let needs = needs(condition, 100);
        let told = needs.iter().map(|need| {
            let keys = need.keys.iter().map(|key| {
                let star = if key.is_prefix { "*" } else { "" };
                format!(" {}{star}", String::from_utf8_lossy(&key.text))
            });
            need.expression.text.clone() + &keys.collect::<String>()
        });
        told.collect()
    }

    #[test]
    fn every_conjunct_is_necessary_and_of_one_field_the_one_with_fewer_keys() {
        let both = leaf(field(0, false), Test::In(vec![literal("a"), literal("b")]));
        let condition = Condition::And(vec![both.clone(), equals(1, "c"), equals(0, "b")]);
        assert_eq!(told(&both), ["field.0 a b"]);
        assert_eq!(told(&condition), ["field.0 b", "field.1 c"]);
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
    fn nothing_below_a_not_and_no_inequality_is_necessary() {
        assert!(told(&Condition::Not(Box::new(equals(0, "a")))).is_empty());
        let differs = leaf(
            field(0, false),
            Test::Compare(Operator::NotEqual, literal("a")),
        );
        assert!(told(&differs).is_empty());
        let all = Test::CompareEach(Operator::Equal, Modifier::AllOf, vec![literal("a")]);
        assert!(told(&leaf(field(0, false), all)).is_empty());
    }

    #[test]
    fn lists_and_other_types_are_not_indexed_and_no_empty_beginning() {
        let list = leaf(field(0, true), Test::Intersects(vec![literal("a")]));
        let number = leaf(field(0, false), Test::In(vec![Literal::Number(1)]));
        for condition in [list, number, starts(0, "")] {
            assert!(told(&condition).is_empty());
        }
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
