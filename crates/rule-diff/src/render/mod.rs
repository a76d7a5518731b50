//! What differs, for people at a terminal, for a pull request, and for programs.

mod json;
mod markdown;
mod text;

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::traffic::text as text_of;
use crate::{Definitions, Look, Traffic};

type Alert = Map<String, Value>;

/// How it is written what differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For the comment of a pull request.
    Markdown,
    /// For programs: `docs/schema/diff.schema.json`.
    Json,
}

/// Everything that differs. `traffic` is absent where no events were judged.
pub fn render(
    definitions: &Definitions,
    traffic: Option<&Traffic>,
    format: Format,
    look: Look,
) -> String {
    match format {
        Format::Text => text::render(definitions, traffic, look),
        Format::Markdown => markdown::render(definitions, traffic),
        Format::Json => json::render(definitions, traffic),
    }
}

/// What an alert that changed said, and what it says: the output, or where that is the same, what else differs.
fn told_apart(old: &Alert, new: &Alert) -> [String; 2] {
    if told(old) != told(new) {
        return [told(old), told(new)];
    }
    let keys: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let differs = |key: &&&String| old.get(**key) != new.get(**key);
    let differing: Vec<&&String> = keys.iter().filter(differs).collect();
    let values = |alert: &Alert| {
        let value = |key: &&&String| {
            let value = alert.get(**key).unwrap_or(&Value::Null);
            format!("{key}: {value}")
        };
        differing.iter().map(value).collect::<Vec<_>>().join(", ")
    };
    [values(old), values(new)]
}

/// The output of an alert, with what Falco puts before it.
fn told(alert: &Alert) -> String {
    match text_of(alert, "output") {
        "" => Value::Object(alert.clone()).to_string(),
        output => output.to_owned(),
    }
}

/// A number with commas between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::grouped;

    #[test]
    fn thousands_are_told_apart() {
        let written = [0, 999, 1000, 123_456, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "999", "1,000", "123,456", "1,234,567"]);
    }
}
