//! Expected values are written anew: those that differ, where they stand, and nothing else.

use std::collections::BTreeMap;

use falconet_diagnostics::{SourceId, Span};

use crate::failure::Failure;
use crate::json::{Json, quoted};
use crate::read;

/// The text with what came; nothing if it stays as it is, or if what would come of it is not understood any more.
///
/// What stands at no place of its own stays: an empty value, one with an anchor or a tag, and one that several cases
/// share and that came differently.
pub(crate) fn apply<'f>(text: &str, failures: impl Iterator<Item = &'f Failure>) -> Option<String> {
    let mut edits: BTreeMap<usize, Option<(Span, &Json)>> = BTreeMap::new();
    for failure in failures {
        let Some(actual) = &failure.actual else {
            continue;
        };
        let Some(span) = own_place(text, failure.span) else {
            continue;
        };
        let edit = edits.entry(span.start).or_insert(Some((span, actual)));
        if edit.is_some_and(|(_, other)| other != actual) {
            *edit = None;
        }
    }
    let edits: Vec<(Span, &Json)> = edits.into_values().flatten().collect();
    let mut updated = String::with_capacity(text.len());
    let mut at = 0;
    for (span, actual) in &edits {
        updated.push_str(text.get(at..span.start)?);
        updated.push_str(&written(actual));
        at = span.end;
    }
    updated.push_str(text.get(at..)?);
    let is_good = !edits.is_empty() && read::read(SourceId(0), &updated).is_ok();
    is_good.then_some(updated)
}

/// The bytes of a value without the blanks behind it; nothing if it has none, or if others refer to it.
fn own_place(text: &str, span: Span) -> Option<Span> {
    let value = text.get(span.start..span.end)?.trim_end();
    let is_own = !value.is_empty() && !value.starts_with(['&', '!', '*']);
    is_own.then(|| Span::new(span.start, span.start + value.len()))
}

/// A value as YAML: a text that could be taken for something else, or for more than one line, in quotes.
pub(crate) fn written(value: &Json) -> String {
    match value {
        Json::Text(text) if is_plain(text) => text.clone(),
        Json::Text(text) => quoted(text),
        other => other.to_string(),
    }
}

/// Words that no reader of YAML takes for anything but a text.
fn is_plain(text: &str) -> bool {
    let is_harmless = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, ' ' | '_' | '/' | '.' | '-')
    };
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && !text.ends_with(' ')
        && text.chars().all(is_harmless)
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        )
}
