use serde_json::{Value, json};

use crate::Service;
use crate::service::WHOLE_INPUT;

const EVENT: &str = r#"{"eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "CreateUser", "userIdentity": {"arn": "arn:eve"}}"#;

fn rules(condition: &str) -> Value {
    let text = format!(
        "- {{rule: r, desc: d, condition: {condition}, output: o, priority: INFO, source: aws_cloudtrail}}\n"
    );
    json!([{"name": "r.yaml", "text": text}])
}

fn loaded(old: &str, new: &str) -> (Service, Value) {
    let mut service = Service::new();
    let request = json!({"files": rules(new), "old": {"files": rules(old)}});
    let answer = serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap();
    (service, answer)
}

#[test]
fn a_ruleset_with_an_old_one_answers_how_alerts_differ() {
    let (mut service, answer) = loaded("ct.name = CreateUser", "ct.name = x");
    assert_eq!(answer["ok"], true, "{answer}");
    let lines = service
        .eval_lines(1, EVENT.as_bytes(), WHOLE_INPUT)
        .unwrap();
    let changes = String::from_utf8(lines.to_vec()).unwrap();
    let request = json!({
        "op": "diff",
        "old": {"files": rules("ct.name = CreateUser")},
        "new": {"files": rules("ct.name = x")},
        "changes": changes,
    });
    let answer: Value =
        serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["differs"], true);
    let text = answer["text"].as_str().unwrap();
    assert!(
        text.contains("\nevents 1, alerts before 1, after 0\n"),
        "{text}"
    );
    assert!(text.contains("arn:eve"), "{text}");
}

#[test]
fn old_rules_that_are_bad_are_told() {
    let (_, answer) = loaded("ct.nme = CreateUser", "ct.name = x");
    assert_eq!(
        (&answer["ok"], &answer["fatal"]["kind"]),
        (&json!(false), &json!("rules"))
    );
    let mut service = Service::new();
    let request = json!({"op": "diff", "old": {"files": rules("ct.nme = x")}, "new": {"files": rules("ct.name = x")}});
    let answer: Value =
        serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["fatal"]["kind"], "rules");
    let request = json!({"op": "diff", "old": {"files": rules("ct.name = x")}, "new": {"files": rules("ct.name = x")}, "changes": "x"});
    let answer: Value =
        serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap();
    assert!(
        answer["error"]
            .as_str()
            .unwrap()
            .starts_with("line 1 of the changes"),
        "{answer}"
    );
}
