//! For people at a terminal.

use std::fmt::Write as _;

use falconet_diagnostics::escape_control;
use unicode_width::UnicodeWidthStr as _;

use super::{grouped, told, told_apart};
use crate::definitions::Differences;
use crate::traffic::{Counts, Example, Kind, text as text_of};
use crate::{Definitions, Look, Traffic};

const GREEN: &str = "32";
const RED: &str = "31";
const YELLOW: &str = "33";
const BOLD: &str = "1";
const PLAIN: &str = "0";
/// Principals that are shown; the others are counted.
const MOST_PRINCIPALS: usize = 20;
/// Where nobody says how wide a line may be.
const WIDTH: usize = 100;
/// Columns of five numbers.
const NUMBERS: usize = 45;
const SHORTEST_NAME: usize = 12;

pub(super) fn render(definitions: &Definitions, traffic: Option<&Traffic>, look: Look) -> String {
    let mut text = String::new();
    for (kind, differences) in [
        ("rule", &definitions.rules),
        ("macro", &definitions.macros),
        ("list", &definitions.lists),
    ] {
        push_differences(&mut text, kind, differences, look);
    }
    if definitions.is_reordered {
        text.push_str("The rules stand in another order.\n");
    }
    if text.is_empty() {
        text.push_str("The rules mean the same.\n");
    }
    if let Some(traffic) = traffic {
        push_traffic(&mut text, traffic, look);
    }
    text
}

fn push_differences(text: &mut String, kind: &str, of: &Differences, look: Look) {
    for name in &of.added {
        push_item(text, "+", GREEN, &format!("{kind} {name}"), look);
    }
    for name in &of.removed {
        push_item(text, "-", RED, &format!("{kind} {name}"), look);
    }
    for (name, differing) in &of.changed {
        push_item(text, "~", YELLOW, &format!("{kind} {name}"), look);
        for one in differing {
            let _ = writeln!(text, "    {}", one.what);
            push_value(text, "-", RED, &one.old, look);
            push_value(text, "+", GREEN, &one.new, look);
        }
    }
    for name in &of.reformatted {
        push_item(
            text,
            "=",
            PLAIN,
            &format!("{kind} {name} (written in another way)"),
            look,
        );
    }
}

fn push_item(text: &mut String, sign: &str, colour: &str, what: &str, look: Look) {
    let _ = writeln!(
        text,
        "{} {}",
        look.styled(colour, sign),
        escape_control(what)
    );
}

fn push_value(text: &mut String, sign: &str, colour: &str, value: &str, look: Look) {
    let line = format!("{sign} {}", escape_control(value));
    let _ = writeln!(text, "      {}", look.styled(colour, &line));
}

fn push_traffic(text: &mut String, traffic: &Traffic, look: Look) {
    let sum = |number: fn(&Counts) -> u64| grouped(traffic.rules.values().map(number).sum());
    let (events, old, new) = (grouped(traffic.events), sum(|of| of.old), sum(|of| of.new));
    let _ = writeln!(text, "\nevents {events}, alerts before {old}, after {new}");
    if !traffic.differs() {
        text.push_str("No alert differs.\n");
        return;
    }
    let rules = traffic.rules.iter().filter(|(_, counts)| counts.differ());
    let rules: Vec<_> = rules.map(|(name, counts)| (&**name, *counts)).collect();
    push_table(text, "rule", &rules, true, look);
    push_principals(text, traffic, look);
    text.push('\n');
    for example in &traffic.examples {
        push_example(text, example, look);
    }
}

fn push_principals(text: &mut String, traffic: &Traffic, look: Look) {
    let mut principals: Vec<_> = traffic
        .principals
        .iter()
        .map(|(name, counts)| (&**name, *counts))
        .collect();
    principals
        .sort_by_key(|(_, counts)| std::cmp::Reverse(counts.gained + counts.lost + counts.changed));
    let others = principals.len().saturating_sub(MOST_PRINCIPALS);
    principals.truncate(MOST_PRINCIPALS);
    push_table(text, "principal", &principals, false, look);
    if others > 0 {
        let _ = writeln!(text, "  and {} more", grouped(others as u64));
    }
}

fn push_table(
    text: &mut String,
    title: &str,
    rows: &[(&str, Counts)],
    has_totals: bool,
    look: Look,
) {
    let room = look
        .width
        .unwrap_or(WIDTH)
        .saturating_sub(NUMBERS)
        .max(SHORTEST_NAME);
    let names: Vec<String> = rows
        .iter()
        .map(|(name, _)| cut(&escape_control(name), room))
        .collect();
    let longest = names
        .iter()
        .map(|name| name.width())
        .max()
        .unwrap_or_default();
    let width = longest.max(title.len());
    let totals = if has_totals { "   before    after" } else { "" };
    let head = format!("  {title:width$}{totals}   gained     lost  changed");
    let _ = writeln!(text, "\n{}", look.styled(BOLD, &head));
    for (name, (_, counts)) in names.iter().zip(rows) {
        let blank = " ".repeat(width - name.width());
        let _ = write!(text, "  {name}{blank}");
        if has_totals {
            let _ = write!(text, "{:>9}{:>9}", grouped(counts.old), grouped(counts.new));
        }
        let [gained, lost, changed] = [counts.gained, counts.lost, counts.changed].map(grouped);
        let _ = writeln!(text, "{gained:>9}{lost:>9}{changed:>9}");
    }
}

fn push_example(text: &mut String, example: &Example, look: Look) {
    let (sign, colour) = match example.kind {
        Kind::Gained => ("+", GREEN),
        Kind::Lost => ("-", RED),
        Kind::Changed => ("~", YELLOW),
    };
    let alert = &example.alert;
    let head = format!("{}  {}", text_of(alert, "time"), text_of(alert, "rule"));
    push_item(text, sign, colour, &head, look);
    if let Some(old) = &example.old {
        let [old, new] = told_apart(old, alert);
        push_value(text, "-", RED, &old, look);
        push_value(text, "+", GREEN, &new, look);
    } else {
        let _ = writeln!(text, "      {}", escape_control(&told(alert)));
    }
}

/// As much of a text as fits.
fn cut(text: &str, room: usize) -> String {
    if text.width() <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        if kept.width() + 2 > room {
            break;
        }
        kept.push(character);
    }
    kept + "\u{2026}"
}
