//! Which alerts there are does not depend on the order of the rules, nor on how they are spread over files.

#![expect(
    clippy::indexing_slicing,
    reason = "a key that a JSON value lacks is null"
)]

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::LoadOptions;

use super::{load, same};
use crate::choices::Choices;
use crate::generate::event::event;
use crate::generate::json::Spelling;
use crate::generate::rules::items;
use crate::generate::shape;
use crate::generate::theme::begin;
use crate::generate::yaml::{Yaml, document};
use crate::input::Input;
use crate::target::{Outcome, Target, Verdict};
use crate::world::World;

pub(super) const TARGET: Target = Target {
    name: "rule-order",
    about: "rules in another order and in several files raise the same alerts, those of an event in the order of the rules",
    ci_cases: 500,
    least_judged: 75,
    generate,
    check,
};

/// The files that the same rules are spread over in another order.
const SPREAD: [&str; 3] = ["spread-1.yaml", "spread-2.yaml", "spread-3.yaml"];

fn generate(choices: &mut Choices<'_>) -> Input {
    let world = begin(choices, &World::choice());
    let mut items = items(choices, world);
    let all = items.file(choices);
    choices.shuffle(&mut items.rules);
    let mut spread = [items.definitions.clone(), Vec::new(), Vec::new()];
    for rule in items.rules {
        if let Some(file) = spread.get_mut(choices.number(0..=2)) {
            file.extend(rule);
        }
    }
    let events = choices.several(12, |choices| event(choices, world));
    let lines = shape::lines(&events, Spelling::Line, choices);
    let mut input = Input::default()
        .with("source", world.name())
        .with("events.ndjson", lines)
        .with("rules.yaml", all);
    for (name, items) in SPREAD.iter().zip(&spread) {
        input = input.with(name, text(items, choices));
    }
    input
}

fn text(items: &[Yaml], choices: &mut Choices<'_>) -> String {
    document(items, choices)
}

fn check(input: &Input) -> Verdict {
    let world = World::named(&input.text("source"));
    let Some(together) = alerts(&[input.text("rules.yaml")], input, &world.catalogue)? else {
        return Ok(Outcome::Refused);
    };
    let files = SPREAD.map(|name| input.text(name));
    let spread = alerts(&files, input, &world.catalogue)?;
    let spread = spread.ok_or("the rules load in one order, and not in another")?;
    same("alerts in one order and in another", &together, &spread)?;
    Ok(Outcome::Judged)
}

/// The alerts, sorted; nothing if the rules do not load.
fn alerts(
    files: &[String],
    input: &Input,
    catalogue: &Catalogue,
) -> Result<Option<Vec<u8>>, String> {
    let files: Vec<_> = files.iter().map(String::as_str).collect();
    let Some(ruleset) = load(&files, catalogue, LoadOptions::default()) else {
        return Ok(None);
    };
    let mut settings = Settings::default();
    for option in [
        "rule_matching=all".to_owned(),
        format!("source={}", input.text("source")),
    ] {
        settings.apply(&option).map_err(|error| error.to_string())?;
    }
    let environment = Environment::default();
    let engine = Engine::new(
        &ruleset,
        catalogue,
        &settings,
        &environment,
        Limits::default(),
    );
    let Ok(mut engine) = engine else {
        return Ok(None);
    };
    let names: Vec<_> = ruleset
        .rules
        .iter()
        .map(|rule| rule.name.as_str())
        .collect();
    let mut all = Vec::new();
    let mut batch = BatchResult::default();
    for record in input.bytes("events.ndjson").split(|byte| *byte == b'\n') {
        engine.eval(record, true, true, &mut batch);
        let lines: Vec<_> = batch.lines.split(|byte| *byte == b'\n').collect();
        in_order(&lines, &names)?;
        all.extend(lines.into_iter().map(<[u8]>::to_vec));
    }
    all.sort();
    Ok(Some(all.join(&b"\n"[..])))
}

/// Whether the alerts of one event come in the order of the rules.
fn in_order(lines: &[&[u8]], names: &[&str]) -> Result<(), String> {
    let alerts = lines
        .iter()
        .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
    let places: Vec<_> = alerts
        .map(|alert| names.iter().position(|name| alert["rule"] == *name))
        .collect();
    if places.is_sorted() {
        Ok(())
    } else {
        Err(format!(
            "the alerts of an event come in another order than the rules: {places:?}"
        ))
    }
}
