//! Cases that are made of others: of their events, changed.

use std::{fmt, slice};

use falconet_engine::Engine;

use crate::json::{Json, quoted};
use crate::judge::{self, Audience, Inputs};
use crate::patch;
use crate::suite::{Case, Expected, Input, Name, Patch};
use crate::trial::{KeptTrial, Trial};
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

/// A case that is made of another, to be put into a file of tests.
#[derive(Clone, Debug)]
pub struct Proposal {
    case: Case,
}

impl KeptTrial {
    /// The case with changes of its event: that the rule fires, or does not.
    pub fn proposal(
        &self,
        name: String,
        changes: &[EventChange],
        rule: &str,
        fires: bool,
    ) -> Proposal {
        let mut case = self.case.clone();
        let span = case.span;
        let old = case.patch.as_ref().map(|patch| &patch.changes);
        case.patch = Some(Patch {
            changes: merged(old, changes),
            span,
        });
        let rule = Name {
            text: rule.to_owned(),
            span,
        };
        case.expected = if fires {
            Expected::fires(rule)
        } else {
            Expected::silent(rule)
        };
        case.name = name;
        Proposal { case }
    }
}

impl Proposal {
    /// Judges it as a case of a file of tests is, and shows how it went to `attend` if it passes.
    pub fn tried<T>(
        &self,
        engine: &mut Engine,
        inputs: &Inputs,
        attend: impl FnOnce(&Trial<'_>) -> T,
    ) -> Option<T> {
        let mut attend = Some(attend);
        let mut attended = None;
        let mut audience = Audience {
            explain: &mut |_, _| None,
            attend: &mut |trial| attended = attend.take().map(|attend| attend(trial)),
        };
        let judged = judge::judge(slice::from_ref(&self.case), engine, inputs, &mut audience);
        let passes = judged.iter().all(|judged| judged.failures.is_empty());
        attended.filter(|_| passes)
    }
}

/// As it stands in a file of tests.
impl fmt::Display for Proposal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let case = &self.case;
        writeln!(out, "- name: {}", written(&Json::Text(case.name.clone())))?;
        writeln!(out, "  event: {}", event(case))?;
        if let Some(patch) = &case.patch {
            writeln!(out, "  patch: {}", flow(&patch.changes))?;
        }
        let key = if case.expected.fires.is_empty() {
            "silent"
        } else {
            "fires"
        };
        for rule in case.expected.named_rules() {
            writeln!(out, "  {key}: {}", written(&Json::Text(rule.text.clone())))?;
        }
        Ok(())
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
