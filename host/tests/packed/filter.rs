//! What the filter does with records, in an interpreter that calls it as Fluent Bit does.

use serde_json::Value;

use crate::place::{event, filter, module, workplace};
use falconet_interpreter::{Filter, Stack};

const NOW: (u32, u32) = (1_700_000_000, 5);

fn judged(filter: &mut Filter, record: &str) -> Option<Value> {
    let answer = filter.judge(record.as_bytes(), NOW).unwrap();
    answer.map(|answer| serde_json::from_slice(&answer).unwrap())
}

#[test]
fn an_alert_takes_the_place_of_its_record() {
    let Some(place) = workplace() else { return };
    let mut filter = filter(&place, &["--hostname", "web-1"]);
    let alert = judged(&mut filter, &event("CreateUser")).unwrap();
    assert_eq!(alert["rule"], "user created");
    assert_eq!(alert["hostname"], "web-1");
    assert_eq!(alert["time"], "2024-03-14T12:34:56.000000000Z");
    assert_eq!(judged(&mut filter, &event("DeleteUser")), None);
}

#[test]
fn records_are_annotated_or_dropped_as_the_mode_says() {
    let Some(place) = workplace() else { return };
    let mut annotate = filter(&place, &["--mode", "annotate"]);
    let record = judged(&mut annotate, &event("CreateUser")).unwrap();
    assert_eq!(record["falco.rule"], "user created");
    assert_eq!(record["eventName"], "CreateUser");
    let other = judged(&mut annotate, &event("DeleteUser")).unwrap();
    assert_eq!(
        other,
        serde_json::from_str::<Value>(&event("DeleteUser")).unwrap()
    );
    let mut drop = filter(&place, &["--mode", "drop"]);
    assert!(judged(&mut drop, &event("CreateUser")).is_some());
    assert_eq!(judged(&mut drop, &event("DeleteUser")), None);
}

#[test]
fn times_are_written_as_the_setting_says() {
    let Some(place) = workplace() else { return };
    let mut filter = filter(&place, &["-o", "time_format_iso_8601=true"]);
    let alert = judged(&mut filter, &event("CreateUser")).unwrap();
    let output = alert["output"].as_str().unwrap();
    assert!(
        output.starts_with("2024-03-14T12:34:56.000000000+0000: Warning user=eve"),
        "{output}"
    );
}

#[test]
fn an_event_without_a_time_has_that_of_its_record() {
    let Some(place) = workplace() else { return };
    place.file(
        "rules.yaml",
        b"- {rule: r, desc: d, condition: github.type exists, output: o, priority: INFO, source: github}",
    );
    let mut filter = filter(&place, &[]);
    let alert = judged(&mut filter, r#"{"webhook_type":"push"}"#).unwrap();
    assert_eq!(alert["time"], "2023-11-14T22:13:20.000000005Z");
}

#[test]
fn a_module_without_rules_answers_with_a_reason_that_fluent_bit_logs() {
    let Some(module) = module() else { return };
    let mut filter = Filter::start(module, Stack::default()).unwrap();
    let answer = filter.judge(event("CreateUser").as_bytes(), NOW).unwrap();
    let text = String::from_utf8(answer.unwrap()).unwrap();
    assert!(
        text.starts_with("falconet: this module has no rules in it"),
        "{text}"
    );
}

#[test]
fn an_address_of_nothing_is_refused() {
    let Some(place) = workplace() else { return };
    for mode in ["alert", "annotate", "drop"] {
        let mut filter = filter(&place, &["--mode", mode]);
        assert_eq!(filter.judge_nothing(100_000).unwrap(), None, "{mode}");
        assert!(
            filter
                .judge(event("CreateUser").as_bytes(), NOW)
                .unwrap()
                .is_some()
        );
    }
}

/// Records that are none, and such as are made to break a reader.
fn hostile() -> Vec<Vec<u8>> {
    let deep = |count| "[".repeat(count) + &"]".repeat(count);
    let with = |member: String| event("CreateUser").replacen('{', &format!("{{{member},"), 1);
    let mut records: Vec<Vec<u8>> = [
        String::new(),
        "{".to_owned(),
        "{}".to_owned(),
        "null".to_owned(),
        "\"".to_owned(),
        deep(100_000),
        with(format!("\"a\":{}", deep(200))),
        with(format!("\"a\":{}", deep(100_000))),
        with(format!("\"a\":\"{}\"", "\\\"".repeat(200_000))),
        with(format!("\"{}\":1", "k".repeat(500_000))),
        with("\"log\":\"{\\\"eventTime\\\":\"".to_owned()),
        with(
            (0..50_000)
                .map(|n| format!("\"k{n}\":{n}"))
                .collect::<Vec<_>>()
                .join(","),
        ),
        event("CreateUser").replace("2024", "99999999999999999999"),
        event("CreateUser").repeat(100),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    records.push(b"{\"eventName\":\"\xff\xfe\\ud800\"}".to_vec());
    let whole = event("CreateUser").into_bytes();
    records.extend((0..whole.len()).step_by(7).map(|end| whole[..end].to_vec()));
    records
}

#[test]
fn hostile_records_do_not_trap_and_the_next_record_is_judged() {
    let Some(place) = workplace() else { return };
    for mode in ["alert", "annotate"] {
        let mut filter = filter(&place, &["--mode", mode]);
        for record in hostile() {
            let shown = String::from_utf8_lossy(&record[..record.len().min(60)]).into_owned();
            let judged = filter.judge(&record, NOW);
            assert!(judged.is_ok(), "{mode}: {shown}: {:?}", judged.err());
            assert!(
                filter
                    .judge(event("CreateUser").as_bytes(), NOW)
                    .unwrap()
                    .is_some(),
                "{shown}"
            );
        }
    }
}

#[test]
fn large_records_pass_and_too_large_ones_are_no_events() {
    let Some(place) = workplace() else { return };
    let mut filter = filter(&place, &["--max-record", "4MiB"]);
    let large = |bytes| {
        event(&format!(
            "CreateUser\",\"userAgent\":\"{}",
            "x".repeat(bytes)
        ))
    };
    assert!(judged(&mut filter, &large(2_000_000)).is_some());
    assert!(judged(&mut filter, &large(5_000_000)).is_none());
}

/// `cargo test --release` with a larger number shows more of the same.
const RECORDS: usize = 20_000;

#[test]
fn memory_does_not_grow_with_the_number_of_records() {
    let Some(place) = workplace() else { return };
    let mut filter = filter(&place, &["--mode", "annotate", "-o", "rule_matching=all"]);
    let records = std::env::var("FALCONET_FILTER_RECORDS");
    let records = records.map_or(RECORDS, |records| records.parse().unwrap());
    let names = ["CreateUser", "DeleteUser", "ListUsers"];
    let mut pass = |count| {
        for at in 0..count {
            filter
                .judge(event(names[at % names.len()]).as_bytes(), NOW)
                .unwrap();
        }
        filter.memory_bytes()
    };
    // Buffers that are only used once in a while are there after some thousands.
    let before = pass(3_000);
    assert_eq!(pass(records), before);
}
