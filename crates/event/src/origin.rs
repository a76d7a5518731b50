//! Where in an event a field's value stands. For people: nothing here runs while rules judge events.

use std::ops::Range;

use crate::catalogue::{FieldRef, Source};
use crate::context::EventContext;
use crate::extract::{Paths, Recipe};
use crate::fields::Fields;
use crate::json::{Kind, Node};
use crate::plan::{FieldId, Plan, PlanBuilder};
use crate::scan::trie::SlotId;

/// Says of one field which paths of an event it is read from, and where they stand.
#[derive(Clone, Debug)]
pub struct FieldOrigin {
    plan: Plan,
    field: FieldId,
    paths: Vec<JsonPath>,
    slots: Vec<SlotId>,
}

/// What an event has for a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traced {
    /// The bytes of the event that are the value; nothing if it stands nowhere as it is.
    pub value: Option<Range<usize>>,
    /// What stands at each of the [`FieldOrigin::paths`].
    pub places: Vec<Place>,
}

/// What stands at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A JSON value.
    Here {
        /// Its bytes in the event.
        span: Range<usize>,
        /// Its type.
        kind: JsonKind,
    },
    /// Nothing: only so many steps of the path are there.
    Missing {
        /// How many.
        steps: usize,
    },
}

/// The type of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonKind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A text.
    Text,
    /// `[…]`
    List,
    /// `{…}`
    Object,
}

/// The steps from the root of an event to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct JsonPath(Vec<Vec<u8>>);

impl JsonKind {
    /// With its article.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a truth value",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }

    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Null => Self::Null,
            Kind::True | Kind::False => Self::Bool,
            Kind::Number => Self::Number,
            Kind::String => Self::Text,
            Kind::Array => Self::List,
            Kind::Object => Self::Object,
        }
    }
}

impl FieldOrigin {
    /// Of a field of a source.
    pub fn new(source: &Source, field: &FieldRef) -> Self {
        let mut builder = PlanBuilder::new(source);
        let id = builder.field(field);
        let mut paths = Paths::new();
        Recipe::new(source, field, &mut paths);
        // The same recipe asks for the same paths in the same order, so the slots are those of the plan.
        let wanted = paths.wanted().into_iter();
        let (slots, paths) = wanted.map(|(slot, steps)| (slot, JsonPath(steps))).unzip();
        Self {
            plan: builder.finish(),
            field: id,
            paths,
            slots,
        }
    }

    /// The paths that the field may be read from: those that its value consists of, and those that decide which.
    pub fn paths(&self) -> &[JsonPath] {
        &self.paths
    }

    /// Looks at an event, in memory that serves any origin.
    pub fn trace(&self, record: &[u8], context: &EventContext<'_>, memory: &mut Fields) -> Traced {
        if self.plan.scan(record, memory).is_err() {
            return Traced::default();
        }
        memory.load(&self.plan, record, context, self.field);
        let places = self.paths.iter().zip(&self.slots);
        Traced {
            value: memory.place_of(self.field),
            places: places
                .map(|(path, slot)| place(path, *slot, record, memory))
                .collect(),
        }
    }
}

fn place(path: &JsonPath, slot: SlotId, record: &[u8], memory: &Fields) -> Place {
    match memory.slots.place(slot) {
        Some(found) => {
            let span = found.start as usize..found.end as usize;
            let node = Node::new(record.get(span.clone()).unwrap_or_default());
            Place::Here {
                span,
                kind: JsonKind::of(node.kind()),
            }
        }
        None => Place::Missing {
            steps: path.steps_in(record),
        },
    }
}

impl JsonPath {
    /// A path as people write it: keys with dots between them, or a JSON pointer, which begins with a slash.
    pub fn parse(text: &str) -> Self {
        match text.strip_prefix('/') {
            Some(pointer) => Self(pointer.split('/').map(unescaped).collect()),
            None if text.is_empty() => Self::default(),
            None => Self(text.split('.').map(|key| key.as_bytes().to_vec()).collect()),
        }
    }

    /// As a JSON pointer.
    pub fn pointer(&self) -> String {
        let steps = self.0.iter().map(|key| {
            let key = String::from_utf8_lossy(key);
            format!("/{}", key.replace('~', "~0").replace('/', "~1"))
        });
        steps.collect()
    }

    /// Its steps.
    pub fn steps(&self) -> &[Vec<u8>] {
        &self.0
    }

    /// The first steps of it.
    #[must_use]
    pub fn beginning(&self, steps: usize) -> Self {
        Self(self.0.iter().take(steps).cloned().collect())
    }

    /// Whether it leads to what `other` leads to, or to something around or inside it.
    pub fn touches(&self, other: &Self) -> bool {
        let mut both = self.0.iter().zip(&other.0);
        both.all(|(one, two)| one == two)
    }

    /// How many of its steps an event has.
    fn steps_in(&self, record: &[u8]) -> usize {
        let start = record.iter().position(|byte| *byte == b'{').unwrap_or(0);
        let mut node = Node::new(record.get(start..).unwrap_or_default());
        for (taken, step) in self.0.iter().enumerate() {
            match node.step(step) {
                Some(next) => node = next,
                None => return taken,
            }
        }
        self.0.len()
    }

    fn is_plain(&self) -> bool {
        let plain =
            |key: &Vec<u8>| !key.is_empty() && !key.iter().any(|byte| b"./~ ".contains(byte));
        !self.0.is_empty() && self.0.iter().all(plain)
    }
}

/// `requestParameters.functionName`; a JSON pointer where keys have dots, slashes or blanks in them.
impl std::fmt::Display for JsonPath {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if !self.is_plain() {
            return out.write_str(&self.pointer());
        }
        for (at, key) in self.0.iter().enumerate() {
            let dot = if at == 0 { "" } else { "." };
            write!(out, "{dot}{}", String::from_utf8_lossy(key))?;
        }
        Ok(())
    }
}

fn unescaped(step: &str) -> Vec<u8> {
    step.replace("~1", "/").replace("~0", "~").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{CONTEXT, with_source};

    /// The value in the event, and of each path what stands there.
    fn traced(field: &str, record: &str) -> (Option<String>, Vec<String>) {
        with_source("aws_cloudtrail", |source| {
            let field = source.resolve(field.as_bytes()).unwrap();
            let origin = FieldOrigin::new(source, &field);
            let traced = origin.trace(record.as_bytes(), &CONTEXT, &mut Fields::new());
            let places = origin.paths().iter().zip(&traced.places);
            let places = places.map(|(path, place)| match place {
                Place::Here { span, kind } => {
                    format!("{path}={} ({})", &record[span.clone()], kind.name())
                }
                Place::Missing { steps } => format!("{path}: no {}", path.beginning(steps + 1)),
            });
            let places = places.collect();
            (traced.value.map(|span| record[span].to_owned()), places)
        })
    }

    #[test]
    fn a_value_is_found_where_it_stands() {
        assert_eq!(
            traced("ct.name", r#" {"a":1,"eventName":"GetX"}"#),
            (
                Some("GetX".to_owned()),
                vec!["eventName=\"GetX\" (a text)".to_owned()]
            )
        );
        let escaped = traced("ct.name", r#"{"eventName":"Get\u0058"}"#);
        assert_eq!(escaped.0, None, "it does not stand there as it is");
        assert_eq!(escaped.1, ["eventName=\"Get\\u0058\" (a text)"]);
    }

    #[test]
    fn what_is_missing_is_named_by_the_step_that_is_not_there() {
        let field = "json.value[/requestParameters/a~1b/c]";
        let trace = |record| traced(field, record).1.join("");
        assert_eq!(
            trace("{}"),
            "/requestParameters/a~1b/c: no requestParameters"
        );
        assert_eq!(
            trace(r#"{"requestParameters":{"a/b":{}}}"#),
            "/requestParameters/a~1b/c: no /requestParameters/a~1b/c"
        );
        assert_eq!(
            trace(r#"{"requestParameters":{"a/b":{"c":null}}}"#),
            "/requestParameters/a~1b/c=null (null)"
        );
    }

    #[test]
    fn one_memory_serves_the_origins_of_many_fields() {
        with_source("aws_cloudtrail", |source| {
            let mut memory = Fields::new();
            let record = br#"{"eventName":"a","awsRegion":"b","userIdentity":{"type":"Root"}}"#;
            for (name, value) in [
                ("ct.name", Some(14..15)),
                ("ct.region", Some(30..31)),
                ("ct.user", None),
            ] {
                let origin = FieldOrigin::new(source, &source.resolve(name.as_bytes()).unwrap());
                let traced = origin.trace(record, &CONTEXT, &mut memory);
                assert_eq!(traced.value, value, "{name}");
                assert!(!origin.paths().is_empty());
            }
        });
    }

    #[test]
    fn paths_are_read_as_they_are_written() {
        for text in ["a", "a.b.0", "/a.b/c~1d~0", "/a b"] {
            assert_eq!(JsonPath::parse(text).to_string(), text);
        }
        assert!(JsonPath::parse("a.b").touches(&JsonPath::parse("a")));
        assert!(!JsonPath::parse("a.b").touches(&JsonPath::parse("a.c")));
    }
}
