//! `{"op": "test_report"}`: what was said about several files of tests, put together.

use std::fmt::Write as _;

use falconet_event::catalogue::Catalogue;
use falconet_rule_tests::{Beside, Format, Part, conclude, is_ok};
use falconet_rule_trials::{self as trials, Coverage, Mutants, Mutated, Seen};
use falconet_show::Page;
use serde::{Deserialize, Serialize};

use super::TestPart;
use crate::messages::RulesFile;

/// What `{"op": "test_report"}` takes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReportRequest {
    /// The answers to `test`, in order.
    parts: Vec<TestPart>,
    #[serde(default)]
    format: Format,
    #[serde(default)]
    color: bool,
    #[serde(default)]
    width: Option<usize>,
    /// The percentage of tests that must be seen both ways.
    #[serde(default)]
    min_coverage: Option<u8>,
    /// The answers to `test_mutants`, in order.
    #[serde(default)]
    mutants: Option<Vec<Mutants>>,
    /// The percentage of mutants that must be noticed.
    #[serde(default)]
    min_noticed: Option<u8>,
    /// Whether to answer coverage as a tracefile of lcov.
    #[serde(default)]
    lcov: bool,
    /// Whether to answer coverage as a page.
    #[serde(default)]
    html: bool,
    /// The rules files whose texts the page shows.
    #[serde(default)]
    rules: Vec<RulesFile>,
}

/// What `{"op": "test_report"}` answers.
#[derive(Debug, Serialize)]
pub(crate) struct ReportAnswer {
    /// Whether every case passes, and no bound that was asked for is missed.
    ok: bool,
    text: String,
    /// Beside the cases what is too little.
    problems: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<MutantsAnswer>,
}

/// What became of the mutants.
#[derive(Debug, Serialize)]
struct MutantsAnswer {
    /// Mutants that were tried.
    tried: usize,
    /// Those that a case notices.
    noticed: usize,
    /// Of a hundred so many.
    percent: usize,
    /// The same on one line.
    summary: String,
}

/// What the cases have seen.
#[derive(Debug, Serialize)]
struct CoverageAnswer {
    #[serde(flatten)]
    seen: Seen,
    /// Of a hundred tests so many were seen both ways.
    percent: usize,
    /// The same on one line.
    summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    lcov: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
}

/// Puts together what was said about several files.
pub(crate) fn report(request: &ReportRequest, _: &Catalogue) -> ReportAnswer {
    let parts: Vec<Part> = request.parts.iter().map(|one| one.part.clone()).collect();
    let coverage = coverage_of(&request.parts);
    let mutated = request.mutants.as_ref().map(Mutated::of);
    let mut beside = Beside::default();
    let mut problems = Vec::new();
    if let Some(coverage) = &coverage {
        beside.text.push_str(&trials::text(coverage, page(request)));
        beside.json.push(("coverage", trials::json(coverage)));
    }
    problems.extend(too_little_seen(coverage.as_ref(), request));
    if let Some(mutated) = &mutated {
        put_mutants(mutated, request, &mut beside);
        problems.extend(too_few_noticed(mutated, request));
    }
    beside.fails = !problems.is_empty();
    for problem in &problems {
        separate(&mut beside.text);
        let _ = writeln!(beside.text, "{problem}");
    }
    ReportAnswer {
        ok: is_ok(&parts) && problems.is_empty(),
        text: conclude(&parts, request.format, &beside),
        problems,
        coverage: coverage.map(|coverage| coverage_answer(&coverage, request)),
        mutants: mutated.as_ref().map(MutantsAnswer::of),
    }
}

const fn page(request: &ReportRequest) -> Page {
    Page {
        color: request.color,
        width: request.width,
    }
}

fn put_mutants(mutated: &Mutated, request: &ReportRequest, beside: &mut Beside) {
    separate(&mut beside.text);
    let text = trials::mutants_text(mutated, page(request));
    beside.text.push_str(&text);
    beside.github = trials::mutants_github(mutated);
    beside.json.push(("mutants", trials::mutants_json(mutated)));
}

/// An empty line before what follows.
fn separate(text: &mut String) {
    if !text.is_empty() {
        text.push('\n');
    }
}

fn too_few_noticed(mutated: &Mutated, request: &ReportRequest) -> Option<String> {
    let percent = mutated.percent();
    let least = request.min_noticed?;
    if mutated.tried() == 0 || mutated.skipped() > 0 {
        return Some(format!(
            "it is not known whether {least} % of the mutants are noticed: there are files of which none was tried"
        ));
    }
    (percent < usize::from(least)).then(|| {
        format!(
            "{percent} % of the mutants were noticed, fewer than the {least} % that are asked for"
        )
    })
}

impl MutantsAnswer {
    fn of(mutated: &Mutated) -> Self {
        Self {
            tried: mutated.tried(),
            noticed: mutated.noticed(),
            percent: mutated.percent(),
            summary: mutated.summary(),
        }
    }
}

/// What all files together have seen; nothing where that was not asked for.
fn coverage_of(parts: &[TestPart]) -> Option<Coverage> {
    let mut covered = parts.iter().filter_map(|part| part.coverage.clone());
    let first = covered.next()?;
    Some(Coverage::merged(std::iter::once(first).chain(covered)))
}

fn too_little_seen(coverage: Option<&Coverage>, request: &ReportRequest) -> Option<String> {
    let least = request.min_coverage?;
    let is_unseen = |part: &TestPart| !part.part.broken && part.coverage.is_none();
    let Some(coverage) = coverage.filter(|_| !request.parts.iter().any(is_unseen)) else {
        return Some(format!(
            "it is not known whether {least} % of the tests were seen both ways: there are files that were run without coverage"
        ));
    };
    let percent = coverage.seen().percent();
    (percent < usize::from(least)).then(|| {
        format!(
            "{percent} % of the tests were seen both ways, fewer than the {least} % that are asked for"
        )
    })
}

fn coverage_answer(coverage: &Coverage, request: &ReportRequest) -> CoverageAnswer {
    let seen = coverage.seen();
    let rules = request.rules.iter();
    let texts = rules.map(|file| (&*file.name, &*file.text));
    CoverageAnswer {
        percent: seen.percent(),
        summary: seen.summary(),
        lcov: request.lcov.then(|| trials::lcov(coverage)),
        html: request.html.then(|| trials::html(coverage, texts)),
        seen,
    }
}
