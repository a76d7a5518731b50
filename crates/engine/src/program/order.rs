//! In which order the parts of an `and` or `or` are judged: what decides soonest for its cost comes first. Parts have no
//! effects, so the verdict is the same in every order.
//!
//! Costs and odds are guesses from what a test reads and how it compares. Only how they compare with each other
//! matters, and a wrong guess costs time alone.

use falconet_event::catalogue::{CloudTrailField, Extraction, FieldRef, GenericField, Source};
use falconet_ruleset::typed::{
    Condition, Expression, ExpressionKind, Leaf, Literal, Modifier, Operator, Test,
};

/// Parts that are put in order.
const MOST_PARTS: usize = 256;
/// Levels of a condition that are looked into.
const DEPTH: usize = 16;
/// What is deeper.
const UNKNOWN: Estimate = Estimate {
    cost: 50.0,
    odds: 0.5,
};
/// No part is taken for certain.
const LEAST_ODDS: f64 = 0.001;

/// What is expected of a part of a condition.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Estimate {
    /// Of judging it, where comparing two short texts is 1.
    cost: f64,
    /// That it holds.
    odds: f64,
}

/// The parts of an `and` (`decisive` false) or `or` (`decisive` true) in the order in which they are best judged: those
/// that are as good as each other, and very many, as they are written.
pub(super) fn ordered<'a>(
    parts: &'a [Condition],
    decisive: bool,
    source: &Source,
) -> Vec<&'a Condition> {
    if parts.len() > MOST_PARTS {
        return parts.iter().collect();
    }
    let mut ranked: Vec<(f64, &Condition)> = Vec::with_capacity(parts.len());
    for part in parts {
        let rank = rank(estimate(part, source, DEPTH), decisive);
        let at = ranked.partition_point(|(other, _)| *other <= rank);
        ranked.insert(at, (rank, part));
    }
    ranked.into_iter().map(|(_, part)| part).collect()
}

/// What it costs for each time that it decides.
fn rank(estimate: Estimate, decisive: bool) -> f64 {
    let odds = if decisive {
        estimate.odds
    } else {
        1.0 - estimate.odds
    };
    estimate.cost / odds.max(LEAST_ODDS)
}

/// Recursion is bounded by guessing below `depth` levels.
fn estimate(part: &Condition, source: &Source, depth: usize) -> Estimate {
    let Some(depth) = depth.checked_sub(1) else {
        return UNKNOWN;
    };
    match part {
        Condition::And(parts) => of_all(parts, source, depth),
        Condition::Or(parts) => {
            let none = parts
                .iter()
                .map(|part| negated(estimate(part, source, depth)));
            negated(in_turn(none))
        }
        Condition::Not(part) => negated(estimate(part, source, depth)),
        Condition::Leaf(leaf) => of_leaf(leaf, source),
    }
}

fn of_all(parts: &[Condition], source: &Source, depth: usize) -> Estimate {
    in_turn(parts.iter().map(|part| estimate(part, source, depth)))
}

/// Of parts that are judged up to the first that fails.
fn in_turn(parts: impl Iterator<Item = Estimate>) -> Estimate {
    let start = Estimate {
        cost: 0.0,
        odds: 1.0,
    };
    parts.fold(start, |all, part| Estimate {
        cost: part.cost.mul_add(all.odds, all.cost),
        odds: all.odds * part.odds,
    })
}

fn negated(estimate: Estimate) -> Estimate {
    Estimate {
        odds: 1.0 - estimate.odds,
        ..estimate
    }
}

fn of_leaf(leaf: &Leaf, source: &Source) -> Estimate {
    let value = of_expression(&leaf.left, source);
    let test = of_test(&leaf.test, source);
    Estimate {
        cost: test.cost.mul_add(value.odds, value.cost),
        odds: value.odds * test.odds,
    }
}

/// Of computing a value, and that there is one.
fn of_expression(expression: &Expression, source: &Source) -> Estimate {
    match &expression.kind {
        ExpressionKind::Field(field) => of_field(field, source),
        ExpressionKind::Constant(_) => certain(0.0),
        ExpressionKind::Transform { arguments, .. } | ExpressionKind::List(arguments) => {
            let arguments = arguments.iter();
            let made = in_turn(arguments.map(|argument| of_expression(argument, source)));
            Estimate {
                cost: made.cost + 10.0,
                ..made
            }
        }
    }
}

fn of_field(field: &FieldRef, source: &Source) -> Estimate {
    let (cost, odds) = match &source.spec(field).extraction {
        Extraction::Static(_) | Extraction::FlatKey | Extraction::Path(..) => (2.0, 0.7),
        Extraction::JsonPointer => (3.0, 0.4),
        Extraction::Generic(GenericField::PluginInfo)
        | Extraction::CloudTrail(CloudTrailField::Info)
        | Extraction::JsonDocument
        | Extraction::GitHub(_) => (60.0, 0.9),
        Extraction::Generic(_) => (5.0, 1.0),
        _ => (8.0, 0.7),
    };
    Estimate { cost, odds }
}

fn of_test(test: &Test, source: &Source) -> Estimate {
    let (cost, odds) = match test {
        Test::Exists => return certain(0.0),
        Test::Compare(operator, literal) => of_comparison(*operator, literal),
        Test::CompareEach(operator, modifier, literals) => of_each(*operator, *modifier, literals),
        Test::In(_) | Test::Intersects(_) => (2.0, 0.2),
        Test::PathMatch(_) => (5.0, 0.2),
        Test::CompareExpression(operator, right) => {
            let right = of_expression(right, source);
            (right.cost + 5.0, of_operator(*operator).1)
        }
    };
    Estimate { cost, odds }
}

fn of_comparison(operator: Operator, literal: &Literal) -> (f64, f64) {
    match literal {
        Literal::Pattern(_) => (20.0, 0.1),
        _ => of_operator(operator),
    }
}

fn of_each(operator: Operator, modifier: Modifier, literals: &[Literal]) -> (f64, f64) {
    let first = literals.first();
    let (cost, odds) = first.map_or((0.0, 0.5), |literal| of_comparison(operator, literal));
    let each = literals.iter().map(|_| cost);
    let odds = match modifier {
        Modifier::AllOf => odds / 2.0,
        _ => f64::midpoint(odds, 0.5),
    };
    (each.sum(), odds)
}

fn of_operator(operator: Operator) -> (f64, f64) {
    match operator {
        Operator::Equal | Operator::DoubleEqual | Operator::StartsWith | Operator::EndsWith => {
            (1.0, 0.1)
        }
        Operator::NotEqual => (1.0, 0.9),
        Operator::Contains => (4.0, 0.1),
        Operator::IContains | Operator::Glob | Operator::IGlob => (12.0, 0.1),
        Operator::Regex => (20.0, 0.1),
        _ => (1.0, 0.4),
    }
}

const fn certain(cost: f64) -> Estimate {
    Estimate { cost, odds: 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{catalogue, condition, source};

    /// The parts of a condition as numbers, in the order in which they are judged.
    fn order(text: &str) -> Vec<usize> {
        let catalogue = catalogue();
        let source = source(&catalogue);
        let condition = condition(text, source);
        let (parts, decisive) = match &condition {
            Condition::And(parts) => (parts, false),
            Condition::Or(parts) => (parts, true),
            other => panic!("{other:?}"),
        };
        let at = |part: &&Condition| parts.iter().position(|other| other == *part);
        ordered(parts, decisive, source)
            .iter()
            .map(|part| at(part).unwrap())
            .collect()
    }

    #[test]
    fn of_an_and_what_is_likely_to_fail_comes_first() {
        assert_eq!(
            order("t.string != a and t.string = b and u.string exists"),
            [1, 2, 0]
        );
    }

    #[test]
    fn of_an_or_what_is_likely_to_hold_comes_first() {
        assert_eq!(
            order("t.string = a or not t.string = b or u.string exists"),
            [2, 1, 0]
        );
    }

    #[test]
    fn what_is_expensive_comes_last() {
        assert_eq!(
            order("t.string regex \"a+\" and tolower(t.string) = a and t.string = a"),
            [2, 1, 0]
        );
        assert_eq!(
            order("(t.string = a and u.string glob \"*b*\") or u.string = b"),
            [1, 0]
        );
    }

    #[test]
    fn equals_stay_as_they_are_written() {
        assert_eq!(
            order("t.string = c and u.string = b and t.string = a"),
            [0, 1, 2]
        );
    }

    #[test]
    fn very_many_stay_as_they_are_written() {
        let many = vec!["t.string != a"; MOST_PARTS].join(" and ");
        let order = order(&format!("{many} and t.string = b"));
        assert_eq!(order.len(), MOST_PARTS + 1);
        assert_eq!(order.last(), Some(&MOST_PARTS));
    }

    #[test]
    fn what_is_deep_is_guessed() {
        let catalogue = catalogue();
        let source = source(&catalogue);
        let mut deep = condition("t.string exists", source);
        for _ in 0..1000 {
            deep = Condition::Not(Box::new(Condition::And(vec![deep])));
        }
        assert_eq!(estimate(&deep, source, DEPTH), UNKNOWN);
    }
}
