//! Mock sources and events.

use falconet_event::catalogue::flat::{FlatCatalogue, FlatField};
use falconet_event::catalogue::{ArgumentSpec, Catalogue, ValueType};
use serde_json::Value as Json;

/// A catalogue with one source that has `fields`.
pub(super) fn catalogue(fields: &Json) -> Catalogue {
    FlatCatalogue::new()
        .source("mocksrc", "mock", list(fields))
        .finish()
}

/// A catalogue with sources by name.
pub(super) fn catalogue_of_sources(sources: &Json) -> Catalogue {
    let sources = sources.as_object().unwrap().iter();
    sources
        .fold(FlatCatalogue::new(), |catalogue, (name, fields)| {
            catalogue.source(name, "mock", list(fields))
        })
        .finish()
}

fn list(fields: &Json) -> Vec<FlatField> {
    fields.as_array().unwrap().iter().map(field).collect()
}

fn field(field: &Json) -> FlatField {
    let flag = |json: &Json| json.as_bool().unwrap_or(false);
    FlatField {
        name: field["name"].as_str().unwrap().to_owned(),
        value_type: value_type(field["type"].as_str().unwrap()),
        is_list: flag(&field["isList"]),
        argument: field.get("arg").map(|argument| ArgumentSpec {
            required: flag(&argument["isRequired"]),
            key: flag(&argument["isKey"]),
            index: flag(&argument["isIndex"]),
        }),
    }
}

fn value_type(name: &str) -> ValueType {
    match name {
        "string" => ValueType::String,
        "uint64" => ValueType::Uint64,
        "bool" => ValueType::Bool,
        "ipaddr" => ValueType::IpAddr,
        "ipnet" => ValueType::IpNet,
        "reltime" => ValueType::RelTime,
        "abstime" => ValueType::AbsTime,
        other => panic!("no type is named {other}"),
    }
}
