//! Metrics: well formed, documented, and what the dashboard asks for.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use crate::exposition::Exposition;
use crate::running::{Place, Sidecar, event};

/// The metrics of a sidecar to which everything has happened that can be brought about.
fn eventful() -> Option<(Place, Sidecar, String)> {
    let place = Place::new()?;
    let sidecar = place.start();
    sidecar.send(event("a").as_bytes());
    sidecar.send(b"{\"eventName\":}\n{\"a\":1}\n");
    assert_eq!(sidecar.tell("/-/reload").code, 200);
    let text = sidecar.ask("/metrics").body;
    Some((place, sidecar, text))
}

#[test]
fn every_metric_has_a_name_a_type_a_unit_and_a_help_as_it_should() {
    let Some((_place, _sidecar, text)) = eventful() else {
        return;
    };
    let read = Exposition::read(&text);
    assert!(read.problems.is_empty(), "{:#?}\n{text}", read.problems);
    for (name, kind) in [
        ("falconet_events", "counter"),
        ("falconet_judging_seconds", "histogram"),
        ("falconet_instance_memory_bytes", "gauge"),
        ("falconet_build", "info"),
    ] {
        assert_eq!(read.families[name].kind, kind, "{name}");
    }
}

#[test]
fn what_happened_is_counted() {
    let Some((_place, _sidecar, text)) = eventful() else {
        return;
    };
    for line in [
        "falconet_malformed_total 1",
        "falconet_skipped_total 1",
        r#"falconet_dead_letters_total{kind="malformed"} 1"#,
        r#"falconet_traps_total{reason="deadline"} 0"#,
        "falconet_queue_depth 0",
        "falconet_ready 1",
        "falconet_last_reload_success 1",
        r#"falconet_reloads_total{result="success"} 1"#,
        r#"falconet_reloads_total{result="failure"} 0"#,
        "falconet_judging_seconds_count 2",
        concat!(
            r#"falconet_build_info{version=""#,
            env!("CARGO_PKG_VERSION"),
            r#""} 1"#
        ),
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\n{text}");
    }
    let memory = text
        .lines()
        .find(|line| line.starts_with("falconet_instance_memory_bytes{thread=\"0\"}"));
    let memory: f64 = memory.unwrap().rsplit(' ').next().unwrap().parse().unwrap();
    assert!(memory > 1e6, "{memory}");
}

#[test]
fn every_query_of_the_dashboard_asks_for_a_metric_that_there_is() {
    let Some((_place, _sidecar, text)) = eventful() else {
        return;
    };
    let read = Exposition::read(&text);
    let names = read.sample_names();
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/grafana/falconet.json"
    );
    let dashboard: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let mut queries = Vec::new();
    collect(&dashboard, &mut queries);
    assert!(queries.len() > 20, "{queries:?}");
    let mut asked = BTreeSet::new();
    for query in &queries {
        let found = metrics_in(query);
        assert!(!found.is_empty(), "`{query}` asks for nothing");
        asked.extend(found);
    }
    let unknown: Vec<_> = asked
        .iter()
        .filter(|name| !names.contains(name.as_str()))
        .collect();
    // Nothing is left out here, and a family without samples is not told.
    assert_eq!(unknown, ["falconet_suppressed_alerts_total"], "{text}");
}

#[test]
fn every_metric_is_explained_in_the_guide() {
    let Some((_place, _sidecar, text)) = eventful() else {
        return;
    };
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/guides/operating.md");
    let guide = fs::read_to_string(file).unwrap();
    for name in Exposition::read(&text).families.keys() {
        assert!(guide.contains(&format!("`{name}`")), "{name}");
    }
}

/// All queries, wherever they stand.
fn collect(value: &Value, queries: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("expr" | "definition", Value::String(query)) => queries.push(query.clone()),
                    _ => collect(value, queries),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, queries)),
        _ => {}
    }
}

fn metrics_in(query: &str) -> Vec<String> {
    let words = query.split(|c: char| c != '_' && !c.is_ascii_alphanumeric());
    let metrics = words.filter(|word| word.starts_with("falconet_"));
    metrics.map(str::to_owned).collect()
}
