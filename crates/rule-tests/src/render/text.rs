//! For people: a line for each file, and before it what failed in it.

use std::fmt::Write as _;

use falconet_diagnostics::escape_control;
use falconet_diagnostics::render::count;
use falconet_diagnostics::render::terminal::{self, Look};

use super::{Part, summary};
use crate::outcome::{CaseOutcome, Outcome};

const GREEN: &str = "32";
const RED: &str = "1;31";

pub(super) fn part(outcome: &Outcome<'_>, look: Look) -> String {
    let mut text = String::new();
    for case in outcome.cases().filter(|case| !case.passed()) {
        push_case(&mut text, outcome, &case, look);
    }
    let sources = &outcome.file.sources;
    text.push_str(&terminal::render(&outcome.problems, sources, look));
    let (sign, colour) = if text.is_empty() {
        ("ok  ", GREEN)
    } else {
        ("FAIL", RED)
    };
    let cases = if outcome.problems.is_empty() {
        count(outcome.cases.len(), "case")
    } else {
        "not run".to_owned()
    };
    let name = escape_control(outcome.file.name());
    let _ = writeln!(text, "{} {name}  {cases}", look.styled(colour, sign));
    text
}

fn push_case(text: &mut String, outcome: &Outcome<'_>, case: &CaseOutcome<'_>, look: Look) {
    let name = escape_control(&case.case.name);
    let _ = writeln!(text, "{} {name}", look.styled(RED, "\u{2717}"));
    for failure in &case.judged.failures {
        let found = failure.diagnostic(outcome.file.source);
        text.push_str(&terminal::render([&found], &outcome.file.sources, look));
        text.push('\n');
        if let Some(why) = &failure.why {
            why.trim_end()
                .lines()
                .for_each(|line| push_line(text, line));
            text.push('\n');
        }
    }
}

/// A line of an explanation, which is safe to show.
fn push_line(text: &mut String, line: &str) {
    let _ = writeln!(text, "{}", format!("  {line}").trim_end());
}

pub(super) fn whole(parts: &[Part], beside: &str) -> String {
    let mut text: String = parts.iter().map(|part| &*part.rendered).collect();
    let _ = writeln!(text, "\n{}", summary(parts));
    if !beside.is_empty() {
        let _ = write!(text, "\n{beside}");
    }
    text
}
