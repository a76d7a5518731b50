//! Values as they are written in conditions.

use std::fmt::Write as _;

use falconet_event::catalogue::ValueType;

use super::vocabulary as words;
use crate::choices::Choices;

/// What a literal is compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// By value.
    Plain,
    /// As a shell pattern.
    Glob,
    /// As a regular expression.
    Regex,
    /// As a path.
    Path,
}

/// Bytes of the longest literal that Falco takes.
const LONGEST: usize = 255;

/// A literal for a type, written so that it is one value; now and then one for another type.
pub fn literal(choices: &mut Choices<'_>, value_type: ValueType, used: Use) -> String {
    if choices.slip(4) {
        let text = words::text(choices);
        return quoted_or_bare(choices, &text);
    }
    let mut value = value(choices, value_type, used);
    if !choices.slip(5) {
        value.truncate(LONGEST);
    }
    if value_type == ValueType::String {
        quoted_or_bare(choices, &value)
    } else {
        String::from_utf8_lossy(&value).into_owned()
    }
}

fn value(choices: &mut Choices<'_>, value_type: ValueType, used: Use) -> Vec<u8> {
    match (value_type, used) {
        (ValueType::String, Use::Glob) => words::glob(choices),
        (ValueType::String, Use::Regex) => words::regex(choices),
        (ValueType::String, Use::Path) => choices.word(words::PATHS).into(),
        (ValueType::String, Use::Plain) => words::text(choices),
        (ValueType::Bool, _) => choices.word(&["true", "false"]).into(),
        (ValueType::IpAddr, _) => choices.word(words::ADDRESSES).into(),
        (ValueType::IpNet, _) => choices.word(words::NETWORKS).into(),
        (ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime, _) => {
            choices.word(words::NUMBERS).into()
        }
    }
}

/// A value without quotes where that is possible, at times with them all the same.
pub fn quoted_or_bare(choices: &mut Choices<'_>, value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) if is_bare(text) && !choices.chance(25) => text.to_owned(),
        _ => {
            let quote = choices.word(&["\"", "'"]);
            quoted(value, quote)
        }
    }
}

/// Whether a value can be written as it is, wherever values stand.
fn is_bare(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(|c: char| "()\"'=,".contains(c) || c.is_ascii_whitespace() || c == '\x0b')
}

/// A value between quotes. A string cannot end in a backslash, so one is written as its number.
pub fn quoted(value: &[u8], quote: &str) -> String {
    let mut out = quote.to_owned();
    for chunk in value.utf8_chunks() {
        chunk
            .valid()
            .chars()
            .for_each(|character| push_escaped(character, quote, &mut out));
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out + quote
}

fn push_escaped(character: char, quote: &str, out: &mut String) {
    match character {
        '\\' => out.push_str("\\x5c"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '\0' => out.push_str("\\x30"),
        _ if quote.starts_with(character) => {
            out.push('\\');
            out.push(character);
        }
        _ => out.push(character),
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::ast::{ExprKind, Right};
    use falconet_condition::{ParseLimits, parse};

    use super::*;

    fn read_back(written: &str) -> Vec<u8> {
        let text = format!("a.b = {written}");
        let tree = parse(&text, ParseLimits::default()).unwrap();
        let ExprKind::Check(check) = tree.kind else {
            panic!("not a check")
        };
        let Right::Value(value) = check.right else {
            panic!("not a value")
        };
        value.value
    }

    #[test]
    fn quoted_values_are_read_as_they_were() {
        for value in [
            &b"x y"[..],
            b"it's \"so\"",
            b"a\\",
            b"\xff\xfe",
            "é\n\t".as_bytes(),
            b"",
        ] {
            for quote in ["\"", "'"] {
                assert_eq!(read_back(&quoted(value, quote)), value);
            }
        }
    }

    #[test]
    fn bare_values_are_read_as_they_were() {
        for value in words::TEXTS.iter().filter(|value| is_bare(value)) {
            assert_eq!(read_back(value), value.as_bytes());
        }
    }
}
