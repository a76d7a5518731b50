//! `format` vectors of whole rules files: the alerts of each event.

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{FileReport, Loader};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::catalogue::{self, SOURCE, Sources};
use crate::settings::{Options, load_options, set};
use crate::vector::{Found, members};

/// The name of the machine in every vector.
const HOSTNAME: &str = "host1";

/// Rules files, events, and the settings of alerts.
#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    known_sources: Sources,
    files: Vec<(String, String)>,
    events: Vec<Value>,
    #[serde(default)]
    json_output: bool,
    event_source: Option<String>,
    #[serde(flatten)]
    options: Options,
    #[serde(flatten)]
    others: Map<String, Value>,
}

/// The names of settings in a vector and in Falco.
const SETTINGS: [(&str, &str); 7] = [
    ("iso", "time_format_iso_8601"),
    ("inc_message", "json_include_message_property"),
    ("inc_output", "json_include_output_property"),
    ("inc_fields", "json_include_output_fields_property"),
    ("inc_tags", "json_include_tags_property"),
    ("priority", "priority"),
    ("matching", "rule_matching"),
];

/// The alerts of each event.
pub(crate) fn found(input: &Input) -> Result<Found, String> {
    let catalogue = catalogue::of_sources(&input.known_sources, &[]);
    let settings = settings(input)?;
    let mut loader = Loader::new(&catalogue, load_options(&settings));
    for (name, text) in &input.files {
        loader.load(name, text);
    }
    let ok = loader.reports().iter().all(FileReport::successful);
    let mut found = members(json!({"ok": ok}));
    if ok {
        let alerts = alerts(input, &settings, &loader, &catalogue)?;
        found.insert("alerts".to_owned(), alerts.into());
    }
    Ok(found)
}

fn settings(input: &Input) -> Result<Settings, String> {
    let mut settings = Settings {
        json_output: input.json_output,
        source: Some(
            input
                .event_source
                .clone()
                .unwrap_or_else(|| SOURCE.to_owned()),
        ),
        ..Settings::default()
    };
    for (name, falcos) in SETTINGS {
        if let Some(value) = input.others.get(name) {
            set(&mut settings, falcos, value)?;
        }
    }
    input.options.apply(&mut settings)?;
    Ok(settings)
}

fn alerts(
    input: &Input,
    settings: &Settings,
    loader: &Loader<'_>,
    catalogue: &Catalogue,
) -> Result<Vec<Value>, String> {
    let ruleset = loader.ruleset().ok_or("there is no file")?;
    let environment = Environment {
        hostname: HOSTNAME.to_owned(),
        ..Environment::default()
    };
    let mut engine = Engine::new(
        ruleset,
        catalogue,
        settings,
        &environment,
        Limits::default(),
    )
    .map_err(|error| error.to_string())?;
    let lines = input.events.iter().map(|event| lines(&mut engine, event));
    Ok(lines.collect())
}

/// The alerts of one event.
fn lines(engine: &mut Engine, event: &Value) -> Value {
    let mut batch = BatchResult::default();
    engine.eval(event.to_string().as_bytes(), true, true, &mut batch);
    let text = String::from_utf8_lossy(&batch.lines);
    text.lines().collect::<Vec<_>>().into()
}
