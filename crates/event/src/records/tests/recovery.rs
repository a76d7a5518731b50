//! What is broken does not take its neighbours with it.

use super::*;

#[test]
fn a_broken_record_leaves_its_neighbours_alone() {
    for bad in [
        r#"{"a":1,}"#,
        "{a:1}",
        "{'a':'b'}",
        r#"{"a":[1,]}"#,
        r#"{"a":[1}"#,
        r#"{"a"]]:1}"#,
    ] {
        let input = format!(r#"{{"Records":[{{"x":1}},{bad},{{"y":2}}]}}"#);
        assert_records(
            Shape::CloudTrail,
            &input,
            &[r#"{"x":1}"#, bad, r#"{"y":2}"#],
        );
    }
}

#[test]
fn deep_nesting_is_passed_over() {
    let deep = format!(r#"{{"d":{}{}}}"#, "[".repeat(1500), "]".repeat(1500));
    let said = split_with(
        format!(r#"{{"Records":[{deep},{{"y":2}}]}}"#).as_bytes(),
        Shape::CloudTrail,
        Limits::default(),
        &[],
    );
    assert_eq!(records(&said), [deep.as_str(), r#"{"y":2}"#]);
}

#[test]
fn a_missing_brace_swallows_the_rest_of_its_line() {
    let said = cloudtrail(r#"{"Records":[{"a":1},{"b":2,{"c":3}]}"#);
    assert_eq!(records(&said), [r#"{"a":1}"#, r#"{"b":2,{"c":3}]}"#]);
    assert_eq!(problems(&said), [(Reason::EndsBetween, 0)]);
}

#[test]
fn a_truncated_input_keeps_its_complete_records() {
    let said = cloudtrail(r#"{"Records":[{"a":1},{"b":"x"#);
    assert_eq!(
        said,
        [
            Said::Record(r#"{"a":1}"#.into(), 12),
            Said::Problem(Reason::EndsInside, 20)
        ]
    );
    assert_eq!(
        problems(&cloudtrail(r#"{"Records":[{"a":1},"#)),
        [(Reason::EndsBetween, 0)]
    );
    assert_eq!(
        problems(&cloudtrail(r#" [{"a":1},"#)),
        [(Reason::EndsBetween, 1)]
    );
    assert_eq!(problems(&cloudtrail(r#"{"Rec"#)), [(Reason::EndsInside, 0)]);
}

#[test]
fn text_is_one_problem_a_line() {
    let said = cloudtrail("hello, {world}\n{\"a\":1}\n\"text\"\n1 2 3\ntrue\n");
    assert_eq!(records(&said), [r#"{"a":1}"#]);
    assert_eq!(
        problems(&said),
        [0, 23, 30, 36].map(|offset| (Reason::NoObject, offset))
    );
}

#[test]
fn an_object_behind_text_is_a_record() {
    let said = cloudtrail("INFO {\"a\":1} done {\"b\":2}\n");
    assert_eq!(records(&said), [r#"{"a":1}"#, r#"{"b":2}"#]);
    assert_eq!(
        problems(&said),
        [(Reason::NoObject, 0), (Reason::NoObject, 13)]
    );
}

#[test]
fn scalars_in_an_array_are_problems_and_its_objects_records() {
    let said = cloudtrail(r#"[1, { "a": 1 }, "x", null]"#);
    assert_eq!(records(&said), [r#"{ "a": 1 }"#]);
    assert_eq!(
        problems(&said),
        [(Reason::NoObject, 1), (Reason::NoObject, 16)]
    );
}

#[test]
fn a_line_cut_off_anywhere_does_not_take_the_next_one_with_it() {
    for length in 1..EVENT.len() {
        let cut = &EVENT[..length];
        let said = split_with(
            format!("{EVENT}\n{cut}\n{EVENT}\n{EVENT}\n").as_bytes(),
            Shape::CloudTrail,
            Limits::default(),
            &[],
        );
        assert_eq!(records(&said), [EVENT, EVENT, EVENT], "{cut}");
        assert_eq!(
            problems(&said),
            [(Reason::Interrupted, EVENT.len() as u64 + 1)],
            "{cut}"
        );
    }
}

#[test]
fn the_last_line_cut_off_is_a_problem_alone() {
    for length in 1..EVENT.len() {
        let said = split_with(
            format!("{EVENT}\n{}", &EVENT[..length]).as_bytes(),
            Shape::CloudTrail,
            Limits::default(),
            &[],
        );
        assert_eq!(records(&said), [EVENT]);
        assert_eq!(
            problems(&said),
            [(Reason::EndsInside, EVENT.len() as u64 + 1)]
        );
    }
}

#[test]
fn a_document_cut_off_anywhere_does_not_take_the_next_one_with_it() {
    let document = r#"{"Records":[{"a":"b","c":[{}]},{"d":{"e":[1,2]}}],"next":"x"}"#;
    for length in 1..document.len() {
        let cut = &document[..length];
        let input = format!("{cut}\n{document}\n{document}\n");
        let said = split_with(input.as_bytes(), Shape::CloudTrail, Limits::default(), &[]);
        let whole = [r#"{"a":"b","c":[{}]}"#, r#"{"d":{"e":[1,2]}}"#].repeat(2);
        assert!(records(&said).ends_with(&whole), "{cut}: {said:?}");
        assert!(!problems(&said).is_empty(), "{cut}");
    }
}

#[test]
fn cut_off_lines_may_follow_each_other() {
    let said = cloudtrail("{\"a\":\n{\"b\":[\n{\"c\":\"\n{\"d\":1}\n{\"e\":\n{\"f\":2}");
    assert_eq!(records(&said), [r#"{"d":1}"#, r#"{"f":2}"#]);
    let cut_off = |offset| (Reason::Interrupted, offset);
    assert_eq!(
        problems(&said),
        [cut_off(0), cut_off(6), cut_off(13), cut_off(28)]
    );
}

#[test]
fn a_pretty_printed_document_may_be_cut_off() {
    let pretty = "{\n  \"Records\": [\n    {\n      \"a\": \"b\"\n    }\n  ]\n}\n";
    for length in 2..pretty.len() - 2 {
        let input = format!("{}\n{pretty}", &pretty[..length]);
        let said = split_with(input.as_bytes(), Shape::CloudTrail, Limits::default(), &[]);
        assert!(
            records(&said).ends_with(&["{\n      \"a\": \"b\"\n    }"]),
            "{input}: {said:?}"
        );
    }
}

#[test]
fn nested_objects_may_begin_lines() {
    let input = "{\"eventTime\":\"t\",\"a\":[\n{\"b\":1},\n{\n\"c\":{}}\n]}";
    assert_records(Shape::CloudTrail, input, &[input]);
    let elements = "{\"Records\":[\n{\"a\":1},\n{\"b\":2}\n]}\n";
    assert_records(Shape::CloudTrail, elements, &[r#"{"a":1}"#, r#"{"b":2}"#]);
}

#[test]
fn strings_may_hold_raw_newlines() {
    assert_records(
        Shape::Plain,
        "{\"a\":\"x\ny\\\nz\n\"}",
        &["{\"a\":\"x\ny\\\nz\n\"}"],
    );
}

#[test]
fn a_record_over_the_limit_is_a_problem_and_its_neighbours_are_not() {
    let limits = Limits {
        max_record_bytes: 10,
        ..Limits::default()
    };
    let said = split_as(
        Shape::CloudTrail,
        limits,
        r#"{"Records":[{"a":1},{"b":"12345"},{"c":3}]}"#,
    );
    assert_eq!(records(&said), [r#"{"a":1}"#, r#"{"c":3}"#]);
    assert_eq!(problems(&said), [(Reason::TooLarge { limit: 10 }, 20)]);
    let said = split_as(
        Shape::Plain,
        limits,
        "{\"a\":123456}\n{\"b\":12345}\n{\"c\":\"\n{\"d\":4}\n{\"123456789",
    );
    assert_eq!(records(&said), [r#"{"d":4}"#]);
    assert_eq!(problems(&said).len(), 4);
}

#[test]
fn a_wrapper_of_records_may_be_over_the_limit() {
    let limits = Limits {
        max_record_bytes: 30,
        ..Limits::default()
    };
    let input = format!(r#"{{"Records":[{}]}}"#, [r#"{"a":1}"#; 50].join(","));
    assert_eq!(
        records(&split_as(Shape::CloudTrail, limits, &input)),
        [r#"{"a":1}"#; 50]
    );
}
