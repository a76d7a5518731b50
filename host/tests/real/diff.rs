//! `falconet diff`, over files as people write them.

use crate::scanning::workplace;
use crate::support::Workplace;

const EVENTS: &[u8] = br#"{"eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "CreateUser", "userIdentity": {"arn": "arn:eve"}, "requestParameters": {"userName": "x"}}
{"eventTime": "2026-11-30T10:00:01Z", "eventType": "AwsApiCall", "eventName": "DeleteUser", "userIdentity": {"arn": "arn:eve"}}
"#;

fn with_change() -> Option<Workplace> {
    let workplace = workplace()?;
    let rules = std::fs::read_to_string(workplace.path("rules.yaml")).unwrap();
    workplace.file("new.yaml", rules.replace("CreateUser", "DeleteUser").as_bytes());
    workplace.file("laid-out.yaml", rules.replace("ct.name = CreateUser", "(ct.name=CreateUser)").as_bytes());
    workplace.file("e.json", EVENTS);
    Some(workplace)
}

#[test]
fn rules_and_alerts_are_compared() {
    let Some(workplace) = with_change() else { return };
    let ran = workplace.run(&["diff", "--old", "rules.yaml", "--new", "new.yaml", "e.json"]);
    ran.expect(0, "");
    for part in [
        "~ rule user created\n    condition\n      - ct.name = CreateUser\n      + ct.name = DeleteUser\n",
        "\nevents 2, alerts before 1, after 1\n",
        "  arn:eve          1        1        0\n",
    ] {
        assert!(ran.stdout.contains(part), "{part} in {}", ran.stdout);
    }
}

#[test]
fn rules_alone_are_compared_where_there_are_no_events() {
    let Some(workplace) = with_change() else { return };
    let diff = |new: &str, more: &[&str]| {
        workplace.run(&[&["diff", "--old", "rules.yaml", "--new", new], more].concat())
    };
    let same = diff("laid-out.yaml", &["--exit-code"]);
    same.expect(0, "");
    assert_eq!(same.stdout, "= rule user created (written in another way)\n");
    diff("new.yaml", &["--exit-code"]).expect(1, "");
    assert_eq!(diff("rules.yaml", &[]).stdout, "The rules mean the same.\n");
}

#[test]
fn many_threads_find_what_one_finds() {
    let Some(workplace) = with_change() else { return };
    workplace.file("many.json", &EVENTS.repeat(20_000));
    let diff = |threads: &str| {
        let arguments = ["diff", "--old", "rules.yaml", "--new", "new.yaml", "--format", "json", "--threads", threads];
        workplace.run(&[&arguments[..], &["many.json"]].concat()).stdout
    };
    let one = diff("1");
    assert_eq!(one, diff("4"));
    let json: serde_json::Value = serde_json::from_str(&one).unwrap();
    assert_eq!(json["traffic"]["events"], 40_000);
    assert_eq!(json["traffic"]["rules"][0]["lost"], 20_000);
}

#[test]
fn bad_rules_and_too_many_changes_are_errors() {
    let Some(workplace) = with_change() else { return };
    workplace.file("bad.yaml", b"- rule: x\n");
    workplace.run(&["diff", "--old", "bad.yaml", "--new", "new.yaml"]).expect(1, "bad.yaml");
    workplace.run(&["diff", "--old", "bad.yaml", "--new", "new.yaml", "e.json"]).expect(1, "bad.yaml");
    workplace.run(&["diff", "--old", "rules.yaml"]).expect(2, "--new");
    workplace
        .run(&["diff", "--old", "rules.yaml", "--new", "new.yaml", "--max-changes", "100B", "e.json"])
        .expect(1, "there is more to tell than 100B (--max-changes)");
}
