//! Writing a tree out in a notation, without recursion over its Boolean part: macros put into macros can make
//! that part deeper than any text the parser accepts.

use crate::ast::{Check, Expr, ExprKind};

/// How the Boolean part of a tree is written.
pub(crate) struct Notation {
    /// What opens, separates and closes the children of an `and`.
    pub(crate) and: [&'static str; 3],
    /// The same for an `or`.
    pub(crate) or: [&'static str; 3],
    /// What opens and closes a `not`.
    pub(crate) not: [&'static str; 2],
    /// Writes a reference to a macro.
    pub(crate) write_macro: fn(&str, &mut Vec<u8>),
    /// Writes a check.
    pub(crate) write_check: fn(&Check, &mut Vec<u8>),
}

enum Step<'t> {
    Expr(&'t Expr),
    Text(&'static str),
}

/// Writes `expr` behind what `out` already holds.
pub(crate) fn render(expr: &Expr, notation: &Notation, out: &mut Vec<u8>) {
    let mut steps = vec![Step::Expr(expr)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Text(text) => out.extend_from_slice(text.as_bytes()),
            Step::Expr(expr) => open(&expr.kind, notation, &mut steps, out),
        }
    }
}

fn open<'t>(kind: &'t ExprKind, notation: &Notation, steps: &mut Vec<Step<'t>>, out: &mut Vec<u8>) {
    match kind {
        ExprKind::And(children) => open_chain(children, notation.and, steps),
        ExprKind::Or(children) => open_chain(children, notation.or, steps),
        ExprKind::Not(child) => open_not(child, notation.not, steps),
        ExprKind::Macro(name) => (notation.write_macro)(name, out),
        ExprKind::Check(check) => (notation.write_check)(check, out),
    }
}

/// Steps are taken from the end, so they are put down last first.
fn open_chain<'t>(
    children: &'t [Expr],
    [open, between, close]: [&'static str; 3],
    steps: &mut Vec<Step<'t>>,
) {
    steps.push(Step::Text(close));
    for (number, child) in children.iter().enumerate().rev() {
        steps.push(Step::Expr(child));
        steps.push(Step::Text(if number == 0 { open } else { between }));
    }
}

fn open_not<'t>(child: &'t Expr, [open, close]: [&'static str; 2], steps: &mut Vec<Step<'t>>) {
    steps.extend([Step::Text(close), Step::Expr(child), Step::Text(open)]);
}

/// Writes `items` with `separator` between them.
pub(crate) fn join<T>(
    items: &[T],
    separator: &str,
    out: &mut Vec<u8>,
    write: impl Fn(&T, &mut Vec<u8>),
) {
    for (number, item) in items.iter().enumerate() {
        if number > 0 {
            out.extend_from_slice(separator.as_bytes());
        }
        write(item, out);
    }
}
