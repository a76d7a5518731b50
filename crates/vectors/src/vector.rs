//! One vector.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::compare::difference;
use crate::expectation::comparable;
use crate::{alerts, eval, format, load, parse};

/// What a vector was found to do, in the words of an expectation.
pub(crate) type Found = Map<String, Value>;

/// A line of a vectors file.
#[derive(Debug, Deserialize)]
pub(crate) struct Vector {
    id: String,
    kind: Kind,
    input: Value,
    expect: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Parse,
    Load,
    Eval,
    Format,
}

impl Vector {
    /// Reads a line.
    pub(crate) fn read(line: &str) -> serde_json::Result<Self> {
        serde_json::from_str(line)
    }

    /// Its name.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// How what is found differs from what is expected; nothing if it does not.
    pub(crate) fn difference(&self) -> Option<String> {
        let (found, optional) = match self.kind {
            Kind::Parse => (self.run(parse::found), parse::OPTIONAL),
            Kind::Load => (self.run(load::found), load::OPTIONAL),
            Kind::Eval => (self.run(eval::found), &[][..]),
            Kind::Format if self.input.get("files").is_some() => (self.run(alerts::found), &[][..]),
            Kind::Format => (self.run(format::found), &[][..]),
        };
        match found {
            Ok(found) => difference(&comparable(&self.expect, &self.input), &found, optional),
            Err(reason) => Some(format!("  it cannot be run: {reason}")),
        }
    }

    fn run<I: DeserializeOwned>(
        &self,
        find: impl FnOnce(&I) -> Result<Found, String>,
    ) -> Result<Found, String> {
        let input = I::deserialize(&self.input).map_err(|error| error.to_string())?;
        find(&input)
    }
}

/// The members of a JSON object, as `json!({…})` has them.
pub(crate) fn members(value: Value) -> Found {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
