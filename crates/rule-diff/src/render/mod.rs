//! What differs, for people at a terminal, for a pull request, and for programs.

mod json;
mod markdown;
mod text;

use serde::Deserialize;

use crate::{Definitions, Look, Traffic};

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
