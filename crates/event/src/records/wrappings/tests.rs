use super::*;

/// What a record holds, in a form to compare.
fn held(wrapping: Wrapping, record: &str) -> Vec<String> {
    wrapping.open(record.as_bytes()).flat_map(shown).collect()
}

fn shown(held: Held<'_>) -> Vec<String> {
    vec![match held {
        Held::Text(text) => {
            let mut decoded = b"left from before".to_vec();
            text.decode(&mut decoded);
            format!("{}: {}", text.key, String::from_utf8_lossy(&decoded))
        }
        Held::Object(key, record) => format!("{key}: {}", String::from_utf8_lossy(record)),
        Held::LogEvents(events) => return events.iter().flat_map(shown).collect(),
        Held::Nothing => "nothing".to_owned(),
        Held::Names(objects) => objects.to_string(),
        Held::NoText(key) => format!("no text: {key}"),
    }]
}

#[track_caller]
fn assert_found(wrapping: Wrapping, record: &str, expected: &[&str]) {
    assert_eq!(held(Wrapping::Auto, record), expected, "{record}");
    assert_eq!(held(wrapping, record), expected, "{record}");
    assert_eq!(held(Wrapping::None, record), [""; 0], "{record}");
    let others = Wrapping::NAMES.map(|(_, it)| it).into_iter().skip(2);
    for other in others.filter(|other| *other != wrapping) {
        assert_eq!(held(other, record), [""; 0], "{record}: {other:?}");
    }
}

#[test]
fn lines_of_shippers_are_texts() {
    let record = r#"{"file":"/var/log/a","message":"{\"a\":\"\\n\"}","source_type":"file"}"#;
    assert_found(Wrapping::Vector, record, &[r#"message: {"a":"\n"}"#]);
    let record = r#"{"date":1700000000.5,"log":"{\"a\":1}\n"}"#;
    assert_found(Wrapping::FluentBit, record, &["log: {\"a\":1}\n"]);
}

#[test]
fn an_event_of_eventbridge_is_its_detail() {
    let record = r#"{"detail-type":"AWS API Call via CloudTrail","detail":{"a":[{}]}}"#;
    assert_found(Wrapping::EventBridge, record, &[r#"detail: {"a":[{}]}"#]);
    assert_eq!(held(Wrapping::Auto, r#"{"detail":{}}"#), [""; 0]);
    assert_eq!(
        held(Wrapping::Auto, r#"{"detail-type":"x","detail":"{}"}"#),
        [""; 0]
    );
}

#[test]
fn each_log_event_has_its_message() {
    let record = r#"{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":"a"},{"message":7},{},5,{"message":"b"}]}"#;
    let expected = [
        "message: a",
        "no text: message",
        "no text: message",
        "no text: message",
        "message: b",
    ];
    assert_found(Wrapping::CloudWatchLogs, record, &expected);
    let control = r#"{"messageType":"CONTROL_MESSAGE","logEvents":[{"message":"{}"}]}"#;
    assert_found(Wrapping::CloudWatchLogs, control, &["nothing"]);
}

#[test]
fn a_notification_of_sns_has_its_message_and_nothing_else_of_sns_has_one() {
    let of = |kind: &str| format!(r#"{{"Type":"{kind}","Message":"{{}}"}}"#);
    assert_found(Wrapping::Sns, &of("Notification"), &["Message: {}"]);
    assert_found(Wrapping::Sns, &of("SubscriptionConfirmation"), &["nothing"]);
    assert_found(Wrapping::Sns, &of("Other"), &[]);
    assert_found(Wrapping::Sns, r#"{"Message":"{}"}"#, &[]);
}

#[test]
fn a_message_of_sqs_has_its_body() {
    let given = r#"{"messageId":"1","body":"{}","eventSource":"aws:sqs"}"#;
    assert_found(Wrapping::Sqs, given, &["body: {}"]);
    assert_found(Wrapping::Sqs, r#"{"Body":"{}"}"#, &["Body: {}"]);
    assert_found(Wrapping::Sqs, r#"{"body":"{}"}"#, &[]);
    assert_found(Wrapping::Sqs, r#"{"body":{},"eventSource":"aws:sqs"}"#, &[]);
}

#[test]
fn what_names_objects_is_told_apart_unless_something_else_was_asked_for() {
    let s3 = NamedObjects::S3.to_string();
    let given =
        r#"{"eventVersion":"2.1","eventSource":"aws:s3","eventTime":"t","s3":{"bucket":{}}}"#;
    assert_eq!(held(Wrapping::Auto, given), [&*s3]);
    let bridged = r#"{"detail-type":"Object Created","detail":{"bucket":{},"object":{}}}"#;
    assert_eq!(held(Wrapping::Auto, bridged), [&*s3]);
    let trail = r#"{"s3Bucket":"b","s3ObjectKey":["k.json.gz"]}"#;
    let expected = NamedObjects::CloudTrail.to_string();
    assert_eq!(held(Wrapping::Auto, trail), [expected]);
    assert_eq!(held(Wrapping::Sqs, given), [""; 0]);
}

#[test]
fn all_that_an_envelope_holds_is_handed_on() {
    let record = r#"{"log":"b","message":"a","Body":"c"}"#;
    assert_eq!(
        held(Wrapping::Auto, record),
        ["Body: c", "message: a", "log: b"]
    );
}

#[test]
fn texts_of_the_wrong_type_are_not_there() {
    for value in ["1", "null", "true", "{}", "[\"{}\"]"] {
        for key in ["message", "log", "Body"] {
            let record = format!(r#"{{"{key}":{value}}}"#);
            assert_eq!(held(Wrapping::Auto, &record), [""; 0], "{record}");
        }
    }
}

#[test]
fn every_wrapping_has_a_name() {
    for (name, wrapping) in Wrapping::NAMES {
        assert_eq!(Wrapping::parse(name), Some(wrapping));
        assert_eq!(wrapping.name(), name);
    }
    assert_eq!(Wrapping::parse("Vector"), None);
    assert_eq!(Wrapping::default().name(), "auto");
}
