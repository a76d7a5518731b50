//! What is said of all files together, and where it goes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Session;
use super::suite::Suite;
use crate::cli::TestFormat;
use crate::commands::{CommandError, ask};
use crate::messages::{Request, RulesFile, TestAnswer, TestCoverage, TestPart, TestReportAnswer};
use crate::runtime::Instance;
use crate::terminal::print_report;

/// What the module said of the files.
pub(super) struct Judged {
    pub(super) answers: Vec<TestAnswer>,
    pub(super) mutants: Option<Vec<Value>>,
}

/// Puts together what was said of the files, and writes it.
pub(super) fn report(
    session: &Session<'_>,
    suites: &[Suite],
    judged: Judged,
    instance: &mut Instance,
) -> Result<TestReportAnswer, CommandError> {
    let answers = judged.answers.into_iter();
    let parts: Vec<TestPart> = answers.map(|answer| answer.part).collect();
    let coverage = &session.options.coverage;
    let html = coverage.coverage_html.is_some();
    let rules = if html { rules_of(suites) } else { Vec::new() };
    let request = Request::TestReport {
        parts: &parts,
        format: session.options.format,
        color: session.color,
        width: session.width,
        min_coverage: coverage.min_coverage,
        mutants: judged.mutants.as_deref(),
        min_noticed: session.options.mutants.min_noticed,
        lcov: coverage.coverage_lcov.is_some(),
        html,
        rules: &rules,
    };
    let report: TestReportAnswer = ask(instance, &request)?;
    print_report(&report.text, session.audience())?;
    say_beside(session, &report);
    if let Some(told) = &report.coverage {
        write_coverage(session, told)?;
    }
    Ok(report)
}

/// The rules files of all files of tests, each once.
fn rules_of(suites: &[Suite]) -> Vec<&RulesFile> {
    let rules = suites.iter().flat_map(|suite| &suite.rules);
    let by_name: BTreeMap<&str, &RulesFile> = rules.map(|file| (&*file.name, file)).collect();
    by_name.into_values().collect()
}

/// What formats for programs have no room for.
fn say_beside(session: &Session<'_>, report: &TestReportAnswer) {
    if session.options.format == TestFormat::Text {
        return;
    }
    if let Some(coverage) = &report.coverage {
        let summary = &coverage.summary;
        session.messages.note(&format!("coverage: {summary}"));
    }
    if let Some(mutants) = &report.mutants {
        let summary = &mutants.summary;
        session.messages.note(&format!("mutants: {summary}"));
    }
    for problem in &report.problems {
        session.messages.error(problem);
    }
}

fn write_coverage(session: &Session<'_>, told: &TestCoverage) -> Result<(), CommandError> {
    let options = &session.options.coverage;
    write(options.coverage_lcov.as_deref(), told.lcov.as_deref())?;
    write(options.coverage_html.as_deref(), told.html.as_deref())
}

fn write(path: Option<&Path>, text: Option<&str>) -> Result<(), CommandError> {
    let (Some(path), Some(text)) = (path, text) else {
        return Ok(());
    };
    fs::write(path, text).map_err(|error| CommandError::Unwritable {
        path: path.display().to_string(),
        error,
    })
}
