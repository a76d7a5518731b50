//! Which of its rights the process gives up.

use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Deserializer, Error, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};

use crate::sidecar::hardening::Needs;

const REQUIRED: &str = "required";

/// Which of its rights the process gives up.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct HardeningConfig {
    /// System calls that a sidecar never makes.
    pub(crate) seccomp: Wanted,
    /// Files, folders and ports that the configuration does not name.
    pub(crate) landlock: Wanted,
    /// Further files and folders that may be read, such as those that links in the rules will lead to.
    pub(crate) read: Vec<PathBuf>,
    /// Further folders that may be written in.
    pub(crate) write: Vec<PathBuf>,
    /// Further TCP ports that may be connected to.
    pub(crate) connect: Vec<u16>,
}

impl HardeningConfig {
    /// What is needed beyond what the other parts of the configuration name.
    pub(crate) fn needs(&self, needs: &mut Needs) {
        self.read.iter().for_each(|path| needs.reads(path));
        self.write.iter().for_each(|path| needs.writes_in(path));
        self.connect.iter().for_each(|port| needs.connects(*port));
    }
}

/// Whether a restriction is to hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// No.
    Never,
    /// Where the kernel offers it; elsewhere a warning says that it does not.
    #[default]
    WhereOffered,
    /// Yes, or nothing is started.
    Required,
}

impl Serialize for Wanted {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Never => to.serialize_bool(false),
            Self::WhereOffered => to.serialize_bool(true),
            Self::Required => to.serialize_str(REQUIRED),
        }
    }
}

impl JsonSchema for Wanted {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("Wanted")
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Whether a restriction is to hold: where the kernel offers it (`true`), never, or else nothing is started.",
            "oneOf": [{"type": "boolean"}, {"type": "string", "const": REQUIRED}]
        })
    }
}

impl<'de> Deserialize<'de> for Wanted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Word)
    }
}

struct Word;

impl Visitor<'_> for Word {
    type Value = Wanted;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("`true`, `false` or `required`")
    }

    fn visit_bool<E: Error>(self, wanted: bool) -> Result<Wanted, E> {
        Ok(if wanted {
            Wanted::WhereOffered
        } else {
            Wanted::Never
        })
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Wanted, E> {
        match word {
            REQUIRED => Ok(Wanted::Required),
            other => Err(E::invalid_value(serde::de::Unexpected::Str(other), &self)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for wanted in [Wanted::Never, Wanted::WhereOffered, Wanted::Required] {
            let written = serde_json::to_string(&wanted).unwrap();
            assert_eq!(serde_json::from_str::<Wanted>(&written).unwrap(), wanted);
        }
        let error = serde_json::from_str::<Wanted>("\"often\"").unwrap_err();
        let said = error.to_string();
        assert!(
            said.contains("expected `true`, `false` or `required`"),
            "{said}"
        );
    }
}
