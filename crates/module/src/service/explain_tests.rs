//! What is refused, and what comes where alerts would.

use serde_json::{Value, json};

use crate::Service;

const RULES: &str = "\
- {rule: a, desc: d, condition: ct.name = a, output: o, priority: INFO, source: aws_cloudtrail}
- {rule: g, desc: d, condition: github.type exists, output: o, priority: INFO, source: github}
";
const EVENT: &[u8] = br#"{"eventTime":"1970-01-01T00:00:01Z","eventType":"","eventName":"b"}"#;

fn loaded(explain: &Value) -> (Service, Value) {
    let mut service = Service::new();
    let files = json!([{"name": "r.yaml", "text": RULES}]);
    let request = json!({"files": files, "source": Value::Null, "explain": explain});
    let answer = serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap();
    (service, answer)
}

fn refusal(explain: &Value) -> (String, String) {
    let (_, answer) = loaded(explain);
    let text = |key: &str| answer["fatal"][key].as_str().unwrap().to_owned();
    (text("kind"), text("message"))
}

fn lines(service: &mut Service, handle: &Value) -> String {
    let handle = u32::try_from(handle.as_u64().unwrap()).unwrap();
    let lines = service.eval_lines(handle, EVENT, crate::service::WHOLE_INPUT);
    String::from_utf8(lines.unwrap().to_vec()).unwrap()
}

#[test]
fn requests_that_make_no_sense_are_refused() {
    let settings = |message: &str| ("settings".to_owned(), message.to_owned());
    assert_eq!(
        refusal(&json!({"near": 1001})),
        settings("at most 1000 events are kept of each rule, not 1001")
    );
    assert_eq!(
        refusal(&json!({"path": "a"})),
        settings("`path` chooses from `fields`, which are not asked for")
    );
    let no_page = settings("`html` is for explanations, not for `near` or `fields`");
    assert_eq!(refusal(&json!({"format": "html", "near": 1})), no_page);
    assert_eq!(refusal(&json!({"format": "html", "fields": true})), no_page);
    let (kind, message) = refusal(&json!({"rules": ["nope"]}));
    assert_eq!(kind, "rules");
    assert!(message.starts_with("there is no rule `nope`"), "{message}");
    assert!(
        refusal(&json!({"colour": true}))
            .1
            .contains("unknown field")
    );
}

#[test]
fn the_source_is_that_of_the_first_rule_that_is_named() {
    let (_, answer) = loaded(&json!({"rules": ["g"]}));
    assert_eq!(answer["source"], "github");
    let (kind, message) = refusal(&json!({"rules": ["a", "g"]}));
    assert_eq!(kind, "rules");
    assert!(
        message.contains("another source than `aws_cloudtrail`"),
        "{message}"
    );
}

#[test]
fn explanations_come_where_alerts_would_and_near_ones_at_the_end() {
    let (mut service, answer) = loaded(&json!({"rules": ["a"]}));
    let line = lines(&mut service, &answer["handle"]);
    let one: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&one["rule"], &one["fired"]), (&json!("a"), &json!(false)));
    let (mut service, answer) = loaded(&json!({"rules": ["a"], "near": 1}));
    assert_eq!(lines(&mut service, &answer["handle"]), "");
    let request = json!({"op": "statistics", "handle": answer["handle"]}).to_string();
    let told: Value = serde_json::from_slice(service.call(request.as_bytes())).unwrap();
    let near: Value = serde_json::from_str(told["text"].as_str().unwrap()).unwrap();
    assert_eq!(
        near["nearest"][0]["text"],
        "would fire if `ct.name` were `a` (it is `b`)"
    );
}

#[test]
fn what_explains_is_not_packed() {
    let load = json!({"files": [{"name": "r.yaml", "text": RULES}], "explain": {}});
    let request = json!({"op": "pack", "load": load}).to_string();
    let answer: Value = serde_json::from_slice(Service::new().call(request.as_bytes())).unwrap();
    assert_eq!(answer["fatal"]["kind"], "settings");
}
