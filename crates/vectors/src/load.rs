//! `load` vectors: rules files, and what loading them says and makes.

use std::collections::BTreeMap;

use falconet_engine::Settings;
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::select::select;
use falconet_ruleset::{ExtraValue, FileReport, LoadOptions, Loader, Rule, Ruleset, Strategy};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::catalogue::{self, Sources};
use crate::compare::difference;
use crate::settings::{Options, load_options};
use crate::vector::{Found, members};

/// What a vector need not say.
pub(crate) const OPTIONAL: &[&str] = &[
    "errors",
    "warnings",
    "schema_validation",
    "result_json",
    "result_text_verbose",
    "result_text_summary",
    "plugins_ok",
    "plugins_error",
    "rules",
    "lists",
    "enabled_count",
    "extra_output_formatted_fields",
];

/// Files, in load order, and what they are loaded with.
#[derive(Debug, Deserialize)]
pub(crate) struct Input {
    known_sources: Sources,
    files: Vec<(String, String)>,
    #[serde(default)]
    plugins: Vec<(String, String)>,
    event_source: Option<String>,
    #[serde(flatten)]
    options: Options,
}

/// Everything that a vector may ask about, whatever is compiled after each file.
pub(crate) fn found(input: &Input) -> Result<Found, String> {
    let additions = found_by(Strategy::Additions, input)?;
    let everything = found_by(Strategy::Everything, input)?;
    match difference(&everything, &additions, &[]) {
        None => Ok(additions),
        Some(report) => Err(format!(
            "if everything is compiled after each file, it is another:\n{report}"
        )),
    }
}

fn found_by(strategy: Strategy, input: &Input) -> Result<Found, String> {
    let catalogue = catalogue::of_sources(&input.known_sources, &input.plugins);
    let mut settings = Settings::default();
    input.options.apply(&mut settings)?;
    let options = LoadOptions {
        strategy,
        ..load_options(&settings)
    };
    let mut loader = Loader::new(&catalogue, options);
    for (name, text) in &input.files {
        if !loader.load(name, text).successful() {
            break;
        }
    }
    let mut found = reports(&loader)?;
    let others = unlike_going_on(input, &catalogue, &settings, &errors(loader.reports()));
    if !others.is_empty() {
        found.insert("errors_when_going_on".to_owned(), others.into());
    }
    if let Err(error) = loader.check_plugins() {
        found.insert("plugins_error".to_owned(), error.to_string().into());
    }
    if let Some(ruleset) = loader.ruleset() {
        let count = enabled(ruleset, &settings, input.event_source.as_deref());
        found.insert("enabled_count".to_owned(), count.into());
        found.append(&mut definitions(ruleset));
    }
    Ok(found)
}

fn reports(loader: &Loader<'_>) -> Result<Found, String> {
    let reports = loader.reports();
    let last = reports.last().ok_or("there is no file")?;
    Ok(members(json!({
        "ok": reports.iter().all(FileReport::successful),
        "errors": errors(reports),
        "warnings": warnings(reports),
        "schema_validation": last.schema().status(),
        "result_json": last_result(loader),
        "result_text_verbose": last.verbose(loader.sources()),
        "result_text_summary": last.summary(),
        "plugins_ok": loader.check_plugins().is_ok(),
    })))
}

/// How a load that goes on after errors parts from one that stops: errors that only stopping finds, and any at all where
/// stopping finds none. Nothing, as it should be.
fn unlike_going_on(
    input: &Input,
    catalogue: &Catalogue,
    settings: &Settings,
    stopping: &[Value],
) -> Vec<Value> {
    let options = LoadOptions {
        most_errors: LoadOptions::collecting_errors().most_errors,
        ..load_options(settings)
    };
    let mut loader = Loader::new(catalogue, options);
    for (name, text) in &input.files {
        loader.load(name, text);
    }
    let reports = loader.reports().iter().flat_map(FileReport::errors);
    let going_on: Vec<Value> = reports
        .map(|error| json!([error.code.name(), error.message]))
        .collect();
    let is_clean = stopping.is_empty() && loader.check_plugins().is_ok();
    if is_clean {
        return going_on;
    }
    let missed = stopping.iter().filter(|error| !going_on.contains(error));
    missed.cloned().collect()
}

fn errors(reports: &[FileReport]) -> Vec<Value> {
    let errors = reports.iter().filter_map(|report| report.errors().first());
    errors
        .map(|error| json!([error.code.name(), error.message]))
        .collect()
}

/// The warning about event types is of system calls, and no vector has it.
fn warnings(reports: &[FileReport]) -> Vec<Value> {
    let warnings = reports.iter().flat_map(FileReport::warnings);
    warnings
        .filter(|warning| warning.code.name() != "LOAD_NO_EVTTYPE")
        .map(|warning| json!([warning.code.name(), warning.message]))
        .collect()
}

/// The last file's entry in the load result.
fn last_result(loader: &Loader<'_>) -> Value {
    let results: Value = serde_json::from_str(&loader.load_results()).unwrap_or_default();
    let files = results.get("falco_load_results").and_then(Value::as_array);
    files.and_then(|files| files.last()).cloned().into()
}

fn enabled(ruleset: &Ruleset, settings: &Settings, source: Option<&str>) -> usize {
    let selected = select(&ruleset.rules, settings.priority, &settings.selection());
    let rules = selected.iter().filter_map(|at| ruleset.rules.get(*at));
    rules
        .filter(|rule| source.is_none_or(|source| rule.source_name == source))
        .count()
}

fn definitions(ruleset: &Ruleset) -> Found {
    let rules: BTreeMap<_, _> = ruleset
        .rules
        .iter()
        .map(|rule| (&rule.name, rule_json(rule)))
        .collect();
    let lists: BTreeMap<_, _> = ruleset
        .lists
        .iter()
        .map(|list| (&list.name, &list.items_compiled))
        .collect();
    let extra: BTreeMap<_, _> = ruleset
        .rules
        .iter()
        .map(|rule| (&rule.name, formatted_fields(rule)))
        .collect();
    members(json!({"rules": rules, "lists": lists, "extra_output_formatted_fields": extra}))
}

fn rule_json(rule: &Rule) -> Value {
    json!({
        "condition_compiled": rule.condition_compiled,
        "output_compiled": rule.output_compiled,
        "condition": rule.condition_text,
        "output": rule.output_text,
        "description": rule.description,
        "priority": rule.priority.name(),
        "source": rule.source_name,
        "enabled": rule.enabled,
        "tags": rule.tags,
        "capture": rule.capture,
        "capture_duration": rule.capture_duration,
    })
}

fn formatted_fields(rule: &Rule) -> BTreeMap<&str, &str> {
    let formatted = rule
        .extra_fields
        .iter()
        .filter(|field| matches!(field.value, ExtraValue::Formatted(_)));
    formatted
        .map(|field| (field.name.as_str(), field.text.as_str()))
        .collect()
}
