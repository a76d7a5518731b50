//! For the comment of a pull request.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use falconet_diagnostics::escape_control;

use super::grouped;
use crate::definitions::Differences;
use crate::traffic::{Counts, text as text_of};
use crate::{Definitions, Traffic};

/// Rows of a table; the others are counted.
const MOST_ROWS: usize = 50;

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
    let mut push = |word: &str, name: &str| {
        let _ = writeln!(text, "- {word} {kind} {}", code(name));
    };
    of.added.iter().for_each(|name| push("**added**", name));
    of.removed.iter().for_each(|name| push("**removed**", name));
    of.reformatted
        .iter()
        .for_each(|name| push("written in another way:", name));
    for (name, differing) in &of.changed {
        let keys: Vec<&str> = differing.iter().map(|one| one.what).collect();
        let _ = writeln!(
            text,
            "- **changed** {kind} {}: {}\n",
            code(name),
            keys.join(", ")
        );
        text.push_str("  ```diff\n");
        for one in differing {
            let _ = writeln!(text, "  - {}: {}", one.what, fenced(&one.old));
            let _ = writeln!(text, "  + {}: {}", one.what, fenced(&one.new));
        }
        text.push_str("  ```\n");
    }
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
        let old = example.old.as_ref();
        let lost = old.or_else(|| (example.kind.word() == "lost").then_some(&example.alert));
        let gained = (example.kind.word() != "lost").then_some(&example.alert);
        for (sign, alert) in [("-", lost), ("+", gained)] {
            if let Some(alert) = alert {
                let (rule, output) = (text_of(alert, "rule"), text_of(alert, "output"));
                let _ = writeln!(text, "{sign} {}: {}", fenced(rule), fenced(output));
            }
        }
    }
    text.push_str("```\n\n</details>\n");
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
