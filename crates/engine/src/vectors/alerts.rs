//! Alerts of whole rules files over mock events.

use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};
use serde_json::{Value as Json, json};

use super::events::catalogue_of_sources;
use super::reader::{report, vectors};
use crate::{BatchResult, Engine, Environment, Limits, Settings};

#[test]
fn rules_files_alert_as_in_falco() {
    let outcomes: Vec<_> = vectors("format")
        .iter()
        .filter(|vector| vector["input"].get("files").is_some())
        .map(|vector| (vector["id"].as_str().unwrap().to_owned(), outcome(vector)))
        .collect();
    report("alerts", &outcomes);
}

fn outcome(vector: &Json) -> Result<(), String> {
    let input = &vector["input"];
    let catalogue = catalogue_of_sources(&input["known_sources"]);
    let settings = settings(input);
    let ruleset = load(input, &settings, &catalogue).ok_or("the rules do not load")?;
    let environment = Environment {
        hostname: "host1".to_owned(),
        ..Environment::default()
    };
    let mut engine = Engine::new(
        &ruleset,
        &catalogue,
        &settings,
        &environment,
        Limits::default(),
    )
    .unwrap();
    let events = input["events"].as_array().unwrap().iter();
    let alerts: Vec<_> = events.map(|event| alerts(&mut engine, event)).collect();
    let expected = &vector["expect"]["alerts"];
    if json!(alerts) == *expected {
        return Ok(());
    }
    Err(format!("{} instead of {expected}", json!(alerts)))
}

fn load(input: &Json, settings: &Settings, catalogue: &Catalogue) -> Option<Ruleset> {
    let options = LoadOptions {
        append_output: settings.append_output.clone(),
        ..LoadOptions::default()
    };
    let mut loader = Loader::new(catalogue, options);
    for file in input["files"].as_array().unwrap() {
        loader.load(file[0].as_str().unwrap(), file[1].as_str().unwrap());
    }
    loader.into_ruleset()
}

fn alerts(engine: &mut Engine, event: &Json) -> Vec<String> {
    let mut batch = BatchResult::default();
    engine.eval(event.to_string().as_bytes(), true, true, &mut batch);
    let lines = String::from_utf8(batch.lines).unwrap();
    lines.lines().map(str::to_owned).collect()
}

/// The options of a vector in Falco's words.
const OPTIONS: &[(&str, &str)] = &[
    ("iso", "time_format_iso_8601"),
    ("inc_message", "json_include_message_property"),
    ("inc_output", "json_include_output_property"),
    ("inc_fields", "json_include_output_fields_property"),
    ("inc_tags", "json_include_tags_property"),
    ("priority", "priority"),
    ("matching", "rule_matching"),
];

fn settings(input: &Json) -> Settings {
    let mut settings = Settings::default();
    let mut apply = |key: &str, value: &Json| {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        settings.apply(&format!("{key}={value}")).unwrap();
    };
    apply(
        "source",
        input.get("event_source").unwrap_or(&json!("mocksrc")),
    );
    apply(
        "json_output",
        input.get("json_output").unwrap_or(&json!(false)),
    );
    for (key, option) in OPTIONS {
        input
            .get(key)
            .into_iter()
            .for_each(|value| apply(option, value));
    }
    for entry in entries(&input["select"]) {
        apply("rules[]", entry);
    }
    for entry in entries(&input["extra"]) {
        apply("append_output[]", &appended(entry));
    }
    settings
}

fn entries(list: &Json) -> &[Json] {
    list.as_array().map_or(&[], Vec::as_slice)
}

fn appended(entry: &Json) -> Json {
    let mut appended = json!({});
    for (key, option) in [("format", "extra_output"), ("fields", "extra_fields")] {
        if let Some(value) = entry.get(key) {
            appended[option] = value.clone();
        }
    }
    for key in ["source", "tags", "rule"] {
        if let Some(value) = entry.get(key) {
            appended["match"][key] = value.clone();
        }
    }
    appended
}
