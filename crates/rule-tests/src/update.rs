//! Expected values are written anew: those that differ, where they stand, and nothing else.

use crate::failure::Failure;
use crate::json::{Json, quoted};

/// The text with what came; nothing if it stays as it is.
pub(crate) fn apply<'f>(text: &str, failures: impl Iterator<Item = &'f Failure>) -> Option<String> {
    let mut edits: Vec<(&Failure, &Json)> = failures
        .filter_map(|failure| Some((failure, failure.actual.as_ref()?)))
        .collect();
    edits.sort_by_key(|(failure, _)| failure.span.start);
    edits.dedup_by_key(|(failure, _)| failure.span.start);
    let mut updated = String::with_capacity(text.len());
    let mut at = 0;
    for (failure, actual) in &edits {
        let (start, end) = (failure.span.start, failure.span.end);
        let old = text.get(start..end)?;
        updated.push_str(text.get(at..start)?);
        updated.push_str(&written(actual));
        if old.ends_with('\n') {
            updated.push('\n');
        }
        at = end;
    }
    updated.push_str(text.get(at..)?);
    (!edits.is_empty()).then_some(updated)
}

/// A value as YAML: a text that could be taken for something else, or for more than one line, in quotes.
fn written(value: &Json) -> String {
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
