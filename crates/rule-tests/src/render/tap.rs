//! The Test Anything Protocol, version 14: a subtest for each file.

use std::fmt::Write as _;

use falconet_diagnostics::Diagnostic;
use falconet_diagnostics::render::Place;

use super::Part;
use crate::json::quoted;
use crate::outcome::Outcome;

pub(super) fn part(outcome: &Outcome<'_>) -> String {
    let mut text = String::new();
    for (at, case) in outcome.cases().enumerate() {
        let not = if case.passed() { "" } else { "not " };
        let _ = writeln!(
            text,
            "    {not}ok {} - {}",
            at + 1,
            escaped(&case.case.name)
        );
        let failures = case.judged.failures.iter();
        let failures = failures.map(|failure| failure.diagnostic(outcome.file.source));
        push_block(&mut text, &failures.collect::<Vec<_>>(), outcome);
    }
    if !outcome.problems.is_empty() {
        text.push_str("    not ok 1 - the file\n");
        push_block(&mut text, &outcome.problems, outcome);
    }
    let tests = outcome.cases.len() + usize::from(!outcome.problems.is_empty());
    let _ = writeln!(text, "    1..{tests}");
    text
}

/// What is wrong, as a block of YAML.
fn push_block(text: &mut String, found: &[Diagnostic], outcome: &Outcome<'_>) {
    if found.is_empty() {
        return;
    }
    text.push_str("      ---\n      failures:\n");
    for one in found {
        let place = one
            .place()
            .and_then(|label| Place::of(label, &outcome.file.sources));
        let _ = writeln!(text, "        - message: {}", quoted(&one.message));
        let _ = writeln!(text, "          code: {}", one.code);
        if let Some(place) = place {
            let at = format!("{}:{}:{}", place.file, place.line, place.column);
            let _ = writeln!(text, "          at: {}", quoted(&at));
        }
        if let Some(help) = &one.help {
            let _ = writeln!(text, "          help: {}", quoted(help));
        }
    }
    text.push_str("      ...\n");
}

/// A hash begins a directive, and a line ends a test.
fn escaped(name: &str) -> String {
    let name = falconet_diagnostics::escape_control(name);
    name.replace('\\', "\\\\").replace('#', "\\#")
}

pub(super) fn whole(parts: &[Part]) -> String {
    let mut text = format!("TAP version 14\n1..{}\n", parts.len());
    for (at, part) in parts.iter().enumerate() {
        let name = escaped(&part.name);
        let not = if part.is_ok() { "" } else { "not " };
        let _ = writeln!(text, "# Subtest: {name}");
        let _ = writeln!(text, "{}{not}ok {} - {name}", part.rendered, at + 1);
    }
    text
}
