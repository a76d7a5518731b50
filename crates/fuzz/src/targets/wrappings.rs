//! What is found in events does not depend on the envelopes around them: alerts, and their ids, are those of the events bare.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::records::Wrapping;
use falconet_ruleset::{LoadOptions, Ruleset};
use serde_json::Value;

use super::{load, same};
use crate::choices::Choices;
use crate::generate::event::event;
use crate::generate::json::Spelling;
use crate::generate::shape;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "wrappings",
    about: "events in envelopes raise the alerts of the events by themselves, with the same ids",
    ci_cases: 1500,
    least_judged: 90,
    generate,
    check,
};

/// Envelopes around each other: one less than are opened, as an event may look like one.
const MOST_AROUND: usize = 3;
/// Fires on every event.
const RULES: &str = "- {rule: r, desc: d, condition: ct.time exists, priority: INFO, source: aws_cloudtrail, output: '%ct.name %ct.user'}";

/// A kind of envelope: its name, and what it makes of the text of an event.
type Kind = (&'static str, fn(&str, &mut Choices<'_>) -> String);

const KINDS: [Kind; 6] = [
    ("vector", |event, choices| {
        format!(
            r#"{{"host":"h","message":{},"source_type":"file"}}"#,
            quoted(event, choices)
        )
    }),
    ("fluentbit", |event, choices| {
        format!(r#"{{"date":1.5,"log":{}}}"#, quoted(event, choices))
    }),
    ("eventbridge", |event, _| {
        format!(r#"{{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":{event}}}"#)
    }),
    ("cloudwatch_logs", |event, choices| {
        let noise = choices.word(&["", r#"{"id":"0","message":"started"},"#]);
        let event = quoted(event, choices);
        format!(
            r#"{{"messageType":"DATA_MESSAGE","logEvents":[{noise}{{"id":"1","message":{event}}}]}}"#
        )
    }),
    ("sns", |event, choices| {
        format!(
            r#"{{"Type":"Notification","Message":{}}}"#,
            quoted(event, choices)
        )
    }),
    ("sqs", |event, choices| match choices.number(0..=1) {
        0 => format!(r#"{{"Body":{}}}"#, quoted(event, choices)),
        _ => format!(
            r#"{{"body":{},"eventSource":"aws:sqs"}}"#,
            quoted(event, choices)
        ),
    }),
];

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &[World::named("aws_cloudtrail")]);
    let events = choices.several(6, |choices| line(choices, world));
    let events: Vec<String> = events.into_iter().flatten().collect();
    let mut kinds = Vec::new();
    for _ in 0..choices.number(1..=MOST_AROUND) {
        kinds.extend(choices.item(&KINDS).copied());
    }
    let mut wrapped = String::new();
    for event in &events {
        let around = kinds
            .iter()
            .fold(event.clone(), |inner, (_, wrap)| wrap(&inner, choices));
        wrapped.push_str(&around);
        wrapped.push('\n');
    }
    let outermost = kinds.last().map_or("auto", |(name, _)| name);
    let wrapping = if choices.chance(50) {
        "auto"
    } else {
        outermost
    };
    Input::default()
        .with("events.ndjson", events.join("\n"))
        .with("wrapped.ndjson", wrapped)
        .with("wrapping", wrapping)
}

/// An event as a line of text; nothing of one that an envelope could not hold as it is.
fn line(choices: &mut Choices<'_>, world: &'static World) -> Option<String> {
    let event = event(choices, world);
    let line = shape::lines(&[event], Spelling::Line, choices);
    let line = String::from_utf8(line).ok()?;
    let line = line.trim();
    let is_object = line.starts_with('{') && !line.contains('\n');
    let is_json = serde_json::from_str::<Value>(line).is_ok();
    (is_object && is_json).then(|| line.to_owned())
}

/// A text as JSON, spelled one way or another.
fn quoted(text: &str, choices: &mut Choices<'_>) -> String {
    let is_odd = choices.chance(30);
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' | '/' | 'N' if is_odd => out += &code(letter),
            '"' | '\\' => out.extend(['\\', letter]),
            letter if letter < ' ' => out += &code(letter),
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}

fn code(letter: char) -> String {
    format!("\\u{:04x}", u32::from(letter))
}

fn check(input: &Input) -> Verdict {
    let world = World::named("aws_cloudtrail");
    let ruleset = load(&[RULES], &world.catalogue, LoadOptions::default());
    let ruleset = ruleset.ok_or("the rules do not load")?;
    let named = input.text("wrapping");
    let wrapping = Wrapping::parse(&named).ok_or("there is no such wrapping")?;
    let bare = alerts(
        input.bytes("events.ndjson"),
        Wrapping::Auto,
        world,
        &ruleset,
    )?;
    let ours = alerts(input.bytes("wrapped.ndjson"), wrapping, world, &ruleset)?;
    same(
        "the alerts of events in envelopes and without",
        &ours,
        &bare,
    )?;
    Ok(Outcome::Judged)
}

fn alerts(
    events: &[u8],
    wrapping: Wrapping,
    world: &World,
    ruleset: &Ruleset,
) -> Result<Vec<u8>, String> {
    let settings = Settings {
        wrapping,
        alert_id: true,
        ..Settings::default()
    };
    let (environment, limits) = (Environment::default(), Limits::default());
    let mut engine = Engine::new(ruleset, &world.catalogue, &settings, &environment, limits)
        .map_err(|error| error.to_string())?;
    let mut batch = BatchResult::default();
    engine.eval(events, true, true, &mut batch);
    Ok(batch.lines)
}
