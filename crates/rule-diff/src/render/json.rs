//! For programs: `docs/schema/diff.schema.json`.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::definitions::Differences;
use crate::traffic::{Counts, Example};
use crate::{Definitions, Traffic};

/// The version of the format: another one may take keys away, this one may get more.
const FORMAT: u32 = 1;

pub(super) fn render(definitions: &Definitions, traffic: Option<&Traffic>) -> String {
    let document = json!({
        "format": FORMAT,
        "differs": definitions.differ() || traffic.is_some_and(Traffic::differs),
        "rules": differences(&definitions.rules),
        "macros": differences(&definitions.macros),
        "lists": differences(&definitions.lists),
        "reordered": definitions.is_reordered,
        "traffic": traffic.map(of_traffic),
    });
    format!("{document}\n")
}

fn differences(of: &Differences) -> Value {
    let changed = of.changed.iter().map(|(name, differing)| {
        let parts = differing.iter();
        let parts: Vec<Value> = parts
            .map(|one| json!({"key": one.what, "old": one.old, "new": one.new}))
            .collect();
        json!({"name": name, "differs": parts})
    });
    json!({
        "added": of.added,
        "removed": of.removed,
        "changed": changed.collect::<Vec<_>>(),
        "reformatted": of.reformatted,
    })
}

fn of_traffic(traffic: &Traffic) -> Value {
    json!({
        "events": traffic.events,
        "rules": rules(&traffic.rules),
        "principals": principals(&traffic.principals),
        "examples": traffic.examples.iter().map(example).collect::<Vec<_>>(),
    })
}

fn rules(of: &BTreeMap<String, Counts>) -> Vec<Value> {
    let entries = of.iter().map(|(name, counts)| {
        json!({"rule": name, "old": counts.old, "new": counts.new, "gained": counts.gained, "lost": counts.lost, "changed": counts.changed})
    });
    entries.collect()
}

fn principals(of: &BTreeMap<String, Counts>) -> Vec<Value> {
    let entries = of.iter().map(|(name, counts)| {
        json!({"principal": name, "gained": counts.gained, "lost": counts.lost, "changed": counts.changed})
    });
    entries.collect()
}

fn example(example: &Example) -> Value {
    json!({"change": example.kind.word(), "alert": example.alert, "old": example.old})
}
