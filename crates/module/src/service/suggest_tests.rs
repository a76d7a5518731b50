use serde_json::{Value, json};

use crate::Service;
use crate::service::WHOLE_INPUT;

const RULES: &str = "- {rule: r, desc: d, condition: ct.name exists, output: o, priority: INFO, source: aws_cloudtrail}\n";
const EVENT: &str = r#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"x","eventName":"x","userIdentity":{"arn":"arn:robot"}}"#;

/// What a run over an event twice answers at its end, or why it does not begin.
fn suggested(suggest: &Value) -> Value {
    let mut service = Service::new();
    let request = json!({"files": [{"name": "r.yaml", "text": RULES}], "suggest": suggest});
    let answer: Value =
        serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap();
    if answer["ok"] == false {
        return answer;
    }
    let lines = service.eval_lines(1, format!("{EVENT}\n{EVENT}\n").as_bytes(), WHOLE_INPUT);
    assert_eq!(lines, Some(&b""[..]));
    let question = json!({"op": "statistics", "handle": 1});
    serde_json::from_slice(service.call(question.to_string().as_bytes())).unwrap()
}

#[test]
fn what_is_suggested_comes_when_the_run_ends() {
    let yaml = suggested(&json!({"format": "yaml"}));
    let yaml = yaml["text"].as_str().unwrap();
    assert!(
        yaml.contains("- [\"arn:robot\"]  # removes 2 of 2 alerts"),
        "{yaml}"
    );
    let text = suggested(&json!({"format": "text", "rules": ["r"]}));
    let text = text["text"].as_str().unwrap();
    assert!(text.starts_with("r: 2 alerts of 2 events\n"), "{text}");
    assert!(
        text.contains("1. except ct.user.arn = \"arn:robot\"\n     removes 2 alerts, 0 remain\n"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_suggested_is_told() {
    for (suggest, told) in [
        (json!({"rules": ["x"]}), "there is no rule `x`"),
        (
            json!({"max_alerts": 10_000_000}),
            "at most 1000000 may be asked for as `max_alerts`",
        ),
        (json!({"more": 1}), "unknown field `more`"),
    ] {
        let message = suggested(&suggest)["fatal"]["message"]
            .as_str()
            .unwrap()
            .to_owned();
        assert!(message.contains(told), "{message}");
    }
}
