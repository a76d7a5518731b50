//! For the comment of a pull request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use falconet_diagnostics::render::count;
use falconet_diagnostics::{escape_control, excerpt, excerpts};

use super::{grouped, told, told_apart};
use crate::definitions::{Difference, Differences};
use crate::traffic::{Counts, Example, Kind, text as text_of};
use crate::{Definitions, Traffic};

/// Rows of a table; the others are counted.
const MOST_ROWS: usize = 50;
/// Rules, macros and lists that are told of one kind of change; the others are counted.
const MOST_CHANGES: usize = 50;
/// Characters of a condition, an output or something else that differs.
const MOST_CHARACTERS: usize = 400;

pub(super) fn render(definitions: &Definitions, traffic: Option<&Traffic>) -> String {
    let mut text = String::from("### What this change of rules does\n\n");
    let before = text.len();
    push_differences(&mut text, "rule", &definitions.rules);
    push_differences(&mut text, "macro", &definitions.macros);
    push_differences(&mut text, "list", &definitions.lists);
    if definitions.is_reordered {
        text.push_str("- The rules stand in another **order**.\n");
    }
    if text.len() == before {
        text.push_str("The rules mean the same.\n");
    }
    if let Some(traffic) = traffic {
        push_traffic(&mut text, traffic);
    }
    text
}

fn push_differences(text: &mut String, kind: &str, of: &Differences) {
    push_names(text, "**added**", kind, &of.added);
    push_names(text, "**removed**", kind, &of.removed);
    push_names(text, "written in another way:", kind, &of.reformatted);
    for (name, differing) in of.changed.iter().take(MOST_CHANGES) {
        push_change(text, kind, name, differing);
    }
    push_more(text, "changed", kind, of.changed.len());
}

fn push_names(text: &mut String, word: &str, kind: &str, names: &[String]) {
    for name in names.iter().take(MOST_CHANGES) {
        let _ = writeln!(text, "- {word} {kind} {}", code(name));
    }
    push_more(text, word, kind, names.len());
}

/// How many there are beside those that are told.
fn push_more(text: &mut String, word: &str, kind: &str, all: usize) {
    if let Some(more @ 1..) = all.checked_sub(MOST_CHANGES) {
        let more = count(more, &format!("more {kind}"));
        let _ = writeln!(text, "- {} {more}", word.trim_end_matches(':'));
    }
}

fn push_change(text: &mut String, kind: &str, name: &str, differing: &[Difference]) {
    let keys: Vec<&str> = differing.iter().map(|one| one.what).collect();
    let (name, keys) = (code(name), keys.join(", "));
    let _ = writeln!(text, "- **changed** {kind} {name}: {keys}\n");
    text.push_str("  ```diff\n");
    for one in differing {
        let [old, new] = excerpts(&one.old, &one.new, MOST_CHARACTERS);
        let _ = writeln!(text, "  - {}: {}", one.what, fenced(&old));
        let _ = writeln!(text, "  + {}: {}", one.what, fenced(&new));
    }
    text.push_str("  ```\n");
}

fn push_traffic(text: &mut String, traffic: &Traffic) {
    let sum = |number: fn(&Counts) -> u64| grouped(traffic.rules.values().map(number).sum());
    let (events, old, new) = (grouped(traffic.events), sum(|of| of.old), sum(|of| of.new));
    let _ = writeln!(
        text,
        "\nEvents: {events}. Alerts before: {old}, after: {new}."
    );
    if !traffic.differs() {
        text.push_str("No alert differs.\n");
        return;
    }
    push_table(text, "rule", &traffic.rules);
    push_table(text, "principal", &traffic.principals);
    text.push_str("\n<details><summary>Examples</summary>\n\n```diff\n");
    for example in &traffic.examples {
        push_example(text, example);
    }
    text.push_str("```\n\n</details>\n");
}

fn push_example(text: &mut String, example: &Example) {
    let alert = &example.alert;
    let rule = fenced(text_of(alert, "rule"));
    let mut push = |sign: &str, told: &str| {
        let _ = writeln!(text, "{sign} {rule}: {}", fenced(told));
    };
    match (&example.old, example.kind) {
        (Some(old), _) => {
            let [old, new] = told_apart(old, alert);
            let [old, new] = excerpts(&old, &new, MOST_CHARACTERS);
            push("-", &old);
            push("+", &new);
        }
        (None, kind) => {
            let sign = if kind == Kind::Lost { "-" } else { "+" };
            push(sign, &excerpt(&told(alert), 0, MOST_CHARACTERS));
        }
    }
}

fn push_table(text: &mut String, title: &str, of: &BTreeMap<String, Counts>) {
    let mut rows: Vec<_> = of.iter().filter(|(_, counts)| counts.differ()).collect();
    rows.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.gained + counts.lost + counts.changed));
    let _ = writeln!(
        text,
        "\n| {title} | gained | lost | changed |\n|---|---:|---:|---:|"
    );
    for (name, counts) in rows.iter().take(MOST_ROWS) {
        let [gained, lost, changed] = [counts.gained, counts.lost, counts.changed].map(grouped);
        let _ = writeln!(text, "| {} | {gained} | {lost} | {changed} |", code(name));
    }
    if let Some(others) = rows
        .len()
        .checked_sub(MOST_ROWS)
        .filter(|others| *others > 0)
    {
        let _ = writeln!(text, "\nand {others} more");
    }
}

/// A name as code: nothing in it is Markdown.
fn code(text: &str) -> String {
    format!(
        "`{}`",
        escape_control(text).replace('`', "'").replace('|', "\\|")
    )
}

/// A text in a block of code, on one line.
fn fenced(text: &str) -> String {
    escape_control(text).replace("```", "'''")
}
