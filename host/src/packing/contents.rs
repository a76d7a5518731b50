//! What was put into a module, as a section of it says.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use wasmparser::{BinaryReaderError, Parser, Payload};

use crate::cli::PackMode;
use crate::commands::{CommandError, encode};

/// The section about rules and options.
pub(super) const SECTION: &str = "falconet.pack";
/// The section about the tools that built the module.
const TOOLS: &str = "falconet.tools";
/// The form of the section about rules.
pub(super) const FORMAT: u32 = 1;

/// What was put into a module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Contents {
    /// The form that the other keys have.
    pub(crate) format: u32,
    /// The version of the program that packed.
    pub(crate) falconet: String,
    /// The module as it was before.
    pub(crate) module: PackedModule,
    pub(crate) mode: PackMode,
    pub(crate) settings: Vec<String>,
    /// The source that was asked for.
    pub(crate) asked_source: Option<String>,
    /// The source whose events are judged.
    pub(crate) source: Option<String>,
    pub(crate) hostname: String,
    pub(crate) max_record: u64,
    pub(crate) files: Vec<PackedFile>,
    pub(crate) rules: Vec<PackedRule>,
}

/// The module before rules were put in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PackedModule {
    pub(crate) sha256: String,
    pub(crate) version: String,
    pub(crate) abi: u32,
    pub(crate) engine_version: String,
}

/// A rules file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PackedFile {
    /// As it was given.
    pub(crate) name: String,
    pub(crate) bytes: usize,
    pub(crate) sha256: String,
}

/// A rule of these files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PackedRule {
    pub(crate) name: String,
    pub(crate) priority: String,
    pub(crate) source: String,
    pub(crate) enabled: bool,
}

/// What sections of a module say.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Parts {
    /// Nothing if no rules were put in.
    pub(crate) packed: Option<Contents>,
    /// The tools that built it, as JSON.
    pub(crate) tools: Option<Box<RawValue>>,
}

/// Why it cannot be told what is in a module.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PartsError {
    /// It is none.
    #[error("it is no WebAssembly module: {0}")]
    Damaged(#[from] BinaryReaderError),
    /// A section that is not what it should be.
    #[error("its section `{name}` is not understood: {error}")]
    Section {
        /// Which one.
        name: &'static str,
        /// Why.
        error: serde_json::Error,
    },
    /// A later falconet wrote it.
    #[error("its section `{SECTION}` has the form {0}, and this falconet knows the form {FORMAT}")]
    Format(u64),
}

impl Contents {
    /// The content of the section.
    pub(super) fn section(&self) -> Result<Vec<u8>, CommandError> {
        encode(self)
    }
}

impl Parts {
    /// Reads the sections of a module.
    pub(crate) fn of(module: &[u8]) -> Result<Self, PartsError> {
        let mut parts = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            let Payload::CustomSection(section) = payload? else {
                continue;
            };
            match section.name() {
                SECTION => parts.packed = Some(contents_of(section.data())?),
                TOOLS => {
                    let told = |error| PartsError::Section { name: TOOLS, error };
                    parts.tools = Some(serde_json::from_slice(section.data()).map_err(told)?);
                }
                _ => {}
            }
        }
        Ok(parts)
    }
}

fn contents_of(data: &[u8]) -> Result<Contents, PartsError> {
    #[derive(Deserialize)]
    struct Form {
        format: u64,
    }
    let told = |error| PartsError::Section {
        name: SECTION,
        error,
    };
    let Form { format } = serde_json::from_slice(data).map_err(told)?;
    if format != u64::from(FORMAT) {
        return Err(PartsError::Format(format));
    }
    serde_json::from_slice(data).map_err(told)
}

/// The rules of a list of the module.
pub(super) fn rules(items: &str) -> Option<Vec<PackedRule>> {
    serde_json::from_str(items).ok()
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{CustomSection, Module};

    use super::*;

    fn told(content: &str) -> String {
        let mut module = Module::new();
        module.section(&CustomSection {
            name: SECTION.into(),
            data: content.as_bytes().into(),
        });
        Parts::of(module.as_slice()).unwrap_err().to_string()
    }

    #[test]
    fn sections_that_make_no_sense_are_refused() {
        assert!(told("{").starts_with("its section `falconet.pack` is not understood: "));
        assert!(told("{\"format\":1}").contains("missing field"));
        assert!(told("{\"format\":2}").contains("has the form 2"));
        assert!(
            Parts::of(b"no module")
                .unwrap_err()
                .to_string()
                .starts_with("it is no WebAssembly module: ")
        );
    }

    #[test]
    fn a_module_need_not_have_any() {
        let parts = Parts::of(Module::new().as_slice()).unwrap();
        assert!(parts.packed.is_none() && parts.tools.is_none());
    }
}
