//! Reads vector files.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// The lines of kind `kind`: those of the project's own file, and those of the facts where they are present.
pub(super) fn vectors(kind: &str) -> Vec<Json> {
    let own = workspace().join(format!("tests/vectors/{kind}.jsonl"));
    let shared = shared().join("cases/lang-cases.jsonl");
    let mut vectors: Vec<Json> = [own, shared].iter().flat_map(|path| lines(path)).collect();
    vectors.retain(|vector| vector["kind"] == kind);
    vectors.sort_by_key(|vector| vector["id"].to_string());
    vectors.dedup_by_key(|vector| vector["id"].to_string());
    vectors
}

fn workspace() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

fn shared() -> PathBuf {
    std::env::var_os("FALCONET_SHARED").map_or_else(|| workspace().join("../shared"), PathBuf::from)
}

fn lines(path: &Path) -> Vec<Json> {
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: {} is absent", path.display());
        return Vec::new();
    };
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Says how many passed, and fails if one did not.
pub(super) fn report(kind: &str, outcomes: &[(String, Result<(), String>)]) {
    let failures: Vec<_> = outcomes
        .iter()
        .filter(|(_, outcome)| outcome.is_err())
        .collect();
    for (id, outcome) in &failures {
        println!("{id}: {}", outcome.as_ref().unwrap_err());
    }
    println!(
        "{kind}: {} passed, {} failed",
        outcomes.len() - failures.len(),
        failures.len()
    );
    assert!(failures.is_empty());
}
