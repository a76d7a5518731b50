use serde_json::{Value, json};

use super::*;
use falconet_operations::messages::LoadRequest;
use falconet_operations::messages::RulesFile;

const RULES: &str = "\
- rule: user created
  desc: d
  condition: ct.name = CreateUser
  output: user=%ct.request.username
  priority: WARNING
  source: aws_cloudtrail
- rule: any user
  desc: d
  condition: ct.name startswith CreateU
  output: any
  priority: INFO
  source: aws_cloudtrail
";

fn request(mode: Mode, rules: &str, settings: &[&str]) -> PackRequest {
    let load = LoadRequest {
        files: vec![RulesFile {
            name: "rules.yaml".to_owned(),
            text: rules.to_owned(),
        }],
        settings: settings.iter().map(|&option| option.to_owned()).collect(),
        ..LoadRequest::default()
    };
    PackRequest { load, mode }
}

fn packed(mode: Mode, settings: &[&str]) {
    let answer = pack(&request(mode, RULES, settings), &Catalogue::builtin());
    assert!(answer.ok, "{}", answer.rendered);
}

fn record(name: &str) -> String {
    format!(
        r#"{{"eventTime":"2024-03-14T12:34:56Z","eventType":"AwsApiCall","eventName":"{name}","requestParameters":{{"userName":"eve"}}}}"#
    )
}

fn judged(record: &str) -> Option<String> {
    judge(record.as_bytes(), 0, |answer| {
        let text = answer.map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        text.map(|text| text.strip_suffix('\0').unwrap().to_owned())
    })
}

fn object(record: &str) -> Value {
    serde_json::from_str(&judged(record).unwrap()).unwrap()
}

#[test]
fn an_alert_takes_the_place_of_its_record_and_other_records_are_dropped() {
    packed(Mode::Alert, &[]);
    let alert = object(&record("CreateUser"));
    assert_eq!(alert["rule"], "user created");
    assert_eq!(alert["output_fields"]["ct.request.username"], "eve");
    for dropped in [&record("DeleteUser"), "no json", "", "{}", "[", "null"] {
        assert_eq!(judged(dropped), None, "{dropped}");
    }
}

#[test]
fn no_alert_of_a_record_is_lost() {
    packed(Mode::Alert, &["rule_matching=all"]);
    let alert = object(&record("CreateUser"));
    assert_eq!(alert["rule"], "user created");
    assert_eq!(alert["further_alerts"][0]["rule"], "any user");
    let two = format!("{{\"Records\":[{0},{0}]}}", record("CreateUser"));
    assert_eq!(object(&two)["further_alerts"].as_array().unwrap().len(), 3);
}

#[test]
fn annotated_records_keep_what_they_were() {
    packed(Mode::Annotate, &[]);
    let annotated = object(&record("CreateUser"));
    assert_eq!(annotated["eventName"], "CreateUser");
    assert_eq!(annotated["falco.rule"], "user created");
    assert_eq!(annotated["falco.priority"], "Warning");
    for kept in [&record("DeleteUser"), "{}", "{\"a\":[}", "{\"log\":\"x\"}"] {
        assert_eq!(judged(kept).as_deref(), Some(kept));
    }
}

#[test]
fn records_without_an_alert_are_dropped_if_that_is_asked_for() {
    packed(Mode::Drop, &[]);
    assert_eq!(object(&record("CreateUser"))["falco.rule"], "user created");
    assert_eq!(judged(&record("DeleteUser")), None);
}

#[test]
fn an_event_without_a_time_gets_that_of_its_record() {
    let rules = "- {rule: g, desc: d, condition: github.type exists, output: o, priority: INFO, source: github}";
    let answer = pack(&request(Mode::Alert, rules, &[]), &Catalogue::builtin());
    assert!(answer.ok, "{}", answer.rendered);
    let record = br#"{"webhook_type":"push"}"#;
    let time = judge(record, 1_700_000_000_000_000_005, |answer| {
        let text = answer.unwrap().strip_suffix(b"\0").unwrap();
        serde_json::from_slice::<Value>(text).unwrap()["time"].clone()
    });
    assert_eq!(time, json!("2023-11-14T22:13:20.000000005Z"));
}

#[test]
fn a_module_without_rules_says_so() {
    assert!(
        judged(&record("CreateUser"))
            .unwrap()
            .contains("falconet pack")
    );
}

#[test]
fn what_cannot_be_packed_is_told_and_leaves_the_rules_as_they_were() {
    packed(Mode::Alert, &[]);
    let refused = |rules, settings: &[&str]| {
        let answer = pack(
            &request(Mode::Alert, rules, settings),
            &Catalogue::builtin(),
        );
        answer.fatal.unwrap().message
    };
    assert!(refused(RULES, &["json_output=false"]).contains("`json_output=false`"));
    assert!(refused(RULES, &["nonsense=1"]).contains("`nonsense`"));
    assert_eq!(refused("- rule: x", &[]), "the rules have errors");
    assert!(judged(&record("CreateUser")).is_some());
}
