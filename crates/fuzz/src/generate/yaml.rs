//! YAML in many spellings: block and flow, all styles of scalars.

use std::fmt::Write as _;

use crate::choices::Choices;

/// A YAML node.
#[derive(Clone, Debug)]
pub enum Yaml {
    /// A scalar.
    Text(String),
    /// A sequence.
    Items(Vec<Yaml>),
    /// A mapping; keys may come twice.
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// A scalar.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A sequence of scalars.
    pub fn texts(texts: impl IntoIterator<Item = String>) -> Self {
        Self::Items(texts.into_iter().map(Self::Text).collect())
    }

    /// A mapping.
    pub fn map<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::Map(members.map(|(key, value)| (key.to_owned(), value)).into())
    }
}

/// The items of a file, in block style at the outermost level.
pub fn document(items: &[Yaml], choices: &mut Choices<'_>) -> String {
    let mut out = String::new();
    for item in items {
        match choices.number(0..=29) {
            27 => out.push_str("# a comment: [\n"),
            28 => out.push_str("---\n"),
            29 => out.push('\n'),
            _ => {}
        }
        out.push_str("- ");
        block(item, 2, choices, &mut out);
    }
    out
}

/// Writes a node that begins on the current line and ends with a line break.
fn block(node: &Yaml, indent: usize, choices: &mut Choices<'_>, out: &mut String) {
    match node {
        Yaml::Map(members) if !members.is_empty() && !choices.chance(15) => {
            block_map(members, indent, choices, out);
        }
        Yaml::Items(items) if !items.is_empty() && !choices.chance(40) => {
            block_items(items, indent, choices, out);
        }
        Yaml::Text(text) if may_be_literal(text) && choices.chance(15) => {
            literal(text, indent, choices, out);
        }
        other => {
            flow(other, choices, out);
            out.push('\n');
        }
    }
}

fn block_map(
    members: &[(String, Yaml)],
    indent: usize,
    choices: &mut Choices<'_>,
    out: &mut String,
) {
    for (at, (key, value)) in members.iter().enumerate() {
        if at > 0 {
            out.push_str(&" ".repeat(indent));
        }
        scalar(key, choices, out);
        out.push_str(": ");
        member(value, indent, choices, out);
    }
}

/// What stands behind a key: on its line or below it.
fn member(value: &Yaml, indent: usize, choices: &mut Choices<'_>, out: &mut String) {
    let inner = indent + choices.number(1..=3);
    match value {
        Yaml::Items(items) if !items.is_empty() && choices.chance(60) => {
            line_break(inner, out);
            block_items(items, inner, choices, out);
        }
        Yaml::Map(members) if !members.is_empty() && choices.chance(60) => {
            line_break(inner, out);
            block_map(members, inner, choices, out);
        }
        Yaml::Text(_) => block(value, indent, choices, out),
        _ => {
            flow(value, choices, out);
            out.push('\n');
        }
    }
}

fn line_break(indent: usize, out: &mut String) {
    out.push('\n');
    out.push_str(&" ".repeat(indent));
}

fn block_items(items: &[Yaml], indent: usize, choices: &mut Choices<'_>, out: &mut String) {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str("- ");
        block(item, indent + 2, choices, out);
    }
}

fn flow(node: &Yaml, choices: &mut Choices<'_>, out: &mut String) {
    match node {
        Yaml::Text(text) => scalar(text, choices, out),
        Yaml::Items(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                flow(item, choices, out);
            }
            out.push(']');
        }
        Yaml::Map(members) => {
            out.push('{');
            for (at, (key, value)) in members.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                scalar(key, choices, out);
                out.push_str(": ");
                flow(value, choices, out);
            }
            out.push('}');
        }
    }
}

fn scalar(text: &str, choices: &mut Choices<'_>, out: &mut String) {
    if is_plain(text) && !choices.chance(10) {
        out.push_str(text);
    } else if may_be_single_quoted(text) && choices.chance(50) {
        let _ = write!(out, "'{}'", text.replace('\'', "''"));
    } else {
        double_quoted(text, out);
    }
}

/// Whether the text is a plain scalar in block and flow collections alike, and no null.
fn is_plain(text: &str) -> bool {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || " _.-=<>()/".contains(c);
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(is_safe)
        && !text.ends_with(' ')
        && !text.eq_ignore_ascii_case("null")
}

fn may_be_single_quoted(text: &str) -> bool {
    !text.chars().any(char::is_control)
}

fn double_quoted(text: &str, out: &mut String) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

/// Whether the text can stand in a literal block as it is.
fn may_be_literal(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with('\n')
        && !text.contains(|c: char| c.is_control() && c != '\n')
}

fn literal(text: &str, indent: usize, choices: &mut Choices<'_>, out: &mut String) {
    let folds = !text.contains('\n') && choices.chance(50);
    out.push_str(if folds { ">-\n" } else { "|-\n" });
    for line in text.split('\n') {
        out.push_str(&" ".repeat(indent + 2));
        out.push_str(line);
        out.push('\n');
    }
}
