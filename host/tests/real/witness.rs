//! `falconet witness`: what the command line adds to what the module finds.

use crate::scanning::workplace;
use crate::support::Workplace;

const EVENTS: &[u8] = br#"{"eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "DeleteUser"}
{"eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "CreateUser", "requestParameters": {"userName": "x"}}
"#;

fn with_events() -> Option<Workplace> {
    let workplace = workplace()?;
    workplace.file("events.json", EVENTS);
    Some(workplace)
}

#[test]
fn what_is_written_as_tests_passes() {
    let Some(workplace) = with_events() else {
        return;
    };
    for more in [&[][..], &["--rule", "created", "--shrink", "events.json"]] {
        let ran = workplace.run(&[&["witness", "-r", "rules.yaml", "--as-test"], more].concat());
        ran.expect(0, "");
        workplace.file("rules_test.yaml", ran.stdout.as_bytes());
        let ran = workplace.run(&["test", "rules_test.yaml"]);
        ran.expect(0, "");
        assert!(ran.stdout.contains("2 passed"), "{}", ran.stdout);
    }
}

#[test]
fn an_event_fires_where_it_is_scanned() {
    let Some(workplace) = with_events() else {
        return;
    };
    let ran = workplace.run(&["witness", "-r", "rules.yaml", "--format", "json"]);
    ran.expect(0, "");
    let witness: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    for (event, alerts) in [(&witness["event"], 1), (&witness["miss"]["event"], 0)] {
        workplace.file("made.json", event.to_string().as_bytes());
        let ran = workplace.run(&["scan", "-r", "rules.yaml", "made.json"]);
        assert_eq!(ran.stdout.lines().count(), alerts, "{event}");
    }
}

#[test]
fn what_cannot_be_found_is_told() {
    let Some(workplace) = with_events() else {
        return;
    };
    let witness = |more: &[&str]| workplace.run(&[&["witness", "-r", "rules.yaml"], more].concat());
    let ran = witness(&["--max-evaluations", "1"]);
    ran.expect(1, "");
    assert!(
        ran.stdout
            .contains("no event found\n  this could not be turned: `ct.name = CreateUser`"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("--max-evaluations"), "{}", ran.stdout);
    witness(&["--rule", "deleted"]).expect(1, "there is no rule `deleted`");
    witness(&["--source", "aws_cloudtrial"]).expect(
        2,
        "there is no source `aws_cloudtrial`; the nearest name is `aws_cloudtrail`, and there are",
    );
    witness(&["--source", "okta"]).expect(1, "no rule for events of `okta` takes part");
    witness(&["--source", "okta", "--rule", "created"])
        .expect(2, "is for events of `aws_cloudtrail`, not of `okta`");
    let ran = workplace.run(&["witness", "-r", "-", "--as-test"]);
    ran.expect(2, "standard input has no name");
    witness(&["--shrink", "events.json"]).expect(2, "--rule");
    witness(&["--rule", "created", "--shrink", "none.json"]).expect(1, "none.json");
    witness(&["--rule", "created", "--shrink", "rules.yaml"]).expect(1, "fires on no event there");
}

/// What an event is taken from may be larger than an event, lie anywhere, and be in an envelope.
#[test]
fn an_event_is_taken_from_whatever_can_be_scanned() {
    let Some(workplace) = with_events() else {
        return;
    };
    let line = |name: &str| {
        let event = format!(
            "{{\"eventTime\": \"2026-11-30T10:00:00Z\", \"eventType\": \"x\", \"eventName\": \"{name}\", \"more\": \"ü\"}}"
        );
        format!("{{\"log\": {}}}\n", serde_json::json!(event))
    };
    let events = line("DeleteUser").repeat(10_000) + &line("CreateUser");
    assert!(events.len() > 1 << 20);
    workplace.file("events.ndjson", events.as_bytes());
    let shrunk = |input: &str| {
        let named = ["witness", "-r", "rules.yaml", "--format", "json"];
        workplace.run(&[&named[..], &["--rule", "created", "--shrink", input]].concat())
    };
    let ran = shrunk("events.ndjson");
    ran.expect(0, "");
    assert!(
        ran.stdout.contains("\"eventName\":\"CreateUser\""),
        "{}",
        ran.stdout
    );
    assert!(!ran.stdout.contains('ü'), "{}", ran.stdout);
    let long = line("CreateUser").replace('ü', &"ü".repeat(1 << 20));
    workplace.file("long.ndjson", long.as_bytes());
    shrunk("long.ndjson").expect(2, "an event to be cut down has at most 1048576 bytes");
}
