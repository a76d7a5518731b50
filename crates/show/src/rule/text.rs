//! A resolved rule for people.

use super::output::OutputPart;
use super::{ShownChange, ShownRule, condition_text};
use crate::list::details;
use crate::page::{Page, safe};
use crate::place::Place;

/// The text stands behind as many blanks.
const INDENT: usize = 2;

/// The whole page.
pub(super) fn of(rule: &ShownRule, page: Page) -> String {
    let mut text = format!("{}\n", page.strong(&safe(&rule.name)));
    text.push_str(&paragraph(&rule.description, page));
    text.push('\n');
    text.push_str(&details(&facts(rule), page));
    text.push_str(&heading("Condition", page));
    match &rule.condition.tree {
        Some(tree) => text.push_str(&condition_text::of(tree, &rule.changes, page)),
        None => text.push_str(&paragraph(&rule.condition.compiled, page)),
    }
    text.push_str(&heading("Output", page));
    for part in &rule.output.parts {
        text.push_str(&output_part(part, &rule.changes, page));
    }
    if rule.changes.len() > 1 {
        text.push_str(&heading("Changes", page));
        let changes: Vec<_> = rule.changes.iter().map(change_line).collect();
        text.push_str(&details(&changes, page));
    }
    text
}

fn heading(title: &str, page: Page) -> String {
    format!("\n{}\n", page.strong(title))
}

fn paragraph(text: &str, page: Page) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    page.lines(&safe(&words), INDENT)
}

fn facts(rule: &ShownRule) -> Vec<(&'static str, String)> {
    let mut facts = vec![
        ("defined", short(rule.place.as_ref())),
        ("source", rule.source.clone()),
        (
            "priority",
            format!("{}{}", rule.priority, given_by(rule, "priority")),
        ),
        ("enabled", enabled(rule)),
        (
            "tags",
            format!("{}{}", rule.tags.join(", "), given_by(rule, "tags")),
        ),
        (
            "reads",
            rule.details
                .fields()
                .into_iter()
                .collect::<Vec<_>>()
                .join(", "),
        ),
    ];
    let exceptions = rule.exceptions.iter().map(|exception| {
        let values = match exception.values {
            0 => "no values, so it excepts nothing".to_owned(),
            1 => "1 value".to_owned(),
            several => format!("{several} values"),
        };
        let fields = exception.fields.join(", ");
        let place = short(exception.place.as_ref());
        (
            "exception",
            format!("{}: {fields}; {values}; {place}", exception.name),
        )
    });
    facts.extend(exceptions);
    let extra = rule.extra_fields.iter();
    facts.extend(extra.map(|extra| {
        (
            "alert field",
            format!("{}: {} (the setting append_output)", extra.name, extra.text),
        )
    }));
    facts.retain(|(_, text)| !text.is_empty());
    facts
}

fn enabled(rule: &ShownRule) -> String {
    let value = if rule.enabled.value { "yes" } else { "no" };
    let place = rule
        .enabled
        .place
        .as_ref()
        .map(|place| format!(", at {}", place.short()));
    format!(
        "{value}: {}{}",
        rule.enabled.reason,
        place.unwrap_or_default()
    )
}

/// The last item behind the definition that gives a key.
fn given_by(rule: &ShownRule, key: &str) -> String {
    let gives = |change: &&ShownChange| change.keys.iter().any(|one| one.key == key);
    let last = rule
        .changes
        .iter()
        .rev()
        .find(|change| change.kind == "define" || gives(change));
    let Some(change) = last.filter(|change| change.kind != "define") else {
        return String::new();
    };
    format!(" ({} at {})", change.kind, short(change.place.as_ref()))
}

fn short(place: Option<&Place>) -> String {
    place.map(Place::short).unwrap_or_default()
}

fn output_part(part: &OutputPart, changes: &[ShownChange], page: Page) -> String {
    let from = match &part.place {
        Some(place) => format!("{}{}", safe(&place.short()), kind_of(part, changes)),
        None => "the setting append_output".to_owned(),
    };
    let indent = INDENT + 2;
    format!(
        "{}{:indent$}{}\n",
        paragraph(&part.text, page),
        "",
        page.faint(&from)
    )
}

fn kind_of(part: &OutputPart, changes: &[ShownChange]) -> String {
    let change = part.change.and_then(|index| changes.get(index));
    change
        .map(|change| format!(" ({})", change.kind))
        .unwrap_or_default()
}

fn change_line(change: &ShownChange) -> (&'static str, String) {
    let keys: Vec<_> = change
        .keys
        .iter()
        .map(|key| match (change.kind, key.appended) {
            ("override", true) => format!("{} appended", key.key),
            ("override", false) => format!("{} replaced", key.key),
            _ => key.key.clone(),
        })
        .collect();
    (
        change.kind,
        format!("{}: {}", short(change.place.as_ref()), keys.join(", ")),
    )
}
