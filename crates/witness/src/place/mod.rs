//! Where in an event a value has to stand for a field to have it: extraction the other way round. What comes of it are
//! proposals, of which the engine says whether they do.

mod cloudtrail;
mod others;
mod time;
mod transform;

use falconet_event::FieldOrigin;
use falconet_event::catalogue::{Conversion, Extraction, FieldRef, Source};
use falconet_ruleset::typed::{Expression, ExpressionKind};

use crate::json::Json;
use crate::values::Value;

/// What is put where, or taken away.
type Edit = Vec<(Vec<String>, Option<Json>)>;

/// An event, and the source that says how its fields are read.
#[derive(Clone, Copy)]
pub(crate) struct Placing<'p> {
    pub(crate) source: &'p Source,
    pub(crate) event: &'p Json,
}

impl Placing<'_> {
    /// The event with an expression having a value, in every way that there may be, the more believable first.
    pub(crate) fn events(&self, expression: &Expression, value: &Value) -> Vec<Json> {
        let edits = self.expression(expression, value).into_iter();
        let events = edits.map(|edit| self.edited(edit));
        let mut different: Vec<Json> = Vec::new();
        for event in events {
            if event != *self.event && !different.contains(&event) {
                different.push(event);
            }
        }
        different
    }

    fn edited(&self, edit: Edit) -> Json {
        let mut event = self.event.clone();
        for (path, value) in edit {
            match value {
                Some(value) => event.set(&path, value),
                None => event.remove(&path),
            }
        }
        event
    }

    /// Recursion goes as deep as transformers nest, which the parser bounds.
    fn expression(&self, expression: &Expression, value: &Value) -> Vec<Edit> {
        match &expression.kind {
            ExpressionKind::Field(field) => self.field(field, value),
            ExpressionKind::Constant(_) => Vec::new(),
            ExpressionKind::Transform {
                name,
                arguments,
                selector,
            } => self.transform(*name, arguments, *selector, value),
            ExpressionKind::List(items) => {
                let each = items.iter().flat_map(|item| self.expression(item, value));
                each.collect()
            }
        }
    }

    fn field(&self, field: &FieldRef, value: &Value) -> Vec<Edit> {
        let extraction = &self.source.spec(field).extraction;
        let argument = field.argument.as_ref();
        let mut edits = match (extraction, value) {
            (Extraction::CloudTrail(own), _) => self.cloudtrail(*own, argument, value),
            (_, Value::Absent) => Vec::new(),
            (Extraction::Path(path, conversion), _) => self.converted(path, *conversion, value),
            (Extraction::JsonPointer, _) => self.pointed(field, value),
            (Extraction::JsonDocument, Value::One(text)) => self.inside::<&str>(&[], text),
            (Extraction::JsonRawTime, Value::One(text)) => self.raw_time(text, 1),
            (Extraction::Generic(generic), Value::One(text)) => self.generic(*generic, text),
            (Extraction::Okta(own), Value::One(text)) => self.okta(*own, argument, text),
            (Extraction::GitHub(own), Value::One(text)) => Self::github(*own, text),
            (Extraction::GcpAudit(own), Value::One(text)) => Self::gcp(*own, text),
            _ => Vec::new(),
        };
        edits.extend(self.at_its_paths(field, value));
        edits
    }

    /// The value at each path that the field is read from, or none of them.
    fn at_its_paths(&self, field: &FieldRef, value: &Value) -> Vec<Edit> {
        let origin = FieldOrigin::new(self.source, field);
        let paths = origin.paths().iter().map(|path| {
            let steps = path.steps().iter();
            let steps = steps.map(|step| String::from_utf8_lossy(step).into_owned());
            steps.collect::<Vec<_>>()
        });
        match value {
            Value::Absent => {
                let each: Edit = paths.map(|path| (path, None)).collect();
                let single = each.iter().map(|one| vec![one.clone()]).collect::<Vec<_>>();
                single.into_iter().chain([each]).collect()
            }
            Value::One(text) => {
                let each = paths.flat_map(|path| {
                    let times = self.times_at(&path, text).into_iter();
                    let values = times.map(|time| Json::text(&time)).chain(written(text));
                    let edits = values.map(|value| put(&path, value));
                    edits.collect::<Vec<_>>()
                });
                each.collect()
            }
            Value::Many(texts) => {
                let list = Json::List(texts.iter().map(|text| Json::text(text)).collect());
                paths.map(|path| put(&path, list.clone())).collect()
            }
        }
    }

    fn converted(&self, path: &[&str], conversion: Conversion, value: &Value) -> Vec<Edit> {
        let Value::One(text) = value else {
            return Vec::new();
        };
        match conversion {
            Conversion::Text | Conversion::TextOrEmpty => vec![put(path, Json::text(text))],
            Conversion::Number => vec![put(path, Json::word(text))],
            Conversion::TrueOrFalse => {
                let truth = if text == "true" { "true" } else { "false" };
                vec![put(path, Json::word(truth))]
            }
            Conversion::Json => self.inside(path, text),
        }
    }

    /// Values at a pointer: a truth value or a number where the text is one.
    fn pointed(&self, field: &FieldRef, value: &Value) -> Vec<Edit> {
        let argument = field.argument.as_ref();
        let pointer = argument.map_or(String::new(), |argument| {
            String::from_utf8_lossy(&argument.text).into_owned()
        });
        let steps: Vec<String> = match pointer.strip_prefix('/').unwrap_or(&pointer) {
            "" if pointer.is_empty() => Vec::new(),
            pointer => pointer.split('/').map(step).collect(),
        };
        let Value::One(text) = value else {
            return Vec::new();
        };
        let mut edits = Vec::new();
        if is_word(text) {
            edits.push(put(&steps, Json::word(text)));
        }
        edits.push(put(&steps, Json::text(text)));
        edits.extend(self.inside(&steps, text));
        edits
    }

    /// A text in the JSON at a path: all of it, members that it is a piece of, or the value of a member.
    fn inside<S: AsRef<str>>(&self, path: &[S], text: &str) -> Vec<Edit> {
        let mut edits = Vec::new();
        if let Some(value) = Json::parse(text) {
            edits.push(put(path, value));
        }
        if let Some(Json::Object(members)) = Json::parse(&format!("{{{text}}}")) {
            let each = members.into_iter().filter_map(|(key, value)| {
                let key = crate::json::unquoted(&key)?.into_owned();
                Some((under(path, &key), Some(value)))
            });
            edits.push(each.collect());
        }
        let has_members = matches!(self.event.get(path), None | Some(Json::Object(_)))
            || matches!(self.event.get(path), Some(Json::Scalar(word)) if word == "null");
        if has_members {
            edits.push(vec![(under(path, "example"), Some(Json::text(text)))]);
        }
        edits.push(vec![(under(path, text), Some(Json::text("example")))]);
        edits
    }
}

/// A value at a path.
fn put(path: &[impl AsRef<str>], value: Json) -> Edit {
    let path = path.iter().map(|step| step.as_ref().to_owned());
    vec![(path.collect(), Some(value))]
}

fn under(path: &[impl AsRef<str>], key: &str) -> Vec<String> {
    let steps = path.iter().map(|step| step.as_ref().to_owned());
    steps.chain([key.to_owned()]).collect()
}

/// A text as JSON may have it.
fn written(text: &str) -> impl Iterator<Item = Json> {
    let word = is_word(text).then(|| Json::word(text));
    [Some(Json::text(text)), word].into_iter().flatten()
}

/// Whether JSON may write it without quotes.
fn is_word(text: &str) -> bool {
    matches!(text, "true" | "false" | "null")
        || serde_json::from_str::<serde_json::Number>(text).is_ok()
}

fn step(written: &str) -> String {
    written.replace("~1", "/").replace("~0", "~")
}
