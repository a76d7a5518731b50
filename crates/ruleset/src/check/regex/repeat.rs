//! Counted repetition: `{m}`, `{m,}`, `{m,n}`.

use super::RegexError;
use super::cursor::Cursor;
use super::error::shown;
use super::syntax::{Node, Quantifier};

/// The largest count, and the largest product of nested ones.
const MAX_COUNT: u32 = 1000;

/// Numbers from here on make RE2 read the brace as a literal.
const FIRST_UNREADABLE: u32 = 100_000_000;

/// Reads a count. Whatever does not look like one is left alone: its brace is a literal.
pub(super) fn parse_counts(cursor: &mut Cursor<'_>) -> Option<Quantifier> {
    let mut ahead = *cursor;
    ahead.skip(1);
    let min = parse_number(&mut ahead)?;
    let max = match (ahead.eat(b','), ahead.peek()) {
        (false, _) => Some(min),
        (true, Some(b'}')) => None,
        (true, _) => Some(parse_number(&mut ahead)?),
    };
    if !ahead.eat(b'}') {
        return None;
    }
    *cursor = ahead;
    Some(Quantifier::Counted { min, max })
}

/// A decimal number without leading zeros.
fn parse_number(ahead: &mut Cursor<'_>) -> Option<u32> {
    let first = ahead.eat_if(|byte| byte.is_ascii_digit())?;
    let mut number = u32::from(first - b'0');
    while let Some(digit) = ahead.eat_if(|byte| byte.is_ascii_digit()) {
        if first == b'0' || number >= FIRST_UNREADABLE {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    Some(number)
}

/// Refuses a count above the limit, and one that runs backwards.
pub(super) fn require_count(counts: Quantifier, written: &[u8]) -> Result<(), RegexError> {
    let Quantifier::Counted { min, max } = counts else {
        return Ok(());
    };
    let backwards = max.is_some_and(|max| max < min);
    if backwards || min > MAX_COUNT || max.is_some_and(|max| max > MAX_COUNT) {
        return Err(RegexError::RepeatSize(shown(written)));
    }
    Ok(())
}

/// Refuses a count that, multiplied by those inside its operand, is above the limit.
pub(super) fn require_nested_counts(
    node: &Node,
    counts: Quantifier,
    written: &[u8],
) -> Result<(), RegexError> {
    let Quantifier::Counted { min, max } = counts else {
        return Ok(());
    };
    let repeats = min >= 2 || max.is_some_and(|max| max >= 2);
    if repeats && remaining(node, MAX_COUNT) == 0 {
        return Err(RegexError::RepeatSize(shown(written)));
    }
    Ok(())
}

/// What the counts in `node` leave of `budget`, each dividing what those around it left.
fn remaining(node: &Node, budget: u32) -> u32 {
    match node {
        Node::Repeat(inner, quantifier) => remaining(inner, budget / divisor(*quantifier)),
        Node::Group(inner) => remaining(inner, budget),
        Node::Concat(children) | Node::Alternate(children) => {
            let left = children.iter().map(|child| remaining(child, budget));
            left.min().unwrap_or(budget)
        }
        _ => budget,
    }
}

fn divisor(quantifier: Quantifier) -> u32 {
    match quantifier {
        Quantifier::Counted { min, max } => max.unwrap_or(min).max(1),
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> Option<Quantifier> {
        parse_counts(&mut Cursor::new(text.as_bytes()))
    }

    #[test]
    fn the_three_forms_are_counts() {
        let counted = |min, max| Some(Quantifier::Counted { min, max });
        assert_eq!(counts("{2}"), counted(2, Some(2)));
        assert_eq!(counts("{2,}"), counted(2, None));
        assert_eq!(counts("{0,13}x"), counted(0, Some(13)));
    }

    #[test]
    fn anything_else_is_not_a_count() {
        for text in [
            "{",
            "{}",
            "{,2}",
            "{2",
            "{2,",
            "{02}",
            "{2,x}",
            "{2 }",
            "{1000000000}",
        ] {
            assert_eq!(counts(text), None, "{text}");
        }
    }
}
