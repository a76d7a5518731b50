//! The sources and fields of a vector, as a catalogue.

use std::collections::BTreeMap;

use falconet_event::catalogue::flat::{FlatCatalogue, FlatField};
use falconet_event::catalogue::{ArgumentSpec, Catalogue, ValueType};
use serde::Deserialize;

/// The source of vectors that name none.
pub(crate) const SOURCE: &str = "mocksrc";

/// The plugin that every source comes from.
const PLUGIN: &str = "mock";

/// A field in a vector's words.
#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    name: String,
    #[serde(rename = "type")]
    value_type: Type,
    #[serde(default, rename = "isList")]
    is_list: bool,
    arg: Option<Argument>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Argument {
    is_required: bool,
    is_key: bool,
    is_index: bool,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Type {
    String,
    Uint64,
    Bool,
    IpAddr,
    IpNet,
    RelTime,
    AbsTime,
}

/// Fields by source.
pub(crate) type Sources = BTreeMap<String, Vec<Field>>;

/// A catalogue of some sources and of plugins by name and version.
pub(crate) fn of_sources(sources: &Sources, plugins: &[(String, String)]) -> Catalogue {
    let mut catalogue = FlatCatalogue::new();
    for (name, fields) in sources {
        catalogue = catalogue.source(name, PLUGIN, fields.iter().map(Field::flat).collect());
    }
    for (name, version) in plugins {
        catalogue = catalogue.plugin(name, version);
    }
    catalogue.finish()
}

/// A catalogue of one source.
pub(crate) fn of_fields(fields: &[Field]) -> Catalogue {
    FlatCatalogue::new()
        .source(SOURCE, PLUGIN, fields.iter().map(Field::flat).collect())
        .finish()
}

impl Field {
    fn flat(&self) -> FlatField {
        FlatField {
            name: self.name.clone(),
            value_type: self.value_type.into(),
            is_list: self.is_list,
            argument: self.arg.as_ref().map(Argument::spec),
        }
    }
}

impl Argument {
    fn spec(&self) -> ArgumentSpec {
        ArgumentSpec {
            required: self.is_required,
            key: self.is_key,
            index: self.is_index,
        }
    }
}

impl From<Type> for ValueType {
    fn from(value_type: Type) -> Self {
        match value_type {
            Type::String => Self::String,
            Type::Uint64 => Self::Uint64,
            Type::Bool => Self::Bool,
            Type::IpAddr => Self::IpAddr,
            Type::IpNet => Self::IpNet,
            Type::RelTime => Self::RelTime,
            Type::AbsTime => Self::AbsTime,
        }
    }
}
