//! The engine raises the alerts that the plain evaluator raises.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_ruleset::LoadOptions;

use super::{load, same};
use crate::choices::Choices;
use crate::generate::event::event;
use crate::generate::json::Spelling;
use crate::generate::rules::items;
use crate::generate::settings::settings;
use crate::generate::shape;
use crate::generate::theme::begin;
use crate::input::Input;
use crate::reference::Reference;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "engine",
    about: "the engine, with its index and without, raises the alerts of a plain evaluator, in the same bytes",
    ci_cases: 700,
    generate,
    check,
};

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let settings = settings(choices, world);
    let rules = items(choices, world).file(choices);
    let events = choices.several(24, |choices| event(choices, world));
    let lines = shape::lines(&events, Spelling::Line, choices);
    Input::default()
        .with("source", world.name())
        .with("settings", settings)
        .with("events.ndjson", lines)
        .with("rules.yaml", rules)
}

fn check(input: &Input) -> Verdict {
    let world = World::named(&input.text("source"));
    let mut settings = Settings::default();
    for option in input.text("settings").lines() {
        if settings.apply(option).is_err() {
            return Ok(Outcome::Refused);
        }
    }
    settings.source = Some(world.name().to_owned());
    let options = LoadOptions {
        append_output: settings.append_output.clone(),
        ..LoadOptions::default()
    };
    let Some(ruleset) = load(&[&input.text("rules.yaml")], &world.catalogue, options) else {
        return Ok(Outcome::Refused);
    };
    let environment = Environment {
        hostname: "host \"one\"".to_owned(),
        evt_hostname: "machine".to_owned(),
        utc_offset_seconds: 5400,
    };
    let engine = || {
        Engine::new(
            &ruleset,
            &world.catalogue,
            &settings,
            &environment,
            Limits::default(),
        )
    };
    let (Ok(indexed), Ok(plain)) = (engine(), engine()) else {
        return Ok(Outcome::Refused);
    };
    let events = input.bytes("events.ndjson");
    let reference = Reference::new(
        &ruleset,
        &world.catalogue,
        world.source,
        &settings,
        &environment,
    );
    let mut reference = reference.ok_or("there is no such source")?;
    let records = events.split(|byte| *byte == b'\n');
    let expected: Vec<u8> = records.flat_map(|record| reference.judge(record)).collect();
    same(
        "alerts of the engine and the plain evaluator",
        &lines(indexed, events),
        &expected,
    )?;
    same(
        "alerts without the index and of the plain evaluator",
        &lines(plain.without_index(), events),
        &expected,
    )?;
    Ok(Outcome::Judged)
}

fn lines(mut engine: Engine, events: &[u8]) -> Vec<u8> {
    let mut batch = BatchResult::default();
    engine.eval(events, true, true, &mut batch);
    batch.lines
}
