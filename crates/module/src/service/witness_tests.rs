use serde_json::{Value, json};

use crate::Service;
use crate::service::WHOLE_INPUT;

const RULES: &str = "- {rule: one, desc: d, condition: ct.name = CreateUser and not ct.error exists, output: o, priority: INFO, source: aws_cloudtrail}
- {rule: two, desc: d, condition: ct.name = DeleteUser and evt.num > 7, output: o, priority: INFO, source: aws_cloudtrail}
- {rule: three, desc: d, condition: github.user = eve, output: o, priority: INFO, source: github}
";

fn asked(more: &Value) -> Value {
    let mut request =
        json!({"op": "witness", "load": {"files": [{"name": "r.yaml", "text": RULES}]}});
    for (key, value) in more.as_object().unwrap() {
        request[key] = value.clone();
    }
    serde_json::from_slice(Service::new().call(request.to_string().as_bytes())).unwrap()
}

/// An event in an envelope.
fn event(name: &str) -> String {
    let event = json!({"eventTime": "2026-01-02T03:04:05Z", "eventType": "x", "eventName": name});
    json!({"log": event.to_string()}).to_string()
}

#[test]
fn the_first_event_that_fires_a_rule_is_picked_out() {
    let mut service = Service::new();
    let load = |source: &str, firing: &str| {
        let files = json!([{"name": "r.yaml", "text": RULES}]);
        json!({"files": files, "source": source, "firing": firing}).to_string()
    };
    let refused: Value =
        serde_json::from_slice(service.load(load("okta", "one").as_bytes())).unwrap();
    let message = refused["fatal"]["message"].as_str().unwrap();
    assert!(
        message.ends_with("it is for another source than `okta`"),
        "{message}"
    );
    service.load(load("aws_cloudtrail", "two").as_bytes());
    let events = [event("CreateUser").repeat(4), event("DeleteUser").repeat(9)].concat();
    let lines = service
        .eval_lines(1, events.as_bytes(), WHOLE_INPUT)
        .unwrap();
    let found: Vec<Value> = serde_json::Deserializer::from_slice(lines)
        .into_iter()
        .map(Result::unwrap)
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["eventName"], "DeleteUser");
}

#[test]
fn every_rule_is_answered_and_those_without_an_event_are_counted() {
    let answer = asked(&json!({}));
    assert_eq!(
        (&answer["total"], &answer["done"], &answer["without"]),
        (&json!(3), &json!(3), &json!(1)),
        "{answer}"
    );
    let lines = answer["text"].as_str().unwrap().lines();
    let lines: Vec<Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["event"]["eventName"], "CreateUser");
    assert_eq!(lines[0]["miss"]["event"]["errorCode"], "AccessDenied");
    assert_eq!(
        lines[1]["unmet"]["text"],
        "`evt.num > 7` does not hold: `evt.num` is `1`"
    );
    assert_eq!(lines[2]["event"]["sender"]["login"], "eve");
}

#[test]
fn rules_that_were_answered_are_passed_over() {
    let answer = asked(&json!({"from": 2}));
    assert_eq!(answer["text"].as_str().unwrap().lines().count(), 1);
    assert_eq!(answer["done"], 3);
}

/// What is written as tests passes as tests.
#[test]
fn tests_that_are_written_pass() {
    let event = r#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"AwsApiCall","eventName":"CreateUser","x":"\ud83d\ude00\u0041\u007f"}"#;
    for more in [json!({}), json!({"rules": ["one"], "shrink": event})] {
        let mut more = more;
        more["format"] = json!("test");
        more["source"] = json!(null);
        more.as_object_mut().unwrap().remove("source");
        let mut load = json!({"files": [{"name": "r.yaml", "text": RULES}]});
        load["source"] = json!("aws_cloudtrail");
        more["load"] = load;
        let text = asked(&more)["text"].as_str().unwrap().to_owned();
        let request = json!({"op": "test", "file": {"name": "r_test.yaml", "text": text}, "rules": [{"name": "r.yaml", "text": RULES}]});
        let mut service = Service::new();
        let answer: Value =
            serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap();
        assert_eq!(
            (&answer["passed"], &answer["failed"]),
            (&json!(2), &json!(0)),
            "{text}{answer}"
        );
    }
}

#[test]
fn what_cannot_be_answered_is_told() {
    for (more, told) in [
        (json!({"rules": ["four"]}), "there is no rule `four`"),
        (json!({"format": "test"}), "are of several"),
        (json!({"shrink": "{}"}), "an event is cut down for one rule"),
        (
            json!({"rules": ["one"], "shrink": "{}"}),
            "rule `one` fires on no event there",
        ),
        (
            json!({"rules": ["two"], "shrink": event("DeleteUser")}),
            "does not fire it alone",
        ),
        (
            json!({"load": {"source": "githob", "files": [{"name": "r.yaml", "text": RULES}]}}),
            "there is no source `githob`; the nearest name is `github`, and there are",
        ),
        (
            json!({"load": {"settings": ["source=okta"], "files": [{"name": "r.yaml", "text": RULES}]}}),
            "no rule for events of `okta` takes part",
        ),
        (
            json!({"load": {"source": "okta", "files": [{"name": "r.yaml", "text": RULES}]}, "rules": ["one"]}),
            "rule `one` is for events of `aws_cloudtrail`, not of `okta`",
        ),
        (
            json!({"load": {"files": [{"name": "r.yaml", "text": "- rule: x"}]}}),
            "the rules have errors",
        ),
        (
            json!({"load": {"settings": ["rules[].disable.rule=one"], "files": [{"name": "r.yaml", "text": RULES}]}, "rules": ["one"]}),
            "takes no part",
        ),
    ] {
        let message = asked(&more)["fatal"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        assert!(message.contains(told), "{more}: {message}");
    }
}
