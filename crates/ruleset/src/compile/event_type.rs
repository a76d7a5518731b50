//! Whether a syscall rule says which events it is for.

use falconet_condition::ast::{Check, Expr, ExprKind, Operand, Operator};

/// Whether a condition holds only for events of named types.
pub(super) fn is_restricted(expr: &Expr) -> bool {
    restricts(expr, true)
}

/// Whether the events for which `expr` is `wanted` are of named types.
fn restricts(expr: &Expr, wanted: bool) -> bool {
    match &expr.kind {
        ExprKind::And(children) => combined(children, wanted, wanted),
        ExprKind::Or(children) => combined(children, wanted, !wanted),
        ExprKind::Not(child) => restricts(child, !wanted),
        ExprKind::Check(check) => is_type_check(check, wanted),
        ExprKind::Macro(_) => false,
    }
}

fn combined(children: &[Expr], wanted: bool, one_is_enough: bool) -> bool {
    if one_is_enough {
        children.iter().any(|child| restricts(child, wanted))
    } else {
        children.iter().all(|child| restricts(child, wanted))
    }
}

fn is_type_check(check: &Check, wanted: bool) -> bool {
    let is_type = matches!(&check.left, Operand::Field(field) if matches!(field.name.as_str(), "evt.type" | "evt.asynctype"));
    let names_types = match check.operator {
        Operator::Equal | Operator::DoubleEqual | Operator::In => wanted,
        Operator::NotEqual => !wanted,
        _ => false,
    };
    is_type && names_types
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    fn is_restricted_text(condition: &str) -> bool {
        is_restricted(&parse(condition, ParseLimits::default()).unwrap())
    }

    #[test]
    fn one_part_of_a_conjunction_or_all_of_a_disjunction_must_name_types() {
        for condition in [
            "evt.type = open and a.b exists",
            "evt.type in (a, b) or evt.type = c",
            "not (evt.type != open or a.b exists)",
        ] {
            assert!(is_restricted_text(condition), "{condition}");
        }
    }

    #[test]
    fn other_conditions_are_for_events_of_every_type() {
        for condition in [
            "proc.name = x",
            "evt.type = open or a.b exists",
            "not evt.type = open",
            "evt.type exists",
            "evt.type contains open",
        ] {
            assert!(!is_restricted_text(condition), "{condition}");
        }
    }
}
