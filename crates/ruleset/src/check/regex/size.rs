//! What a pattern costs to compile.

use super::RegexError;
use super::syntax::{Class, Node, Quantifier};

/// The most instructions a pattern may compile to. RE2's own limit is of this order; an exact copy of it
/// would need a copy of its compiler. What passes takes the `regex` crate less than 8 MiB, its default being 10.
const MAX_INSTRUCTIONS: u64 = 100_000;

/// What matching any one code point takes: each length of UTF-8 has its own path.
const ANY_CODE_POINT: u64 = 12;

/// Refuses a pattern that would compile to an outsized program.
pub(super) fn require_affordable(node: &Node) -> Result<(), RegexError> {
    if instructions(node) > MAX_INSTRUCTIONS {
        return Err(RegexError::TooLarge);
    }
    Ok(())
}

fn instructions(node: &Node) -> u64 {
    match node {
        Node::Literal(code_point) => char::from_u32(*code_point).map_or(1, encoded_length),
        Node::Any => ANY_CODE_POINT,
        Node::LineStart | Node::LineEnd => 1,
        Node::Class(class) => class_instructions(class),
        Node::Concat(children) => total(children),
        Node::Alternate(children) => total(children) + children.len() as u64,
        Node::Group(inner) => instructions(inner).saturating_add(2),
        Node::Repeat(inner, quantifier) => repeated(instructions(inner), *quantifier),
    }
}

fn encoded_length(literal: char) -> u64 {
    literal.len_utf8() as u64
}

fn total(children: &[Node]) -> u64 {
    let each = children.iter().map(instructions);
    each.fold(1, u64::saturating_add)
}

fn class_instructions(class: &Class) -> u64 {
    let is_wide = class.negated || class.ranges.iter().any(|(_, high)| *high > 0x7F);
    let paths = if is_wide { ANY_CODE_POINT } else { 0 };
    paths + 2 * class.ranges.len() as u64
}

/// Counts are unrolled; each copy that may be left out is a branch more.
fn repeated(inner: u64, quantifier: Quantifier) -> u64 {
    let (copies, branches) = match quantifier {
        Quantifier::Counted { min, max } => {
            (max.unwrap_or(min).max(1), max.unwrap_or(min) - min + 1)
        }
        _ => (1, 1),
    };
    inner
        .saturating_mul(u64::from(copies))
        .saturating_add(u64::from(branches))
}

#[cfg(test)]
mod tests {
    use super::super::{RegexError, translate};

    #[test]
    fn counts_multiply_the_size() {
        assert!(translate(b"[[:alpha:]_]{1,1000}").is_ok());
        let copies = "[a-zA-Z0-9_.,]".repeat(12);
        let pattern = format!("({copies}){{1000}}");
        assert_eq!(translate(pattern.as_bytes()), Err(RegexError::TooLarge));
    }

    #[test]
    fn what_passes_compiles_within_the_default_limit_of_the_regex_crate() {
        for unit in [".{1000}", "[^a]{1000}", "(a|b|c|.){1000}"] {
            let longest = (1..).map(|count| translate(unit.repeat(count).as_bytes()));
            let largest = longest.map_while(Result::ok).last().unwrap();
            assert!(::regex::Regex::new(&largest.translated).is_ok(), "{unit}");
        }
    }
}
