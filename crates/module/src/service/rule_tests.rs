use serde_json::{Value, json};

use crate::Service;

const RULES: &str = "\
- rule: created
  desc: d
  condition: ct.name = CreateUser
  output: user=%ct.request.username
  priority: WARNING
  source: aws_cloudtrail
";
const EVENT: &str = r#"{"eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "CreateUser", "requestParameters": {"userName": "eve"}}"#;

fn asked(request: &Value) -> Value {
    let mut service = Service::new();
    serde_json::from_slice(service.call(request.to_string().as_bytes())).unwrap()
}

fn tests(case: &str) -> Value {
    json!({"name": "a/x_test.yaml", "text": format!("events: {{e: {EVENT}}}\ncases:\n- {case}\n")})
}

fn tested(case: &str, more: &Value) -> Value {
    let mut request =
        json!({"op": "test", "file": tests(case), "rules": [{"name": "x.yaml", "text": RULES}]});
    let members = more.as_object().unwrap().clone();
    request.as_object_mut().unwrap().extend(members);
    asked(&request)
}

#[test]
fn the_files_to_read_are_those_that_are_named_and_the_rules_beside() {
    let file = tests("{name: a, event: {file: y.json, record: 2}, only: []}");
    let answer = asked(&json!({"op": "test_files", "file": file}));
    assert_eq!(answer, json!({"rules": ["x.yaml"], "inputs": ["y.json"]}));
    let broken = json!({"name": "n", "text": "a: b: c"});
    let answer = asked(&json!({"op": "test_files", "file": broken}));
    assert_eq!(answer, json!({"rules": [], "inputs": []}));
}

#[test]
fn a_file_is_run_and_files_are_put_together() {
    let good = tested("{name: a, event: e, fires: created}", &json!({}));
    assert_eq!(
        good,
        json!({"name": "a/x_test.yaml", "passed": 1, "failed": 0, "broken": false, "rendered": "ok   a/x_test.yaml  1 case\n", "updated": null})
    );
    let bad = tested("{name: a, event: e, silent: true}", &json!({}));
    let report = asked(&json!({"op": "test_report", "parts": [part(&good), part(&bad)]}));
    assert_eq!(report["ok"], false);
    let text = report["text"].as_str().unwrap();
    assert!(
        text.ends_with("\n1 passed, 1 failed in 2 files\n"),
        "{text}"
    );
}

fn part(answer: &Value) -> Value {
    let mut part = answer.as_object().unwrap().clone();
    part.remove("updated");
    part.into()
}

#[test]
fn cases_are_picked_and_settings_and_inputs_count() {
    let failed = |case: &str, more: Value| tested(case, &more)["failed"].clone();
    assert_eq!(
        failed(
            "{name: a, event: e, silent: true}",
            json!({"filter": ["b"]})
        ),
        0
    );
    let disabled = tested(
        "{name: a, event: e, silent: created}",
        &json!({"settings": ["rules[].disable.rule=created"]}),
    );
    assert!(
        disabled["rendered"].as_str().unwrap().contains("FT0003"),
        "{disabled}"
    );
    let file = "{name: a, event: {file: y.json}, fires: created}";
    assert_eq!(
        failed(file, json!({"inputs": [{"name": "y.json", "text": EVENT}]})),
        0
    );
    assert_eq!(failed(file, json!({})), 1);
}

#[test]
fn what_came_is_written_where_it_is_asked_for() {
    let case = "{name: a, event: e, fires: {rule: created, output: x}}";
    assert_eq!(tested(case, &json!({}))["updated"], Value::Null);
    let updated = tested(case, &json!({"update": true}));
    assert!(
        updated["updated"]
            .as_str()
            .unwrap()
            .contains("output: \"user=eve\""),
        "{updated}"
    );
}

#[test]
fn rules_that_cannot_be_loaded_are_told_with_the_first_error() {
    let rules = RULES.replace("ct.name", "ct.nme");
    let answer = tested(
        "{name: a, event: e, only: []}",
        &json!({"rules": [{"name": "x.yaml", "text": rules}]}),
    );
    let rendered = answer["rendered"].as_str().unwrap();
    assert!(
        answer["broken"] == true
            && rendered.contains("error[FT0005]: the rules cannot be loaded: x.yaml:3:"),
        "{rendered}"
    );
    let none = tested("{name: a, event: e, only: []}", &json!({"rules": []}));
    assert!(
        none["rendered"]
            .as_str()
            .unwrap()
            .contains("there are no rules"),
        "{none}"
    );
}

#[test]
fn a_rule_that_does_not_fire_is_explained() {
    let answer = tested(
        "{name: a, event: e, patch: {eventName: DeleteUser}, fires: created}",
        &json!({}),
    );
    let rendered = answer["rendered"].as_str().unwrap();
    assert!(
        rendered.contains("DeleteUser") && rendered.contains("ct.name"),
        "{rendered}"
    );
}

#[test]
fn requests_that_are_not_understood_are_refused() {
    for op in ["test", "test_files", "test_report"] {
        let answer = asked(&json!({"op": op, "x": 1}));
        assert!(answer["error"].is_string(), "{answer}");
    }
}

#[test]
fn what_the_cases_have_seen_is_added_up_and_held_against_a_bound() {
    let report = |more: Value| {
        let format = more.get("format").cloned().unwrap_or(json!("text"));
        let good = tested(
            "{name: a, event: e, fires: created}",
            &json!({"coverage": true, "format": format}),
        );
        let mut request = json!({"op": "test_report", "parts": [part(&good)]});
        let members = more.as_object().unwrap().clone();
        request.as_object_mut().unwrap().extend(members);
        asked(&request)
    };
    let plain = report(json!({}));
    assert_eq!(plain["ok"], true);
    assert_eq!(plain["coverage"]["tests"], json!({"seen": 0, "all": 1}));
    assert!(plain["coverage"].get("lcov").is_none());
    let text = plain["text"].as_str().unwrap();
    assert!(
        text.contains("never false  ct.name = CreateUser  x.yaml:3:14"),
        "{text}"
    );
    let asked = report(json!({
        "min_coverage": 50, "lcov": true, "html": true, "format": "json",
        "rules": [{"name": "x.yaml", "text": RULES}],
    }));
    assert_eq!(asked["ok"], false);
    let problem = "0 % of the tests were seen both ways, fewer than the 50 % that are asked for";
    assert_eq!(asked["problems"], json!([problem]));
    assert!(
        asked["coverage"]["lcov"]
            .as_str()
            .unwrap()
            .starts_with("TN:\nSF:x.yaml\n")
    );
    assert!(
        asked["coverage"]["html"]
            .as_str()
            .unwrap()
            .contains(">ct.name = CreateUser</span>")
    );
    let document: Value = serde_json::from_str(asked["text"].as_str().unwrap()).unwrap();
    assert_eq!(
        (&document["ok"], &document["coverage"]["percent"]),
        (&json!(false), &json!(0))
    );
}

fn mutants(case: &str, more: &Value) -> Value {
    let mut test = json!({"file": tests(case), "rules": [{"name": "x.yaml", "text": RULES}]});
    let members = more.as_object().unwrap().clone();
    test.as_object_mut().unwrap().extend(members);
    asked(&json!({"op": "test_mutants", "test": test}))
}

#[test]
fn mutants_are_tried_and_reported() {
    let tried = mutants("{name: a, event: e, fires: created}", &json!({}));
    assert_eq!((&tried["chunks"], &tried["total"]), (&json!(1), &json!(2)));
    let good = tested("{name: a, event: e, fires: created}", &json!({}));
    let report = asked(&json!({
        "op": "test_report", "parts": [part(&good)], "mutants": [tried], "min_noticed": 51,
    }));
    assert_eq!(
        (&report["ok"], &report["mutants"]["percent"]),
        (&json!(false), &json!(50))
    );
    let text = report["text"].as_str().unwrap();
    assert!(
        text.contains("\n\nmutants: 1 of 2 mutants noticed (50 %)\n"),
        "{text}"
    );
    assert!(
        text.ends_with(
            "\n50 % of the mutants were noticed, fewer than the 51 % that are asked for\n"
        ),
        "{text}"
    );
}

#[test]
fn where_cases_fail_or_are_not_run_no_mutant_is_tried() {
    let failing = mutants("{name: a, event: e, silent: true}", &json!({}));
    assert_eq!(failing["skipped"], "cases of it fail");
    let broken = mutants("{name: a, event: e, fires: other}", &json!({}));
    assert_eq!(broken["skipped"], "cases of it fail");
    let dead = mutants(
        "{name: a, event: e, fires: created}",
        &json!({"not_run": "it died"}),
    );
    assert_eq!(dead["skipped"], "it died");
    let no_rules = json!({"rules": [{"name": "x.yaml", "text": "- rule: x"}]});
    let refused = mutants("{name: a, event: e, fires: created}", &no_rules);
    assert_eq!(refused["skipped"], "the rules cannot be loaded");
}

#[test]
fn what_is_noticed_is_not_known_where_nothing_was_tried() {
    let case = "{name: a, event: e, fires: created}";
    let untried = mutants(case, &json!({"not_run": "it died"}));
    let report = asked(&json!({
        "op": "test_report", "parts": [part(&tested(case, &json!({})))], "mutants": [untried], "min_noticed": 1,
    }));
    assert_eq!(report["ok"], false);
    let text = report["text"].as_str().unwrap();
    assert!(text.contains("it is not known whether 1 %"), "{text}");
}

#[test]
fn each_case_is_judged_as_if_no_other_had_been() {
    let rules = RULES.replace("ct.name = CreateUser", "evt.num = 1");
    let rules = json!([{"name": "x.yaml", "text": rules}]);
    let both = "{name: a, event: e, fires: created}\n- {name: b, event: e, fires: created}";
    let answer = tested(both, &json!({"rules": rules}));
    assert_eq!(
        (&answer["passed"], &answer["failed"]),
        (&json!(2), &json!(0)),
        "{answer}"
    );
}

#[test]
fn a_file_that_was_not_run_is_told() {
    let answer = tested(
        "{name: a, event: e, fires: created}",
        &json!({"not_run": "it died"}),
    );
    assert_eq!(
        (&answer["broken"], &answer["passed"]),
        (&json!(true), &json!(0))
    );
    let expected = "error[FT0006]: it died\nFAIL a/x_test.yaml  not run\n";
    assert_eq!(answer["rendered"], expected);
}
