//! Where a field of an output text ends.
//!
//! Falco takes the whole rest of the text for a field and shortens it by one character from the right until it
//! parses and compiles. Few lengths can make a difference: what one parse of the whole rest takes, the same
//! without the bracket at its end, and the names of fields that begin the rest. Those are tried, longest first.

use falconet_condition::ast::Transformer;
use falconet_condition::{ParseLimits, parse_operand_prefix};
use falconet_event::catalogue::Source;

use super::super::expression::check_expression;
use crate::typed::Expression;

/// The field or transformer at the start of `rest`, and its length there.
pub(super) fn read_token(rest: &str, source: &Source) -> Option<(Expression, usize)> {
    if let Some(token) = read_exactly(rest, source) {
        return Some(token);
    }
    if let Some(end) = call_before_selector(rest) {
        return read_exactly(rest.get(..end)?, source);
    }
    let names = field_names_within(rest, source);
    names
        .into_iter()
        .find_map(|length| read_exactly(rest.get(..length)?, source))
}

/// What the parser takes of `rest`, if it compiles.
fn read_exactly(rest: &str, source: &Source) -> Option<(Expression, usize)> {
    let (operand, length) = parse_operand_prefix(rest, ParseLimits::default()).ok()?;
    let expression = check_expression(&operand, source).ok()?;
    Some((expression, length))
}

/// The lengths of the field names that begin `rest`, longest first.
fn field_names_within(rest: &str, source: &Source) -> Vec<usize> {
    let fields = source
        .providers
        .iter()
        .flat_map(|provider| &provider.fields);
    let mut lengths: Vec<usize> = fields
        .filter(|field| rest.starts_with(field.name.as_ref()))
        .map(|field| field.name.len())
        .collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    lengths
}

/// The length of a transformer at the start of `rest` without the `[…]` that follows it.
fn call_before_selector(rest: &str) -> Option<usize> {
    let name = Transformer::ALL.iter().find_map(|transformer| {
        let word = transformer.word();
        let behind = rest.strip_prefix(word)?;
        behind.starts_with('(').then_some(word.len())
    })?;
    let arguments = rest.get(name..)?.as_bytes();
    let end = name + closing_parenthesis(arguments)? + 1;
    rest.get(end..)?.starts_with('[').then_some(end)
}

/// What the text at some place is part of.
#[derive(Clone, Copy)]
enum Within {
    /// Nothing in particular.
    Arguments,
    /// A string with that quote, `[…]` around it or not.
    Quotes(u8),
    /// A bare `[…]`.
    Brackets,
}

/// The place of the parenthesis that closes the one at the start.
fn closing_parenthesis(text: &[u8]) -> Option<usize> {
    let mut within = Within::Arguments;
    let mut depth = 0_usize;
    let mut previous = 0;
    for (index, &byte) in text.iter().enumerate() {
        within = match (within, byte) {
            (Within::Arguments | Within::Brackets, b'"' | b'\'') => Within::Quotes(byte),
            (Within::Arguments, b'[') => Within::Brackets,
            (Within::Brackets, b']') => Within::Arguments,
            (Within::Quotes(quote), _) if byte == quote && previous != b'\\' => Within::Arguments,
            (other, _) => other,
        };
        depth = match (within, byte) {
            (Within::Arguments, b'(') => depth + 1,
            (Within::Arguments, b')') => depth.checked_sub(1)?,
            _ => depth,
        };
        if depth == 0 {
            return Some(index);
        }
        previous = byte;
    }
    None
}
