//! Fields that Falco has deprecated.

use falconet_condition::ast::{Check, Expr, ExprKind, Operand, Right};

use super::na_check::is_na_prone;

/// The deprecated fields.
pub(super) const FIELDS: [&str; 6] = [
    "evt.dir",
    "evt.latency",
    "evt.latency.s",
    "evt.latency.ns",
    "evt.latency.human",
    "evt.wait_latency",
];

/// What is said of a deprecated field in a condition.
pub(super) fn condition_message(field: &str) -> &'static str {
    match field {
        "evt.dir" => {
            "due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'"
        }
        _ => "field is not available due to the drop of enter events.",
    }
}

/// The deprecated fields whose names occur anywhere in an output, even within other words.
pub(super) fn in_output(output: &str) -> impl Iterator<Item = &'static str> {
    FIELDS
        .into_iter()
        .filter(move |field| output.contains(field))
}

/// The deprecated fields that a condition tests, each once.
pub(super) fn in_condition(expr: &Expr) -> Vec<&'static str> {
    let mut found = Vec::new();
    in_expr(expr, &mut found);
    found
}

fn in_expr(expr: &Expr, found: &mut Vec<&'static str>) {
    match &expr.kind {
        ExprKind::And(children) | ExprKind::Or(children) => {
            for child in children {
                in_expr(child, found);
            }
        }
        ExprKind::Not(child) => in_expr(child, found),
        ExprKind::Check(check) => in_check(check, found),
        ExprKind::Macro(_) => {}
    }
}

/// Falco looks at a right side only where it looks for `<NA>` there.
fn in_check(check: &Check, found: &mut Vec<&'static str>) {
    in_operand(&check.left, found);
    if let (Right::Operand(operand), true) = (&check.right, is_na_prone(check)) {
        in_operand(operand, found);
    }
}

fn in_operand(operand: &Operand, found: &mut Vec<&'static str>) {
    match operand {
        Operand::Field(field) => {
            let deprecated = FIELDS.into_iter().find(|name| *name == field.name);
            found.extend(deprecated.filter(|name| !found.contains(name)));
        }
        Operand::Transform(transform) => transform
            .arguments
            .iter()
            .for_each(|argument| in_operand(argument, found)),
        Operand::List(operands, _) => operands
            .iter()
            .for_each(|operand| in_operand(operand, found)),
        Operand::Literal(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    #[test]
    fn names_in_outputs_are_found_within_other_words() {
        assert_eq!(
            in_output("x %evt.latency.s").collect::<Vec<_>>(),
            ["evt.latency", "evt.latency.s"]
        );
        assert_eq!(in_output("evt.directory").collect::<Vec<_>>(), ["evt.dir"]);
    }

    #[test]
    fn fields_in_conditions_are_found_once_and_only_whole() {
        let tree = parse(
            "evt.dir = < and (evt.dir = > or tolower(evt.latency) = a) and evt.latencies exists",
            ParseLimits::default(),
        );
        assert_eq!(in_condition(&tree.unwrap()), ["evt.dir", "evt.latency"]);
    }
}
