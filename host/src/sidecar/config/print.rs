//! A configuration as YAML that explains itself: each key below what the schema says of it. What secrets hold is masked,
//! and what may be added stands there as a comment.

use serde_json::Value;

use super::schema::{Place, schema};
use super::tree::Tree;
use super::{Config, ConfigError, Overrides, masked};

/// Columns of a comment, its sign and indentation aside.
const WIDTH: usize = 96;
/// Keys below keys that a comment may show.
const DEEPEST: usize = 6;
const MASK: &str = "***";

/// What a configuration must have; all else has a default.
const SMALLEST: &str = "\
rules: [rules.yaml]
inputs:
  - {type: http, listen: '127.0.0.1:8686'}
outputs:
  - {type: file, path: alerts.jsonl, required: true}
admin: {listen: '127.0.0.1:8687'}
state: state/
";

impl Config {
    /// A configuration to begin with.
    pub(crate) fn to_begin_with(overrides: &Overrides) -> Result<Self, ConfigError> {
        Self::parse("to begin with", SMALLEST, overrides)
    }

    /// The configuration as it holds, with every key explained.
    pub(crate) fn explained(&self) -> Result<String, ConfigError> {
        let text = serde_json::to_string(self);
        let tree = text.and_then(|text| serde_json::from_str::<Tree>(&text));
        let tree = tree.map_err(ConfigError::Unprintable)?;
        let schema = schema();
        let place = Place::whole(&schema);
        let mut lines = comment(place.description());
        lines.push(String::new());
        for line in value(&tree, place) {
            let is_after = |last: &String| !last.is_empty() && !last.starts_with('#');
            if is_own(&line) && lines.last().is_some_and(is_after) {
                lines.push(String::new());
            }
            lines.push(line);
        }
        lines.push(String::new());
        Ok(lines.join("\n"))
    }
}

/// Whether a line at the margin begins something: a comment, or a key without one.
fn is_own(line: &str) -> bool {
    line.starts_with("# ") || line.starts_with(|c: char| c.is_ascii_lowercase())
}

fn value(tree: &Tree, place: Place<'_>) -> Vec<String> {
    match tree {
        Tree::Map(entries) => {
            let place = place.of_kind(tree.kind());
            let lines = entries.iter().map(|(key, value)| {
                let place = place.key(key).unwrap_or_else(|| place.unknown());
                entry(key, value, place)
            });
            lines.flatten().collect()
        }
        Tree::List(items) => list(items, place),
        Tree::Leaf(value) => vec![flow(value)],
    }
}

/// A key with what is said about it above.
fn entry(key: &str, tree: &Tree, place: Place<'_>) -> Vec<String> {
    let is_kind = key == "type";
    let mut lines = comment(place.description().filter(|_| !is_kind));
    match tree {
        Tree::Leaf(Value::Null) => lines.extend(absent(key, place)),
        Tree::Leaf(Value::String(_)) if place.is_secret() => {
            lines.push(format!("{key}: \"{MASK}\""));
        }
        Tree::Leaf(Value::String(url)) if key == "url" => {
            lines.push(format!("url: {}", flow(&masked::url(url).into())));
        }
        Tree::Leaf(leaf) => lines.push(format!("{key}: {}", flow(leaf))),
        Tree::List(items) if items.is_empty() => {
            lines.push(format!("{key}: []"));
            lines.extend(indented(further_kinds(items, place)));
        }
        Tree::Map(entries) if entries.is_empty() => lines.push(format!("{key}: {{}}")),
        Tree::List(_) | Tree::Map(_) => {
            lines.push(format!("{key}:"));
            lines.extend(indented(value(tree, place)));
        }
    }
    lines
}

/// What a key that is not there may hold: a comment if that has keys of its own.
fn absent(key: &str, place: Place<'_>) -> Vec<String> {
    let shown = skeleton(place, DEEPEST);
    if shown.is_empty() {
        return vec![format!("{key}: null")];
    }
    let mut lines = vec![format!("{key}:")];
    lines.extend(indented(shown));
    commented(lines)
}

fn list(items: &[Tree], place: Place<'_>) -> Vec<String> {
    let item = place.item().unwrap_or(place);
    let mut lines = Vec::new();
    for tree in items {
        let kind = tree.kind();
        lines.extend(comment(
            kind.and_then(|kind| item.of_kind(Some(kind)).description()),
        ));
        lines.extend(dashed(value(tree, item)));
    }
    lines.extend(further_kinds(items, place));
    lines
}

/// The kinds of items that the list does not have, as comments.
fn further_kinds(items: &[Tree], place: Place<'_>) -> Vec<String> {
    let Some(item) = place.item() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    for kind in item.alternatives() {
        let is_there = items.iter().any(|item| item.kind() == kind.kind());
        if kind.kind().is_some() && !is_there {
            lines.extend(comment(kind.description()));
            lines.extend(commented(dashed(skeleton(kind, DEEPEST))));
        }
    }
    lines
}

/// What may stand somewhere, with defaults where there are some.
fn skeleton(place: Place<'_>, depth: usize) -> Vec<String> {
    let mut lines = Vec::new();
    if depth == 0 || place.is_text() {
        return lines;
    }
    for alternative in place.alternatives() {
        for key in alternative.keys() {
            if let Some(of_key) = alternative.key(key) {
                lines.extend(skeleton_of_key(key, alternative.kind(), of_key, depth));
            }
        }
    }
    lines
}

fn skeleton_of_key(key: &str, kind: Option<&str>, place: Place<'_>, depth: usize) -> Vec<String> {
    if let Some(kind) = kind.filter(|_| key == "type") {
        return vec![format!("type: {kind}")];
    }
    let mut lines = comment(place.description());
    let below = skeleton(place, depth - 1);
    let default = place.default().filter(|default| !default.is_null());
    match default {
        Some(default) if below.is_empty() => lines.push(format!("{key}: {}", flow(default))),
        _ if below.is_empty() => lines.push(format!("{key}:")),
        _ => {
            lines.push(format!("{key}:"));
            lines.extend(indented(below));
        }
    }
    lines
}

fn comment(text: Option<&str>) -> Vec<String> {
    let text = text.unwrap_or_default();
    let wrapped = text.lines().flat_map(|line| textwrap::wrap(line, WIDTH));
    wrapped
        .map(|line| format!("# {line}").trim_end().to_owned())
        .collect()
}

fn commented(lines: Vec<String>) -> Vec<String> {
    let lines = lines.into_iter();
    lines
        .map(|line| format!("# {line}").trim_end().to_owned())
        .collect()
}

fn indented(lines: Vec<String>) -> Vec<String> {
    lines.into_iter().map(|line| format!("  {line}")).collect()
}

/// An item: a dash before its first line that is no comment.
fn dashed(lines: Vec<String>) -> Vec<String> {
    let first = lines.iter().position(|line| !line.starts_with('#'));
    let lines = lines.into_iter().enumerate().map(|(number, line)| {
        let sign = if Some(number) == first { "- " } else { "  " };
        format!("{sign}{line}")
    });
    lines.collect()
}

/// As plain text if nobody can mistake it, else as JSON, which is YAML.
fn flow(value: &Value) -> String {
    match value {
        Value::String(text) if is_plain(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a text needs no quotes: it cannot be taken for anything else.
fn is_plain(text: &str) -> bool {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_./-".contains(c));
    let means_else = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let is_quantity = number.len() < text.len()
        && !number.is_empty()
        && number.chars().all(|c| c.is_ascii_digit());
    is_quantity || is_word && !means_else.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{MINIMAL, parse};
    use super::*;

    fn as_json(config: &Config) -> Value {
        serde_json::to_value(config).unwrap()
    }

    #[test]
    fn what_is_printed_is_the_same_configuration() {
        let more = "options: ['priority=on', \"a: #b\"]\nsource: 'yes'\nlimits: {threads: 3, max_wait: 1500ms}\n";
        for text in [SMALLEST.to_owned(), format!("{MINIMAL}{more}")] {
            let config = parse(&text).unwrap();
            let printed = config.explained().unwrap();
            let again = parse(&printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
            assert_eq!(as_json(&again), as_json(&config), "{printed}");
        }
    }

    #[test]
    fn secrets_are_masked_wherever_they_stand() {
        let text = "
inputs: [{type: http, listen: '127.0.0.1:1'}]
outputs:
  - {type: http, url: 'http://x', auth: {basic: {user: me, password: s3cret}}, headers: {x-key: s3cret}}
  - {type: http, name: b, url: 'http://me:s3cret@x/?key=s3cret', auth: {bearer: s3cret}}
  - {type: http, name: c, url: 'http://x', auth: {bearer: {file: /run/token}}}
  - {type: forward, address: 'x:1', shared_key: s3cret}
";
        let config = parse(text).unwrap();
        let printed = config.explained().unwrap();
        assert!(!printed.contains("s3cret"), "{printed}");
        assert_eq!(printed.matches("\"***\"").count(), 4, "{printed}");
        assert!(
            printed.contains("/run/token") && printed.contains("user: me"),
            "{printed}"
        );
        parse(&printed).unwrap();
    }

    #[test]
    fn every_key_of_the_schema_is_shown_with_what_it_means() {
        let printed = parse(MINIMAL).unwrap().explained().unwrap();
        let schema = schema();
        for key in Place::whole(&schema).keys() {
            let shown = |line: &str| {
                line.trim_start_matches("# ")
                    .starts_with(&format!("{key}:"))
            };
            assert!(printed.lines().any(shown), "{key}\n{printed}");
        }
        let limits = "limits:\n  # Threads that judge, each with an instance";
        assert!(printed.contains(limits), "{printed}");
        assert!(printed.contains("# - type: stdout"), "{printed}");
        assert!(printed.contains("  max_body: 64MiB"), "{printed}");
    }

    #[test]
    fn texts_that_could_be_taken_for_something_else_are_quoted() {
        for text in [
            "yes", "No", "12", "1.5", "1e3", "a: b", "#", "", "- a", "null", "0x1f", "~",
        ] {
            assert!(!is_plain(text), "{text}");
        }
        for text in ["64MiB", "5s", "rules.yaml", "state/", "aws_cloudtrail"] {
            assert!(is_plain(text), "{text}");
        }
    }
}
