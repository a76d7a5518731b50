//! Mutants of the rules are tried side by side, in chunks that the module cuts.

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::Value;

use super::Session;
use super::run::{request, side_by_side};
use super::suite::Suite;
use crate::commands::{CommandError, ask};
use crate::messages::Request;
use crate::runtime::Instance;

/// How the bar looks.
const BAR: &str = "trying mutants {wide_bar} {pos}/{len}";

/// What became of the mutants of all suites; what that means the module knows.
pub(super) fn all(session: &Session<'_>, suites: &[Suite]) -> Result<Vec<Value>, CommandError> {
    let bar = ProgressBar::new(0);
    bar.set_style(
        ProgressStyle::with_template(BAR).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let tried = in_chunks(session, suites, &bar);
    bar.finish_and_clear();
    tried
}

/// The first chunk of each suite says how many there are.
fn in_chunks(
    session: &Session<'_>,
    suites: &[Suite],
    bar: &ProgressBar,
) -> Result<Vec<Value>, CommandError> {
    let mut answers = side_by_side(session, suites, |suite, instance| {
        let answer = chunk(session, suite, 0, instance)?;
        bar.inc_length(number(&answer, "total"));
        bar.inc(tried(&answer));
        Ok(answer)
    })?;
    let both = suites.iter().zip(&answers);
    let more: Vec<(&Suite, u64)> = both
        .flat_map(|(suite, answer)| (1..number(answer, "chunks")).map(move |at| (suite, at)))
        .collect();
    let behind = side_by_side(session, &more, |(suite, at), instance| {
        let answer = chunk(session, suite, *at, instance)?;
        bar.inc(tried(&answer));
        Ok(answer)
    })?;
    answers.extend(behind);
    Ok(answers)
}

/// A chunk that the module dies of is told and keeps no other from being tried.
fn chunk(
    session: &Session<'_>,
    suite: &Suite,
    chunk: u64,
    instance: &mut Instance,
) -> Result<Value, CommandError> {
    let asked = |not_run| Request::TestMutants {
        test: request(session, suite, not_run),
        max_mutants: session.options.mutants.max_mutants,
        chunk,
    };
    match ask(instance, &asked(suite.unreadable.as_deref())) {
        Err(CommandError::Failure(failure)) => {
            *instance = session.program.start()?;
            ask(instance, &asked(Some(&failure.to_string())))
        }
        answer => answer,
    }
}

fn number(answer: &Value, key: &str) -> u64 {
    answer.get(key).and_then(Value::as_u64).unwrap_or_default()
}

fn tried(answer: &Value) -> u64 {
    let rules = answer.get("rules").and_then(Value::as_array);
    rules
        .into_iter()
        .flatten()
        .map(|rule| number(rule, "tried"))
        .sum()
}
