//! A condition that is printed and parsed again is the same, except where Falco's printed form loses something.

use falconet_condition::ast::{Check, Expr, ExprKind, Field, Literal, Operand, Right};
use falconet_condition::{ParseLimits, parse, print, sexp};

use crate::choices::Choices;
use crate::generate::condition::{Scope, condition};
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "condition-print",
    about: "a printed condition parses to the tree that was printed, and prints the same again",
    ci_cases: 6000,
    least_judged: 50,
    generate,
    check,
};

const PART: &str = "condition.txt";

fn generate(choices: &mut Choices<'_>) -> Input {
    let macros = ["m_a".to_owned(), "or".to_owned(), "not_m".to_owned()];
    let world = begin(choices, &World::choice());
    let scope = Scope {
        world,
        lists: &[],
        macros: &macros,
    };
    Input::default().with(PART, condition(choices, scope))
}

fn check(input: &Input) -> Verdict {
    let Ok(tree) = parse(&input.text(PART), ParseLimits::default()) else {
        return Ok(Outcome::Refused);
    };
    if !is_told_whole(&tree) {
        return Ok(Outcome::Refused);
    }
    let printed = print::print_condition(&tree);
    // The printed form has parentheses around every chain, so it may nest deeper.
    let again = parse(&printed, ParseLimits::RULE_LOADER)
        .map_err(|error| format!("`{printed}` does not parse: {error}"))?;
    if sexp::condition(&again) != sexp::condition(&tree) {
        return Err(format!("`{printed}` is another condition"));
    }
    let twice = print::print_condition(&again);
    if twice != printed {
        return Err(format!("`{printed}` prints as `{twice}`"));
    }
    Ok(Outcome::Judged)
}

/// Whether Falco's printed form says everything about a condition. It prints `not(not x)` as `not not x`, which is
/// read as `x`. It prints an empty value as nothing, quotes no value for its commas, parentheses, brackets or vertical tabs, no literal argument of a transformer unless it
/// would quote it as a value, and cannot write a value that ends in a backslash or is not UTF-8.
fn is_told_whole(tree: &Expr) -> bool {
    match &tree.kind {
        ExprKind::And(children) | ExprKind::Or(children) => children.iter().all(is_told_whole),
        ExprKind::Not(child) => !matches!(child.kind, ExprKind::Not(_)) && is_told_whole(child),
        ExprKind::Macro(_) => true,
        ExprKind::Check(check) => is_check_told_whole(check),
    }
}

fn is_check_told_whole(check: &Check) -> bool {
    is_operand_told_whole(&check.left)
        && match &check.right {
            Right::Nothing => true,
            Right::Value(value) => is_value_told_whole(value),
            Right::List(items) => items.iter().all(is_value_told_whole),
            Right::Operand(operand) => is_operand_told_whole(operand),
        }
}

fn is_operand_told_whole(operand: &Operand) -> bool {
    match operand {
        Operand::Field(field) => is_field_told_whole(field),
        Operand::Transform(call) => {
            let selector = call.selector.as_ref();
            call.arguments.iter().all(is_operand_told_whole)
                && selector.is_none_or(|selector| is_argument_told_whole(selector))
        }
        Operand::Literal(literal) => is_quoted(&literal.value) && is_value_told_whole(literal),
        Operand::List(items, _) => items.iter().all(is_operand_told_whole),
    }
}

fn is_field_told_whole(field: &Field) -> bool {
    field
        .argument
        .as_ref()
        .is_none_or(|argument| is_argument_told_whole(argument))
}

fn is_argument_told_whole(argument: &[u8]) -> bool {
    argument.is_empty() || is_quoted(argument) && can_be_quoted(argument) || {
        can_be_quoted(argument) && !argument.iter().any(|byte| b"[]\x0b".contains(byte))
    }
}

fn is_value_told_whole(literal: &Literal) -> bool {
    let value = &literal.value;
    can_be_quoted(value)
        && (is_quoted(value)
            || !value.is_empty() && !value.iter().any(|byte| b"(),\x0b".contains(byte)))
}

fn can_be_quoted(value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok() && !value.contains(&0) && !value.ends_with(b"\\")
}

/// Whether a value is printed between quotes.
fn is_quoted(value: &[u8]) -> bool {
    value
        .iter()
        .any(|byte| b"\x08\x0c\n\r\t =\\\"'".contains(byte))
}
