//! Comparisons with the string `<NA>`, which Falco warns of for two old plugins.

use falconet_condition::ast::{Check, Expr, ExprKind, Literal, Operand, Operator, Right};

const NOT_AVAILABLE: &[u8] = b"<NA>";

/// Whether a condition compares such a field with `<NA>`.
pub(super) fn has_unsafe_check(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::And(children) | ExprKind::Or(children) => children.iter().any(has_unsafe_check),
        ExprKind::Not(child) => has_unsafe_check(child),
        ExprKind::Check(check) => is_na_prone(check) && has_na(&check.right),
        ExprKind::Macro(_) => false,
    }
}

/// Whether the last field on the left is of an old plugin, and the operator one that compares whole values.
pub(super) fn is_na_prone(check: &Check) -> bool {
    use Operator::{DoubleEqual, Equal, In, Intersects, NotEqual, PMatch};
    let compares = matches!(
        check.operator,
        Equal | DoubleEqual | NotEqual | In | Intersects | PMatch
    ) && check.modifier.is_none();
    compares
        && last_field(&check.left)
            .is_some_and(|name| name.starts_with("ka.") || name.starts_with("jevt."))
}

/// The field that is visited last, transformer lists left out.
fn last_field(operand: &Operand) -> Option<&str> {
    match operand {
        Operand::Field(field) => Some(&field.name),
        Operand::Transform(transform) => transform.arguments.iter().rev().find_map(last_field),
        Operand::List(..) | Operand::Literal(_) => None,
    }
}

fn has_na(right: &Right) -> bool {
    let is_na = |literal: &Literal| literal.value == NOT_AVAILABLE;
    match right {
        Right::Value(literal) => is_na(literal),
        Right::List(literals) => literals.iter().any(is_na),
        Right::Nothing | Right::Operand(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    fn is_unsafe(condition: &str) -> bool {
        has_unsafe_check(&parse(condition, ParseLimits::default()).unwrap())
    }

    #[test]
    fn whole_values_of_old_plugins_are_unsafe_to_compare_with_na() {
        for condition in [
            "ka.f = <NA>",
            "not jevt.value[/x] != \"<NA>\"",
            "a.b exists or ka.f in (a, <NA>)",
            "tolower(ka.f) pmatch (<NA>)",
        ] {
            assert!(is_unsafe(condition), "{condition}");
        }
    }

    #[test]
    fn other_fields_and_operators_are_not() {
        for condition in [
            "ct.error = <NA>",
            "ka.f contains <NA>",
            "ka.f = na",
            "ka.f exists",
            "ka.f = val(x.y)",
        ] {
            assert!(!is_unsafe(condition), "{condition}");
        }
    }
}
