//! Reading vectors and golden cases, and counting what passes.

#![expect(dead_code, reason = "each test binary uses its own part of it")]

use std::fs;
use std::path::{Path, PathBuf};

use falconet_event::catalogue::flat::{FlatCatalogue, FlatField};
use falconet_event::catalogue::{ArgumentSpec, Catalogue, ValueType};
use serde_json::Value;

/// The folder of facts beside the workspace, if it is there.
fn facts() -> Option<PathBuf> {
    let folder = std::env::var_os("FALCONET_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    folder.is_dir().then_some(folder)
}

fn workspace_tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests")
}

/// Every vector of a kind: the facts' if they are there, else the project's own.
pub(crate) fn vectors(kind: &str) -> Vec<Value> {
    let file = match facts() {
        Some(facts) => facts.join("cases/lang-cases.jsonl"),
        None => workspace_tests().join(format!("vectors/{kind}.jsonl")),
    };
    let Ok(lines) = fs::read_to_string(&file) else {
        println!("SKIPPED: no vectors at {}", file.display());
        return Vec::new();
    };
    let vectors = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a vector is a JSON object"));
    vectors.filter(|vector| vector["kind"] == kind).collect()
}

/// The folders of golden cases: the facts' if they are there, else the project's own.
pub(crate) fn golden_cases() -> Vec<PathBuf> {
    let folder = facts().map_or_else(
        || workspace_tests().join("golden"),
        |facts| facts.join("golden"),
    );
    let Ok(entries) = fs::read_dir(&folder) else {
        println!("SKIPPED: no golden cases at {}", folder.display());
        return Vec::new();
    };
    let mut cases: Vec<_> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    cases.sort();
    cases
}

/// The catalogue that a vector describes.
pub(crate) fn catalogue_of(input: &Value) -> Catalogue {
    let mut catalogue = FlatCatalogue::new();
    for (name, fields) in input["known_sources"].as_object().into_iter().flatten() {
        catalogue = catalogue.source(name, "mock", flat_fields(fields));
    }
    for plugin in input["plugins"].as_array().into_iter().flatten() {
        catalogue = catalogue.plugin(
            plugin[0].as_str().unwrap_or_default(),
            plugin[1].as_str().unwrap_or_default(),
        );
    }
    catalogue.finish()
}

/// The catalogue of a vector that has one source, with those fields.
pub(crate) fn catalogue_of_fields(fields: &Value) -> Catalogue {
    FlatCatalogue::new()
        .source("mocksrc", "mock", flat_fields(fields))
        .finish()
}

fn flat_fields(fields: &Value) -> Vec<FlatField> {
    let fields = fields.as_array().into_iter().flatten();
    fields.map(flat_field).collect()
}

fn flat_field(field: &Value) -> FlatField {
    let flag = |value: &Value| value.as_bool().unwrap_or(false);
    let argument = field["arg"].as_object().map(|_| ArgumentSpec {
        required: flag(&field["arg"]["isRequired"]),
        key: flag(&field["arg"]["isKey"]),
        index: flag(&field["arg"]["isIndex"]),
    });
    FlatField {
        name: field["name"].as_str().unwrap_or_default().to_owned(),
        value_type: value_type(field["type"].as_str().unwrap_or_default()),
        is_list: flag(&field["isList"]),
        argument,
    }
}

fn value_type(name: &str) -> ValueType {
    match name {
        "uint64" => ValueType::Uint64,
        "bool" => ValueType::Bool,
        "ipaddr" => ValueType::IpAddr,
        "ipnet" => ValueType::IpNet,
        "reltime" => ValueType::RelTime,
        "abstime" => ValueType::AbsTime,
        "string" => ValueType::String,
        other => panic!("{other} is no type"),
    }
}

/// Counts what passes and prints what does not.
pub(crate) struct Tally {
    what: &'static str,
    passed: usize,
    failed: Vec<String>,
}

impl Tally {
    pub(crate) fn new(what: &'static str) -> Self {
        Self {
            what,
            passed: 0,
            failed: Vec::new(),
        }
    }

    pub(crate) fn note(&mut self, name: &str, differences: &[String]) {
        if differences.is_empty() {
            self.passed += 1;
        } else {
            self.failed
                .push(format!("{name}\n   {}", differences.join("\n   ")));
        }
    }

    pub(crate) fn finish(self) {
        println!(
            "{}: {} passed, {} failed",
            self.what,
            self.passed,
            self.failed.len()
        );
        assert!(self.failed.is_empty(), "{}", self.failed.join("\n"));
    }
}
