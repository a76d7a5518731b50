//! Real events, cut down.

use falconet_witness::{Cut, WitnessError};

use crate::support::Rules;

const CONDITION: &str = "'ct.src = s3.amazonaws.com and json.value[/requestParameters/grants/1/role] = admin and ct.useragent contains curl'";

fn event(role: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.08","eventTime":"2026-01-02T03:04:05Z","eventSource":"s3.amazonaws.com","eventType":"AwsApiCall","userAgent":"Mozilla/5.0 (curl/8.1; Linux x86_64)","requestParameters":{{"bucketName":"b","grants":[{{"role":"reader"}},{{"role":"{role}","by":"x"}},{{"role":"y"}}],"n":1.50}},"x":[1,2,3]}}"#
    )
}

#[test]
fn an_event_is_cut_down_to_what_still_fires() {
    let rules = Rules::one("aws_cloudtrail", CONDITION);
    let events = format!("{}\n{}\n", event("reader"), event("admin"));
    let witness = rules.shrunk("r", &events).unwrap();
    let event = witness.event.unwrap();
    assert!(rules.fires("aws_cloudtrail", "r", &event), "{event}");
    let compact: String = event.split_whitespace().collect();
    assert_eq!(
        compact,
        r#"{"eventTime":"2026-01-02T03:04:05Z","eventSource":"s3.amazonaws.com","eventType":"AwsApiCall","userAgent":"curl","requestParameters":{"grants":[{},{"role":"admin"}]}}"#
    );
    assert_eq!(witness.cut, None);
    assert!(!rules.fires("aws_cloudtrail", "r", &witness.miss.unwrap().event));
}

#[test]
fn an_event_inside_an_envelope_is_taken_out() {
    let rules = Rules::one("aws_cloudtrail", CONDITION);
    let events = format!("{{\"Records\":[{}]}}", event("admin"));
    let event = rules.shrunk("r", &events).unwrap().event.unwrap();
    assert!(!event.contains("Records"), "{event}");
}

#[test]
fn what_could_not_be_tried_is_told() {
    let mut rules = Rules::one("aws_cloudtrail", CONDITION);
    rules.limits.max_evaluations = 5;
    let witness = rules.shrunk("r", &event("admin")).unwrap();
    assert_eq!(witness.cut, Some(Cut::Evaluations));
    assert!(rules.fires("aws_cloudtrail", "r", &witness.event.unwrap()));
}

#[test]
fn what_does_not_fire_cannot_be_cut_down() {
    let mut rules = Rules::one("aws_cloudtrail", CONDITION);
    for events in ["", "{", &event("reader")] {
        let error = rules.shrunk("r", events).unwrap_err();
        assert!(matches!(error, WitnessError::Silent(_)), "{error}");
    }
    rules.limits.event_bytes = 100;
    let error = rules.shrunk("r", &event("admin")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "an event to be cut down has at most 100 bytes"
    );
}
