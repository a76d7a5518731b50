//! YAML made to break its reader is read, or refused at a place, in bounded time.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::choices::Choices;
use crate::findings::Check;
use crate::generate::hostile::make_hostile;
use crate::generate::rules::items;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "hostile-yaml",
    about: "alias bombs, deep nesting, large scalars, twins, tabs, tags, line ends: read, or refused at a place, in bounded time",
    ci_cases: 150,
    least_judged: 95,
    generate,
    check,
};

const PART: &str = "rules.yaml";

/// What the smallest text and a megabyte may take, without optimisation on a slow machine.
const PATIENCE: Duration = Duration::from_secs(10);

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let mut text = items(choices, world).file(choices);
    for _ in 0..=choices.number(0..=2) {
        text = make_hostile(&text, choices);
    }
    Input::default().with(PART, text)
}

fn check(input: &Input) -> Verdict {
    let text = input.text(PART);
    let started = Instant::now();
    let check = Check {
        files: &[(PART, &text)],
        lints: json!([]),
    };
    let findings = check.findings()?;
    check.answer("falco")?;
    drop(falconet_fmt::format(&text));
    let megabytes = u32::try_from(text.len() >> 20).unwrap_or(u32::MAX);
    let taken = started.elapsed();
    if taken > PATIENCE * (megabytes + 1) {
        let seconds = taken.as_secs_f64();
        return Err(format!("{} bytes took {seconds:.1} s", text.len()));
    }
    let findings = findings.unwrap_or_default();
    let mut errors = findings.iter().filter(|found| found["severity"] == "error");
    if let Some(lost) = errors.find(|error| error["line"].is_null()) {
        return Err(format!("an error has no place: {lost}"));
    }
    Ok(Outcome::Judged)
}
