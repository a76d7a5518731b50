//! Any text is a condition or is refused with a place in it.

use falconet_condition::ast::{Expr, ExprKind, Operand, Right};
use falconet_condition::{ParseLimits, Span, parse, parse_operand_prefix, print, sexp};
use falconet_ruleset::check;

use crate::choices::Choices;
use crate::generate::condition::{Scope, condition};
use crate::generate::mutate::{mutate, soup};
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "condition-text",
    about: "any text parses, prints and compiles, or is refused with a place in it",
    ci_cases: 6000,
    least_judged: 20,
    generate,
    check,
};

const PART: &str = "condition.txt";

const PIECES: &[&str] = &[
    "and",
    "or",
    "not",
    "(",
    ")",
    " ",
    "  ",
    "a.b",
    "ct.name",
    "m",
    "=",
    "!=",
    "<=",
    " in ",
    "exists",
    "intersects",
    "pmatch",
    "oneof",
    "anyof",
    ",",
    "\"",
    "'",
    "\\",
    "val(",
    "tolower(",
    "concat(",
    "getopt(",
    "[0]",
    "[",
    "]",
    "1",
    "-1e+5",
    "0x1f",
    "x",
    "é",
    "\n",
    "\r",
    "\t",
    "\u{8}",
    "\u{b}",
    "\u{0}",
    "\\x41",
    "\"a b\"",
    "evt.num",
    "regex ",
    "[a",
    "bcontains ",
    "startswith ",
];

fn generate(choices: &mut Choices<'_>) -> Input {
    let text = match choices.number(0..=9) {
        0..=3 => soup(PIECES, choices).into_bytes(),
        4 => nested(choices).into_bytes(),
        _ => mutated(choices),
    };
    Input::default().with(PART, String::from_utf8_lossy(&text).into_owned())
}

fn mutated(choices: &mut Choices<'_>) -> Vec<u8> {
    let macros = ["m_a".to_owned()];
    let world = begin(choices, &World::choice());
    let scope = Scope {
        world,
        lists: &macros,
        macros: &macros,
    };
    let mut text = condition(choices, scope).into_bytes();
    if choices.chance(70) {
        mutate(&mut text, choices);
    }
    text
}

/// As deep as is allowed, or a little deeper.
fn nested(choices: &mut Choices<'_>) -> String {
    let (open, close) = match choices.number(0..=4) {
        0 => ("(", ")"),
        1 => ("not(", ")"),
        2 => ("not ", ""),
        3 => ("m and (", ")"),
        _ => ("tolower(", ")"),
    };
    let depth = choices.number(0..=2000);
    let (inner, rest) = if open == "tolower(" {
        ("ct.name", " exists")
    } else {
        ("m", "")
    };
    format!("{}{inner}{}{rest}", open.repeat(depth), close.repeat(depth))
}

fn check(input: &Input) -> Verdict {
    let text = input.text(PART);
    for limits in [ParseLimits::default(), ParseLimits::RULE_LOADER] {
        if let Ok((_, length)) = parse_operand_prefix(&text, limits)
            && !text.is_char_boundary(length)
        {
            return Err(format!(
                "an operand ends inside of a character, at {length}"
            ));
        }
        match parse(&text, limits) {
            Err(error) if error.position.index > text.len() => {
                return Err(format!("the error is behind the text: {error:?}"));
            }
            Err(_) if limits == ParseLimits::RULE_LOADER => return Ok(Outcome::Refused),
            Err(_) => {}
            Ok(tree) => look_at(&tree, &text)?,
        }
    }
    Ok(Outcome::Judged)
}

fn look_at(tree: &Expr, text: &str) -> Result<(), String> {
    let mut spans = Vec::new();
    collect(tree, &mut spans);
    if let Some(bad) = spans
        .iter()
        .find(|span| text.get(span.start..span.end).is_none())
    {
        return Err(format!("a span is no part of the text: {bad:?}"));
    }
    drop((print::print_condition(tree), sexp::condition(tree)));
    for world in World::all() {
        if let Err(error) = check::condition(tree, world.source()) {
            drop(error.to_string());
        }
    }
    Ok(())
}

fn collect(tree: &Expr, spans: &mut Vec<Span>) {
    spans.push(tree.span);
    match &tree.kind {
        ExprKind::And(children) | ExprKind::Or(children) => {
            for child in children {
                collect(child, spans);
            }
        }
        ExprKind::Not(child) => collect(child, spans),
        ExprKind::Macro(_) => {}
        ExprKind::Check(check) => {
            spans.push(check.operator_span);
            operands(&check.left, spans);
            match &check.right {
                Right::Nothing => {}
                Right::Value(value) => spans.push(value.span),
                Right::List(items) => spans.extend(items.iter().map(|item| item.span)),
                Right::Operand(operand) => operands(operand, spans),
            }
        }
    }
}

fn operands(operand: &Operand, spans: &mut Vec<Span>) {
    spans.push(operand.span());
    match operand {
        Operand::Transform(call) => call
            .arguments
            .iter()
            .for_each(|inner| operands(inner, spans)),
        Operand::List(items, _) => items.iter().for_each(|inner| operands(inner, spans)),
        Operand::Field(_) | Operand::Literal(_) => {}
    }
}
