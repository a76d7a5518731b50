//! A tree in the syntax of the `regex` crate.

use std::fmt::{self, Display, Write};

use super::syntax::{Class, MAX_CODE_POINT, Node, Quantifier};

/// The first and the last surrogate. They are no code points of any text.
const SURROGATES: (u32, u32) = (0xD800, 0xDFFF);

/// A set without members.
const NOTHING: &str = r"[^\x{0}-\x{10FFFF}]";

/// The pattern, to be matched against whole texts, with `^` and `$` at line boundaries.
pub(super) fn anchored(node: &Node) -> String {
    format!(r"\A(?m:{})\z", Printed(node))
}

struct Printed<'n>(&'n Node);

impl Display for Printed<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Node::Literal(code_point) => write_literal(out, *code_point),
            Node::Any => out.write_char('.'),
            Node::LineStart => out.write_char('^'),
            Node::LineEnd => out.write_char('$'),
            Node::Class(class) => write_class(out, class),
            Node::Concat(items) => write_joined(out, items, ""),
            Node::Alternate(alternatives) => write_joined(out, alternatives, "|"),
            Node::Group(inner) => write_group(out, inner),
            Node::Repeat(inner, quantifier) => write_repeat(out, inner, *quantifier),
        }
    }
}

fn write_joined(out: &mut fmt::Formatter<'_>, nodes: &[Node], separator: &str) -> fmt::Result {
    for (index, node) in nodes.iter().enumerate() {
        if index > 0 {
            out.write_str(separator)?;
        }
        Printed(node).fmt(out)?;
    }
    Ok(())
}

fn write_group(out: &mut fmt::Formatter<'_>, inner: &Node) -> fmt::Result {
    write!(out, "(?:{})", Printed(inner))
}

/// A quantifier right behind another one would make that one lazy, so it gets a group.
fn write_repeat(out: &mut fmt::Formatter<'_>, inner: &Node, quantifier: Quantifier) -> fmt::Result {
    if matches!(inner, Node::Repeat(..)) {
        write_group(out, inner)?;
    } else {
        Printed(inner).fmt(out)?;
    }
    write_quantifier(out, quantifier)
}

fn write_quantifier(out: &mut fmt::Formatter<'_>, quantifier: Quantifier) -> fmt::Result {
    match quantifier {
        Quantifier::Star => out.write_char('*'),
        Quantifier::Plus => out.write_char('+'),
        Quantifier::Quest => out.write_char('?'),
        Quantifier::Counted { min, max: None } => write!(out, "{{{min},}}"),
        Quantifier::Counted {
            min,
            max: Some(max),
        } => write!(out, "{{{min},{max}}}"),
    }
}

fn write_literal(out: &mut fmt::Formatter<'_>, code_point: u32) -> fmt::Result {
    match char::from_u32(code_point) {
        Some(literal) => write_char(out, literal),
        None => out.write_str(NOTHING),
    }
}

/// An end of a range; [`scalars`] has removed the surrogates.
fn write_bound(out: &mut fmt::Formatter<'_>, code_point: u32) -> fmt::Result {
    char::from_u32(code_point).map_or(Ok(()), |bound| write_char(out, bound))
}

/// ASCII other than letters and digits is written in hex, so that none of it can mean anything.
fn write_char(out: &mut fmt::Formatter<'_>, literal: char) -> fmt::Result {
    if literal.is_ascii() && !literal.is_ascii_alphanumeric() {
        write!(out, r"\x{{{:X}}}", u32::from(literal))
    } else {
        out.write_char(literal)
    }
}

fn write_class(out: &mut fmt::Formatter<'_>, class: &Class) -> fmt::Result {
    let ranges: Vec<(u32, u32)> = class
        .ranges
        .iter()
        .flat_map(|range| scalars(*range))
        .collect();
    match (ranges.is_empty(), class.negated) {
        (true, false) => out.write_str(NOTHING),
        (true, true) => write_ranges(out, "[", &[(0, MAX_CODE_POINT)]),
        (false, false) => write_ranges(out, "[", &ranges),
        (false, true) => write_ranges(out, "[^", &ranges),
    }
}

/// What is left of a range without the surrogates.
fn scalars((low, high): (u32, u32)) -> impl Iterator<Item = (u32, u32)> {
    let (first, last) = SURROGATES;
    let below = (low, high.min(first - 1));
    let above = (low.max(last + 1), high);
    [below, above].into_iter().filter(|(low, high)| low <= high)
}

fn write_ranges(out: &mut fmt::Formatter<'_>, start: &str, ranges: &[(u32, u32)]) -> fmt::Result {
    out.write_str(start)?;
    for &(low, high) in ranges {
        write_bound(out, low)?;
        if high > low {
            out.write_char('-')?;
            write_bound(out, high)?;
        }
    }
    out.write_char(']')
}
