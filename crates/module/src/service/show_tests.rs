use serde_json::{Value, json};

use crate::Service;
use crate::service::WHOLE_INPUT;

fn called(request: &Value) -> Value {
    let mut service = Service::new();
    serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap()
}

fn items(what: &str) -> Vec<Value> {
    let answer = called(&json!({"op": "list", "what": what}));
    answer["items"].as_array().unwrap().clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The messages that a rule raises for an event.
fn messages(source: &str, condition: &str, output: &str, event: &str) -> Vec<String> {
    let (condition, output) = (json!(condition), json!(output));
    let rules = format!(
        "- {{rule: r, desc: d, condition: {condition}, output: {output}, priority: INFO, source: {source}}}\n"
    );
    let request = json!({
        "files": [{"name": "r.yaml", "text": rules}],
        "settings": ["json_include_message_property=true"],
        "source": source,
        "evt_hostname": "web-1",
    });
    let mut service = Service::new();
    let answer: Value =
        serde_json::from_slice(service.load(request.to_string().as_bytes())).unwrap();
    assert_eq!(answer["ok"], true, "{condition}: {}", answer["rendered"]);
    let handle = u32::try_from(answer["handle"].as_u64().unwrap()).unwrap();
    let lines = service
        .eval_lines(handle, event.as_bytes(), WHOLE_INPUT)
        .unwrap();
    let alerts = serde_json::Deserializer::from_slice(lines).into_iter::<Value>();
    alerts
        .map(|alert| text(&alert.unwrap()["message"]).to_owned())
        .collect()
}

#[test]
fn every_example_of_a_field_is_what_the_field_is_in_its_event() {
    let mut wrong = Vec::new();
    let fields = items("fields");
    for field in &fields {
        let usage = text(&field["usage"]);
        let example = &field["example"];
        if example.is_null() {
            assert!(
                text(&field["notes"][0]).starts_with("Never has a value"),
                "{usage}"
            );
            continue;
        }
        let output = format!("%{usage}");
        let found = messages(
            text(&example["source"]),
            "evt.num exists",
            &output,
            text(&example["event"]),
        );
        if found != [text(&example["value"])] {
            wrong.push(format!("{usage}: {found:?} is not {}", example["value"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(fields.len() > 200, "{}", fields.len());
}

#[test]
fn a_field_that_never_has_a_value_has_none() {
    let event = r#"{"eventTime":"2026-03-01T12:00:00Z","eventType":"AwsApiCall","requestParameters":{"documentName":"d","documentname":"d"}}"#;
    for field in ["ct.request.documentname", "evt.asynctype"] {
        let condition = format!("not {field} exists");
        assert_eq!(
            messages("aws_cloudtrail", &condition, "none", event),
            ["none"]
        );
    }
}

#[test]
fn every_example_of_a_word_holds() {
    let event = r#"{"eventTime":"2026-03-01T12:00:00Z","eventType":"AwsApiCall","eventName":"CreateUser",
        "eventSource":"iam.amazonaws.com","awsRegion":"eu-central-1","errorCode":"AccessDenied","userAgent":"aws-cli/2.15.0",
        "userIdentity":{"type":"IAMUser","userName":"alice","arn":"arn:aws:iam::123456789012:user/alice"},
        "requestParameters":{"userName":"bob","name":"aGVsbG8=","bucketName":"b","key":"logs/a.gz"},
        "responseElements":{"instancesSet":{"items":[{"imageId":"ami-1"},{"imageId":"ami-2"}]}},
        "additionalEventData":{"bytesTransferredIn":2048}}"#;
    for word in items("operators").iter().chain(&items("transformers")) {
        let Some(example) = word["example"].as_str() else {
            continue;
        };
        assert!(example.contains(text(&word["name"])), "{example}");
        assert_eq!(
            messages("aws_cloudtrail", example, "holds", event),
            ["holds"],
            "{example}"
        );
    }
}

#[test]
fn every_list_has_names_and_descriptions() {
    for (what, name) in [
        ("fields", "ct.name"),
        ("operators", "startswith"),
        ("operators", "oneof"),
        ("transformers", "tolower"),
        ("sources", "okta"),
    ] {
        let items = items(what);
        assert!(items.iter().any(|item| item["name"] == name), "{what}");
        assert!(items.iter().all(|item| item["description"] != ""), "{what}");
    }
}

const RULES: &str = "- {rule: Login, desc: d, condition: ct.name = x, output: o, priority: INFO, source: aws_cloudtrail}\n";

fn asked(mut request: Value, rules: &str) -> Value {
    request["files"] = json!([{"name": "r.yaml", "text": rules}]);
    called(&request)
}

#[test]
fn rules_are_listed_and_shown() {
    let listed = asked(
        json!({"op": "list", "what": "rules", "settings": ["rules[].disable.tag=x"]}),
        RULES,
    );
    assert_eq!(listed["items"][0]["enabled"], true);
    let shown = asked(json!({"op": "show", "rule": "log"}), RULES);
    assert_eq!(shown["rule"]["condition"]["tree"]["text"], "ct.name = x");
    let page = asked(
        json!({"op": "show", "rule": "Login", "format": "text", "width": 60}),
        RULES,
    );
    assert!(text(&page["text"]).starts_with("Login\n"));
}

#[test]
fn what_cannot_be_shown_is_said() {
    let unknown = asked(json!({"op": "show", "rule": "Logout"}), RULES);
    assert_eq!(
        unknown["fatal"]["message"],
        "there is no rule `Logout`; the nearest names are `Login`"
    );
    let broken = asked(json!({"op": "list", "what": "rules"}), "- rule: x\n");
    assert_eq!(broken["fatal"]["kind"], "rules");
    assert!(text(&broken["rendered"]).contains("r.yaml"));
    let setting = asked(
        json!({"op": "show", "rule": "Login", "settings": ["x=1"]}),
        RULES,
    );
    assert_eq!(setting["fatal"]["kind"], "settings");
    for request in [
        json!({"op": "list", "what": "fields", "wat": 1}),
        json!({"op": "show", "format": "pdf"}),
    ] {
        assert!(called(&request)["error"].is_string(), "{request}");
    }
}

#[test]
fn a_source_that_there_is_not_is_a_wrong_option() {
    let files = json!([{"name": "r.yaml", "text": "- {list: l, items: [a]}\n"}]);
    for request in [
        json!({"op": "list", "what": "fields", "source": "otka"}),
        json!({"op": "list", "what": "rules", "source": "otka", "files": files}),
    ] {
        let fatal = called(&request)["fatal"].clone();
        assert_eq!(fatal["kind"], "settings", "{request}");
        let message = text(&fatal["message"]);
        let expected = "there is no source `otka`; the nearest name is `okta`, and there are ";
        assert!(message.starts_with(expected), "{message}");
    }
}
