//! `JUnit` XML: a suite for each file.

use std::fmt::Write as _;

use falconet_diagnostics::Diagnostic;
use falconet_diagnostics::render::junit::escaped;
use falconet_diagnostics::render::terminal::{self, Look};

use super::Part;
use crate::outcome::{CaseOutcome, Outcome};

pub(super) fn part(outcome: &Outcome<'_>) -> String {
    let file = escaped(outcome.file.name());
    let errors = usize::from(!outcome.problems.is_empty());
    let tests = outcome.cases.len() + errors;
    let failed = outcome.failed();
    let mut text = format!(
        "  <testsuite name=\"{file}\" tests=\"{tests}\" failures=\"{failed}\" errors=\"{errors}\">\n"
    );
    for case in outcome.cases() {
        push_case(&mut text, outcome, &case, &file);
    }
    if let Some(first) = outcome.problems.first() {
        let _ = writeln!(
            text,
            "    <testcase classname=\"{file}\" name=\"the file\" file=\"{file}\">"
        );
        push_element(&mut text, "error", first, &outcome.problems, outcome);
        text.push_str("    </testcase>\n");
    }
    text.push_str("  </testsuite>\n");
    text
}

fn push_case(text: &mut String, outcome: &Outcome<'_>, case: &CaseOutcome<'_>, file: &str) {
    let name = escaped(&case.case.name);
    let _ = write!(
        text,
        "    <testcase classname=\"{file}\" name=\"{name}\" file=\"{file}\""
    );
    let failures = case.judged.failures.iter();
    let failures: Vec<_> = failures
        .map(|failure| failure.diagnostic(outcome.file.source))
        .collect();
    let Some(first) = failures.first() else {
        text.push_str("/>\n");
        return;
    };
    text.push_str(">\n");
    push_element(text, "failure", first, &failures, outcome);
    text.push_str("    </testcase>\n");
}

fn push_element(
    text: &mut String,
    element: &str,
    first: &Diagnostic,
    all: &[Diagnostic],
    outcome: &Outcome<'_>,
) {
    let rendered = terminal::render(all, &outcome.file.sources, Look::default());
    let (message, code) = (escaped(&first.message), escaped(first.code.as_str()));
    let _ = writeln!(
        text,
        "      <{element} message=\"{message}\" type=\"{code}\">{}</{element}>",
        escaped(&rendered)
    );
}

pub(super) fn whole(parts: &[Part]) -> String {
    let sum = |number: fn(&Part) -> usize| parts.iter().map(number).sum::<usize>();
    let tests = sum(|part| part.passed + part.failed + usize::from(part.broken));
    let failed = sum(|part| part.failed);
    let errors = sum(|part| usize::from(part.broken));
    let suites: String = parts.iter().map(|part| &*part.rendered).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"falconet test\" tests=\"{tests}\" failures=\"{failed}\" errors=\"{errors}\">\n{suites}</testsuites>\n"
    )
}
