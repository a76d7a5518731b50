//! Whatever shape records come in.

use super::*;

#[test]
fn records_documents_are_unwrapped() {
    assert_records(
        Shape::CloudTrail,
        r#"{"Records":[{"a":1},{"b":{}}]}"#,
        &[r#"{"a":1}"#, r#"{"b":{}}"#],
    );
    assert_records(
        Shape::Plain,
        r#"{"Records":[{"a":1},{"b":{}}]}"#,
        &[r#"{"a":1}"#, r#"{"b":{}}"#],
    );
}

#[test]
fn documents_may_follow_each_other() {
    for between in ["", "\n", "\r\n", " \0\t", ","] {
        let input = format!(r#"{{"Records":[{{"a":1}}]}}{between}{{"Records":[{{"b":2}}]}}"#);
        assert_records(Shape::CloudTrail, &input, &[r#"{"a":1}"#, r#"{"b":2}"#]);
    }
}

#[test]
fn pretty_printed_documents_are_unwrapped() {
    let input =
        "{\r\n  \"Records\" : [\r\n    {\r\n      \"a\": 1\r\n    },\r\n    {}\r\n  ]\r\n}\r\n";
    assert_records(
        Shape::CloudTrail,
        input,
        &["{\r\n      \"a\": 1\r\n    }", "{}"],
    );
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_records(
        Shape::CloudTrail,
        "\u{feff}{\"Records\":[{\"a\":1}]}",
        &[r#"{"a":1}"#],
    );
}

#[test]
fn events_are_records_alone_on_lines_and_in_arrays() {
    assert_records(Shape::CloudTrail, EVENT, &[EVENT]);
    assert_records(
        Shape::CloudTrail,
        &format!("{EVENT}\n{EVENT}\n"),
        &[EVENT, EVENT],
    );
    assert_records(
        Shape::CloudTrail,
        &format!("[{EVENT},\n{EVENT}]"),
        &[EVENT, EVENT],
    );
}

#[test]
fn objects_at_depth_one_are_records_whatever_their_key() {
    assert_records(
        Shape::CloudTrail,
        &format!(r#"{{"version":"0","detail":{EVENT},"x":1}}"#),
        &[EVENT],
    );
    assert_records(
        Shape::CloudTrail,
        &format!(r#"{{"foo":[{EVENT},{{"x":1}}],"bar":{EVENT}}}"#),
        &[EVENT, r#"{"x":1}"#, EVENT],
    );
}

#[test]
fn an_object_that_is_no_event_and_wraps_none_is_a_record() {
    for input in [
        r#"{"a":1}"#,
        r#"{"a":{"b":1}}"#,
        "{'eventTime':'t'}",
        r#"{"a":{},eventTime:"t"}"#,
    ] {
        assert_records(Shape::CloudTrail, input, &[input]);
    }
}

#[test]
fn inputs_without_records_say_nothing() {
    for input in [
        "",
        " \r\n\0",
        "{}",
        "{ \n}",
        "null",
        " null\r\n",
        "null\nnull",
        "[]",
        "[null, null]",
        "\u{feff}",
    ] {
        assert_records(Shape::CloudTrail, input, &[]);
    }
    for input in [
        r#"{"Records":[]}"#,
        r#"{"Records":[null,1,"x"],"next":"}"}"#,
    ] {
        assert_records(Shape::CloudTrail, input, &[]);
    }
}

#[test]
fn in_other_sources_every_object_is_a_record() {
    let wrapped = format!(r#"{{"detail":{EVENT}}}"#);
    assert_records(Shape::Plain, &wrapped, &[&wrapped]);
    assert_records(Shape::Plain, "{}\n{}", &["{}", "{}"]);
    assert_records(
        Shape::Plain,
        r#"[{"a":1},{"b":2}]"#,
        &[r#"{"a":1}"#, r#"{"b":2}"#],
    );
}
