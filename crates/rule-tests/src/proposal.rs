//! Cases that are made of others: of their events, changed.

use std::fmt::Write as _;

use crate::json::{Json, quoted};
use crate::patch;
use crate::suite::{Case, Input};
use crate::trial::KeptTrial;
use crate::update::written;

/// A change of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventChange {
    /// Where: keys with dots between them, as in a `patch`.
    pub path: String,
    /// What it becomes; nothing for what is to be absent.
    pub value: Option<NewValue>,
}

/// What something in an event becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewValue {
    /// A text.
    Text(String),
    /// A number.
    Number(u64),
    /// A truth value.
    Truth(bool),
}

/// An event with changes; nothing if it is not one JSON value.
pub fn changed(event: &[u8], changes: &[EventChange]) -> Option<Vec<u8>> {
    let mut event: Json = serde_json::from_slice(event).ok()?;
    patch::apply(&mut event, &merged(None, changes));
    Some(event.bytes())
}

impl KeptTrial {
    /// The case with changes of its event, to be put into a file of tests: that the rule fires, or does not.
    pub fn proposal(&self, name: &str, changes: &[EventChange], rule: &str, fires: bool) -> String {
        let case = &self.case;
        let old = case.patch.as_ref().map(|patch| &patch.changes);
        let expected = if fires { "fires" } else { "silent" };
        let mut text = String::new();
        let name = written(&Json::Text(name.to_owned()));
        let rule = written(&Json::Text(rule.to_owned()));
        let _ = writeln!(text, "- name: {name}");
        let _ = writeln!(text, "  event: {}", event(case));
        let _ = writeln!(text, "  patch: {}", flow(&merged(old, changes)));
        let _ = writeln!(text, "  {expected}: {rule}");
        text
    }
}

/// The event as the case says it.
fn event(case: &Case) -> String {
    match (&case.event_name, &*case.input) {
        (Some(name), _) => written(&Json::Text(name.clone())),
        (None, Input::Event(event)) => event.to_string(),
        (None, Input::File(file)) => {
            let path = written(&Json::Text(file.path.clone()));
            match file.record {
                Some(record) => format!("{{file: {path}, record: {record}}}"),
                None => format!("{{file: {path}}}"),
            }
        }
    }
}

/// A patch with changes in it: the last word on a path counts.
fn merged(patch: Option<&Json>, changes: &[EventChange]) -> Json {
    let mut members = match patch {
        Some(Json::Object(members)) => members.clone(),
        _ => Vec::new(),
    };
    for change in changes {
        members.retain(|(path, _)| *path != change.path);
        members.push((change.path.clone(), json(change.value.as_ref())));
    }
    Json::Object(members)
}

fn json(value: Option<&NewValue>) -> Json {
    match value {
        Some(NewValue::Text(text)) => Json::Text(text.clone()),
        Some(NewValue::Number(number)) => Json::Number(number.to_string()),
        Some(NewValue::Truth(truth)) => Json::Bool(*truth),
        None => Json::Null,
    }
}

/// A mapping on one line, whose keys and values have quotes where they need them.
fn flow(patch: &Json) -> String {
    let Json::Object(members) = patch else {
        return patch.to_string();
    };
    let members: Vec<String> = members
        .iter()
        .map(|(path, value)| format!("{}: {}", key(path), written(value)))
        .collect();
    format!("{{{}}}", members.join(", "))
}

fn key(path: &str) -> String {
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_');
    if path.starts_with(|sign: char| sign.is_ascii_alphabetic()) && path.chars().all(is_plain) {
        path.to_owned()
    } else {
        quoted(path)
    }
}
