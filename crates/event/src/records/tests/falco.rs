//! Real Falco's records are found.

use super::*;

/// The text behind `key` in a record or an alert, up to the next quote.
fn after<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.split_once(key)?.1.split('"').next()
}

/// The ids that a case's alerts name, each once.
fn alerted_ids(alerts: &str) -> Vec<&str> {
    let ids = alerts
        .lines()
        .filter_map(|alert| after(alert, "\"ct.id\":\""));
    let mut ids: Vec<&str> = ids
        .filter(|id| !id.is_empty() && !id.contains('\\'))
        .collect();
    ids.dedup();
    ids
}

/// Asserts that the records of which real Falco printed ids are found, in its order; answers whether there are any.
fn assert_ids_are_found(case: &std::path::Path) -> bool {
    let Ok(input) = std::fs::read(case.join("events.json")) else {
        return false;
    };
    let alerts = std::fs::read_to_string(case.join("alerts.jsonl")).unwrap();
    let ids = alerted_ids(&alerts);
    let said = split_with(
        &input,
        Shape::CloudTrail,
        Limits::default(),
        &[input.len() / 2],
    );
    let id = |record| after(record, "\"eventID\":\"").or(after(record, "\"eventID\": \""));
    let mut found = records(&said).into_iter().filter_map(id);
    for id in &ids {
        assert!(
            found.any(|found| found == *id),
            "{id} in {}",
            case.display()
        );
    }
    !ids.is_empty()
}

#[test]
fn records_are_found_where_falco_found_them() {
    let Some(golden) = crate::facts::path("golden") else {
        return;
    };
    let cases = std::fs::read_dir(golden)
        .unwrap()
        .map(|case| case.unwrap().path());
    let checked = cases.filter(|case| assert_ids_are_found(case)).count();
    assert!(checked > 20, "only {checked} cases name ids");
}
