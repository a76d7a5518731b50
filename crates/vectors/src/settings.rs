//! The options of a vector, in Falco's words.

use falconet_engine::Settings;
use falconet_ruleset::LoadOptions;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What `rules` and `append_output` are in a vector.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Options {
    #[serde(default)]
    select: Vec<Value>,
    #[serde(default)]
    extra: Vec<Map<String, Value>>,
}

/// The names of an `append_output` entry's members in a vector and in Falco.
const APPENDED: [(&str, &str); 2] = [("format", "extra_output"), ("fields", "extra_fields")];

/// What an entry is for.
const MATCHED: [&str; 3] = ["source", "tags", "rule"];

impl Options {
    /// Applies them.
    pub(crate) fn apply(&self, settings: &mut Settings) -> Result<(), String> {
        for entry in &self.select {
            set(settings, "rules[]", entry)?;
        }
        for entry in &self.extra {
            set(settings, "append_output[]", &appended(entry))?;
        }
        Ok(())
    }
}

/// Applies `KEY=VALUE`.
pub(crate) fn set(settings: &mut Settings, key: &str, value: &Value) -> Result<(), String> {
    let value = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    settings
        .apply(&format!("{key}={value}"))
        .map_err(|error| error.to_string())
}

/// What the settings tell the loader.
pub(crate) fn load_options(settings: &Settings) -> LoadOptions {
    LoadOptions {
        append_output: settings.append_output.clone(),
        ..LoadOptions::default()
    }
}

/// An `append_output` entry in Falco's words.
fn appended(entry: &Map<String, Value>) -> Value {
    let renamed = APPENDED.map(|(name, falcos)| (falcos, entry.get(name)));
    let mut appended = present(renamed);
    let matched = present(MATCHED.map(|name| (name, entry.get(name))));
    if !matched.is_empty() {
        appended.insert("match".to_owned(), matched.into());
    }
    appended.into()
}

fn present<const N: usize>(members: [(&str, Option<&Value>); N]) -> Map<String, Value> {
    let members = members.into_iter();
    members
        .filter_map(|(name, value)| Some((name.to_owned(), value?.clone())))
        .collect()
}
