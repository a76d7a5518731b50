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
    witness(&["--shrink", "events.json"]).expect(2, "--rule");
    witness(&["--rule", "created", "--shrink", "none.json"]).expect(1, "cannot read `none.json`");
    witness(&["--rule", "created", "--shrink", "rules.yaml"]).expect(1, "fires on no event there");
}
