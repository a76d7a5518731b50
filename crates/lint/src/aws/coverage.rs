//! How much of what AWS really wrote the catalogue knows: real records beside the project, where there are any.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

use super::Catalogue;

/// A vendor's samples that were made up: their names are no evidence.
const MADE_UP: &str = "cribl-pack.ndjson.gz";

fn shared() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("FALCONET_SHARED").map_or(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Source and name of every record below a value.
fn note(value: &Value, pairs: &mut BTreeMap<(String, String), usize>) {
    match value {
        Value::Object(members) => {
            let text = |key: &str| members.get(key).and_then(Value::as_str).map(str::to_owned);
            if let (Some(source), Some(name), Some(_)) = (
                text("eventSource"),
                text("eventName"),
                members.get("eventTime"),
            ) {
                *pairs.entry((source, name)).or_default() += 1;
            } else {
                members.values().for_each(|value| note(value, pairs));
            }
        }
        Value::Array(values) => values.iter().for_each(|value| note(value, pairs)),
        _ => (),
    }
}

fn pairs_of(path: &Path) -> BTreeMap<(String, String), usize> {
    let file = File::open(path).unwrap();
    let reader: Box<dyn Read> = match path.extension() {
        Some(end) if end == "gz" => Box::new(GzDecoder::new(file)),
        _ => Box::new(file),
    };
    let mut pairs = BTreeMap::new();
    let mut text = String::new();
    let mut reader = BufReader::new(reader);
    while reader.read_line(&mut text).is_ok_and(|length| length > 0) {
        if let Ok(value) = serde_json::from_str(&text) {
            note(&value, &mut pairs);
            text.clear();
        }
    }
    pairs
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let raw = folder.join("raw");
    let entries = [folder, raw.as_path()]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = entries.map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.is_file() && !path.ends_with(MADE_UP))
        .collect()
}

#[test]
fn every_name_in_real_records_is_known() {
    let Some(folder) = shared().map(|shared| shared.join("corpora")) else {
        println!("skipped: there are no real records here");
        return;
    };
    let pairs: BTreeMap<(String, String), usize> = files(&folder)
        .iter()
        .flat_map(|file| pairs_of(file))
        .collect();
    let missing: Vec<_> = pairs
        .keys()
        .filter(|(source, name)| !Catalogue::builtin().is_known(source, name))
        .collect();
    println!("{} pairs, {} unknown", pairs.len(), missing.len());
    assert!(missing.is_empty(), "{missing:?}");
}

/// Rows of the table of detections: source, names.
fn detections(text: &str) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let rows = text
        .lines()
        .map(|line| line.split(" | ").collect::<Vec<&str>>());
    rows.filter_map(|cells| {
        let number = cells.first()?.trim_start_matches("| ");
        number.parse::<u32>().ok()?;
        Some((*cells.get(5)?, cells.get(6)?.split(", ").collect()))
    })
}

/// Names of operations as detections have them that CloudTrail never writes, so that the catalogue rightly does
/// not know them.
const NEVER_WRITTEN: [&str; 10] = [
    "lambda AddPermission",
    "lambda CreateEventSourceMapping",
    "lambda CreateFunction",
    "lambda InvokeFunction",
    "lambda PublishLayerVersion",
    "lambda PublishVersion",
    "lambda UpdateAlias",
    "lambda UpdateEventSourceMapping",
    "lambda UpdateFunctionCode",
    "lambda UpdateFunctionConfiguration",
];

#[test]
fn every_name_of_known_detections_is_known() {
    let Some(shared) = shared() else {
        println!("skipped: there are no detections here");
        return;
    };
    let text = fs::read_to_string(shared.join("spec/detections.md")).unwrap();
    let mut missing = BTreeSet::new();
    for (source, names) in detections(&text) {
        let full = format!("{source}.amazonaws.com");
        let unknown = names.iter().filter(|name| {
            !matches!(**name, "any" | "-") && !Catalogue::builtin().is_known(&full, name)
        });
        missing.extend(unknown.map(|name| format!("{source} {name}")));
    }
    for name in NEVER_WRITTEN {
        missing.remove(name);
    }
    assert!(missing.is_empty(), "{missing:?}");
}

/// An operation that the models no longer have would silently lose what its event carries.
#[test]
fn irregular_names_belong_to_operations_that_there_are() {
    let irregular = super::irregular::Irregular::parse(include_str!("irregular.txt")).unwrap();
    let models = super::models::Models::parse(include_str!("catalogue.txt")).unwrap();
    let operations: BTreeSet<&str> = models
        .apis
        .iter()
        .flat_map(|api| api.operations.iter().map(|(name, _)| name.as_str()))
        .collect();
    for section in &irregular.sections {
        for renamed in &section.renamed {
            assert!(
                operations.contains(renamed.operation.as_str()),
                "{}",
                renamed.operation
            );
        }
    }
    for (name, _) in &irregular.apis {
        assert!(models.apis.iter().any(|api| api.name == *name), "{name}");
    }
}
