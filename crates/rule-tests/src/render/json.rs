//! For programs: `docs/schema/test.schema.json`.

use std::fmt::Write as _;

use falconet_diagnostics::render::json::Finding;
use serde::Serialize;

use super::{Beside, Part};
use crate::outcome::{CaseOutcome, Outcome};

/// The version of the format: another one may take keys away, this one may get more.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Tested<'o> {
    file: &'o str,
    passed: usize,
    failed: usize,
    problems: Vec<Finding>,
    cases: Vec<Case<'o>>,
}

#[derive(Serialize)]
struct Case<'o> {
    name: &'o str,
    line: usize,
    passed: bool,
    failures: Vec<Failed>,
}

#[derive(Serialize)]
struct Failed {
    #[serde(flatten)]
    finding: Finding,
    actual: Option<String>,
    why: Option<String>,
}

pub(super) fn part(outcome: &Outcome<'_>) -> String {
    let sources = &outcome.file.sources;
    let file = Tested {
        file: outcome.file.name(),
        passed: outcome.passed(),
        failed: outcome.failed(),
        problems: outcome
            .problems
            .iter()
            .map(|problem| Finding::of(problem, sources))
            .collect(),
        cases: outcome
            .cases()
            .map(|case| case_of(outcome, &case))
            .collect(),
    };
    serde_json::to_string(&file).unwrap_or_default()
}

fn case_of<'o>(outcome: &'o Outcome<'_>, case: &CaseOutcome<'o>) -> Case<'o> {
    let (source, sources) = (outcome.file.source, &outcome.file.sources);
    let place = sources
        .get(source)
        .map(|text| text.line_column(case.case.span.start));
    let failures = case.judged.failures.iter();
    Case {
        name: &case.case.name,
        line: place.map_or(0, |place| place.line),
        passed: case.passed(),
        failures: failures
            .map(|failure| Failed {
                finding: Finding::of(&failure.diagnostic(source), sources),
                actual: failure.actual.as_ref().map(crate::json::Json::shown),
                why: failure.why.clone(),
            })
            .collect(),
    }
}

pub(super) fn whole(parts: &[Part], beside: &Beside) -> String {
    let files = parts.iter().map(|part| &*part.rendered);
    let files: Vec<&str> = files.filter(|rendered| !rendered.is_empty()).collect();
    let mut members = String::new();
    for (key, value) in &beside.json {
        let _ = write!(members, ",\"{key}\":{value}");
    }
    let ok = super::is_ok(parts) && !beside.fails;
    format!(
        "{{\"format\":{FORMAT},\"ok\":{ok},\"files\":[{}]{members}}}\n",
        files.join(",")
    )
}
