//! Formatted rules mean what the rules meant, and are formatted.

use std::fmt::Write as _;

use std::fmt::Debug;

use falconet_condition::{ParseLimits, parse, sexp};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{ExceptionSummary, ListSummary, LoadOptions, Loader, Ruleset};

use super::same;
use crate::choices::Choices;
use crate::generate::comments::with_comments;
use crate::generate::mutate::mutate;
use crate::generate::rules::items;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "formatting",
    about: "formatted rules load to the same rules, or fail with the same errors; comments are kept; formatting again changes nothing",
    ci_cases: 600,
    least_judged: 60,
    generate,
    check,
};

const PART: &str = "rules.yaml";
/// How many comments there are, if the text has them all.
const COMMENTS: &str = "comments";

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let rules = items(choices, world).file(choices);
    let mut count = 0;
    let mut text = with_comments(&rules, choices, |_| {
        count += 1;
        marker(count)
    });
    let mut input = Input::default();
    if choices.chance(55) {
        let mut bytes = text.into_bytes();
        mutate(&mut bytes, choices);
        text = String::from_utf8_lossy(&bytes).into_owned();
    } else {
        input = input.with(COMMENTS, count.to_string());
    }
    input.with(PART, text)
}

fn marker(number: usize) -> String {
    format!("# c{number};")
}

fn check(input: &Input) -> Verdict {
    let text = input.text(PART);
    let Ok(formatted) = falconet_fmt::format(&text) else {
        return Ok(Outcome::Refused);
    };
    if formatted.kept.is_some() {
        same(
            "a text that is kept and the text",
            formatted.text.as_bytes(),
            text.as_bytes(),
        )?;
        return Ok(Outcome::Refused);
    }
    let again = falconet_fmt::format(&formatted.text)
        .map_err(|error| format!("what is formatted cannot be read: {error}"))?;
    same(
        "formatting twice and once",
        again.text.as_bytes(),
        formatted.text.as_bytes(),
    )?;
    comments_are_kept(input, &formatted.text)?;
    for world in [World::named("aws_cloudtrail"), World::named("mock")] {
        let ours = loaded(&formatted.text, &world.catalogue);
        let expected = loaded(&text, &world.catalogue);
        same(
            "rules formatted and as they were",
            ours.as_bytes(),
            expected.as_bytes(),
        )?;
    }
    Ok(Outcome::Judged)
}

fn comments_are_kept(input: &Input, formatted: &str) -> Result<(), String> {
    let count = input.text(COMMENTS).parse().unwrap_or(0);
    match (1..=count).find(|number| formatted.matches(&marker(*number)).count() != 1) {
        Some(lost) => Err(format!(
            "`{}` is not there once:\n{formatted}",
            marker(lost)
        )),
        None => Ok(()),
    }
}

/// Everything that rules mean, a line each; where they stand in the file is no meaning.
fn loaded(text: &str, catalogue: &Catalogue) -> String {
    let mut loader = Loader::new(catalogue, LoadOptions::default());
    let successful = loader.load("rules.yaml", text).successful();
    match loader.ruleset() {
        Some(ruleset) => meaning(ruleset),
        None => format!("no rules, {successful}"),
    }
}

fn meaning(ruleset: &Ruleset) -> String {
    let mut out = format!("{}\n", ruleset.required_engine_version);
    for rule in &ruleset.rules {
        let outputs = (&rule.output_text, &rule.output_compiled, &rule.extra_fields);
        let about = (&rule.name, &rule.description, &rule.source_name, &rule.tags);
        let state = (
            rule.priority,
            rule.enabled,
            rule.capture,
            rule.capture_duration,
        );
        let exceptions: Vec<_> = rule.exceptions.iter().map(exception).collect();
        let tests = (&rule.condition_compiled, exceptions);
        let _ = writeln!(out, "{about:?} {state:?} {tests:?} {outputs:?}");
    }
    for list in &ruleset.lists {
        let ListSummary {
            name,
            items,
            items_compiled,
            used,
            ..
        } = list;
        let _ = writeln!(out, "{name} {items:?} {items_compiled:?} {used}");
    }
    for filter in &ruleset.macros {
        let tree = parse(&filter.condition, ParseLimits::RULE_LOADER);
        let condition = tree.map(|tree| sexp::condition(&tree));
        let _ = writeln!(out, "{} {} {condition:?}", filter.name, filter.used);
    }
    out
}

fn exception(exception: &ExceptionSummary) -> impl Debug {
    let ExceptionSummary {
        name,
        fields,
        operators,
        values,
        ..
    } = exception;
    (name, fields, operators, values)
}
