use serde_json::{Value, json};

use super::Service;

const RULES: &str = "- macro: mé\n- macro: is_login\n  condition: ct.name = ConsoleLogin\n- macro: n\n  condition: is_login\n";

fn call(request: &Value) -> Value {
    let mut service = Service::new();
    serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap()
}

/// Asks about the first `word` of [`RULES`], at its first byte.
fn ask(op: &str, word: &str, more: &Value) -> Value {
    let files = json!([{"name": "a.yaml", "text": RULES}]);
    let offset = RULES.find(word).unwrap();
    let mut request = json!({"op": op, "files": files, "file": "a.yaml", "offset": offset});
    let more = more.as_object().cloned().unwrap_or_default();
    request.as_object_mut().unwrap().extend(more);
    call(&request)
}

#[test]
fn proposals_have_the_place_that_they_take() {
    let answer = ask("complete", "ame = C", &json!({}));
    let start = RULES.find("ct.name").unwrap();
    assert_eq!(
        (&answer["range"]["offset"], &answer["range"]["end_offset"]),
        (&json!(start), &json!(start + 4))
    );
    let mut names = answer["items"].as_array().unwrap().iter();
    let field = names.find(|item| item["label"] == "ct.name").unwrap();
    assert_eq!(
        (&field["kind"], &field["insert"]),
        (&json!("field"), &json!("ct.name"))
    );
    assert!(
        field["documentation"]
            .as_str()
            .unwrap()
            .contains("/eventName")
    );
}

#[test]
fn samples_are_handed_back_to_be_proposed() {
    let event =
        r#"{"eventType":"AwsApiCall","eventTime":"2024-01-01T00:00:00Z","eventName":"Odd Name"}"#;
    let answer = call(&json!({"op": "samples", "events": event}));
    let proposed = ask(
        "complete",
        "ConsoleLogin",
        &json!({"samples": answer["samples"]}),
    );
    assert_eq!(proposed["items"][0]["insert"], "\"Odd Name\"");
    let refused = call(&json!({"op": "samples", "events": "", "source": "nope"}));
    assert!(refused["error"].as_str().unwrap().contains("nope"));
}

#[test]
fn a_word_is_explained_found_and_listed() {
    let hover = ask("hover", "- macro", &json!({}));
    assert_eq!(hover, json!({"markdown": null, "range": null}));
    let hover = ask("hover", "ct.name", &json!({}));
    assert_eq!(hover["range"]["line"], 3);
    assert!(
        hover["markdown"]
            .as_str()
            .unwrap()
            .starts_with("**`ct.name`**")
    );
    let places = ask("definition", "is_login", &json!({}));
    assert_eq!(places["places"][0]["column"], 10);
    let places = ask("references", "is_login", &json!({}));
    assert_eq!(places["places"].as_array().unwrap().len(), 2);
    let symbols = ask("symbols", "- macro", &json!({}));
    assert_eq!(symbols["symbols"][0]["range"]["end_column"], 12);
    assert_eq!(symbols["symbols"][1]["kind"], "macro");
}

#[test]
fn a_name_changes_everywhere_or_the_reason_is_told() {
    let answer = ask("rename", "is_login", &json!({}));
    assert_eq!(
        (&answer["name"], &answer["places"]),
        (&json!("is_login"), &Value::Null)
    );
    let answer = ask("rename", "is_login", &json!({"new_name": "logs_in"}));
    assert_eq!(
        answer["refused"],
        "the rules have errors, so nothing can tell whether they would mean the same: Item has no mapping for key 'condition'"
    );
    let answer = ask("rename", "is_login", &json!({"new_name": "a b"}));
    assert!(
        answer["refused"]
            .as_str()
            .unwrap()
            .contains("cannot be the name of a macro")
    );
}

#[test]
fn a_file_that_is_not_there_and_a_request_of_another_form_are_refused() {
    let answer = call(&json!({"op": "hover", "files": [], "file": "b.yaml"}));
    assert_eq!(answer["error"], "none of the files is named `b.yaml`");
    let answer = call(&json!({"op": "hover", "files": [], "file": "b.yaml", "what": 1}));
    assert!(
        answer["error"]
            .as_str()
            .unwrap()
            .contains("unknown field `what`")
    );
    let answer = ask("hover", "ct.name", &json!({"offset": 1 << 30}));
    assert_eq!(answer["markdown"], Value::Null);
}
