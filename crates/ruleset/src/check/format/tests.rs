use super::super::mock;
use super::*;

fn read(text: &str) -> Result<Format, FormatError> {
    format(text, &mock::source())
}

/// Pieces with values in braces, width first.
fn shown(text: &str) -> String {
    let pieces = read(text).unwrap().pieces;
    let each = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Value {
            expression,
            width: None,
        } => format!("{{{}}}", expression.text),
        Piece::Value {
            expression,
            width: Some(width),
        } => format!("{{{width}:{}}}", expression.text),
    });
    each.collect()
}

fn fields(text: &str) -> Vec<String> {
    let fields = read(text).unwrap().fields;
    fields.into_iter().map(|field| field.text).collect()
}

fn error(text: &str) -> (String, &str) {
    let error = read(text).unwrap_err();
    let part = &text[error.span.start..error.span.end];
    (error.to_string(), part)
}

#[test]
fn a_text_is_cut_at_its_fields() {
    let cases = [
        ("plain", "plain"),
        ("a %t.string b", "a {t.string} b"),
        ("%t.string%t.uint64", "{t.string}{t.uint64}"),
        ("*%t.string", "{t.string}"),
        ("*", ""),
        ("é%t.string,é", "é{t.string},é"),
        ("%5t.string|", "{5:t.string}|"),
        ("%0t.string", "{t.string}"),
        ("%003t.string", "{3:t.string}"),
        ("%a.key[\"foo\"]", "{a.key[foo]}"),
        (
            "%toupper( tolower(t.string) )[",
            "{toupper(tolower(t.string))}[",
        ),
        ("%concat(\"%\",t.string)", "{concat(%,t.string)}"),
        ("%getopt(l.string,'a')[a]", "{getopt(l.string,a)[a]}"),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_field_ends_where_a_shorter_one_compiles() {
    let cases = [
        ("%ct.user.arn", "{ct.user.arn}"),
        ("%ct.user.name", "{ct.user}.name"),
        ("%ct.users.arn", "{ct.user}s.arn"),
        ("%ct.user.", "{ct.user}."),
        ("%ct.user[x]", "{ct.user}[x]"),
        ("%ct.user[x", "{ct.user}[x"),
        ("%o.idx[x]", "{o.idx}[x]"),
        ("%evt.times", "{evt.time}s"),
        ("%evt.num.x", "{evt.num}.x"),
        ("%a.key[foo]x", "{a.key[foo]}x"),
        ("%toupper(t.string)[x]", "{toupper(t.string)}[x]"),
        ("%getopt(l.string,')[')[ab]", "{getopt(l.string,)[)}[ab]"),
        ("%toupper(a.key[(])[\"x", "{toupper(a.key[(])}[\"x"),
        (
            "%toupper(a.key['(\"'])[x]",
            "{toupper(a.key[\"(\\\"\"])}[x]",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(shown(text), expected, "{text}");
    }
}

#[test]
fn a_percent_without_a_field_is_an_error() {
    for (text, part) in [
        ("a %nope.x b", "nope.x"),
        ("% t.string", ""),
        ("%%t.string", "%t.string"),
        ("%-5t.string", "-5t.string"),
        ("%{t.string}", "{t.string}"),
        ("%a.key", "a.key"),
        ("%a.idx[x]", "a.idx[x]"),
        ("%val(t.string)", "val(t.string)"),
        ("%toupper(t.uint64)", "toupper(t.uint64)"),
        ("%toupper (t.string)", "toupper"),
        ("%toupper(t.string", "toupper(t.string"),
        ("%toupper(ct.userx)", "toupper(ct.userx)"),
        ("%getopt(l.string)[a]", "getopt(l.string)[a]"),
    ] {
        let expected = "unknown filter: unexpected token after '".to_owned();
        assert_eq!(error(text), (expected, part), "{text}");
    }
}

#[test]
fn a_text_must_not_end_within_a_field() {
    let percent = "invalid formatting syntax: formatting cannot end with a %";
    let number = "invalid formatting syntax: formatting cannot end with a number";
    assert_eq!(error("%t.string %"), (percent.to_owned(), "%"));
    assert_eq!(error("a %12"), (number.to_owned(), "%12"));
    assert_eq!(error(""), ("empty formatting token".to_owned(), ""));
}

#[test]
fn fields_are_listed_once_and_those_inside_transformers_too() {
    assert_eq!(
        fields("%t.uint64 %join(\",\",(toupper(t.string),\"z\",t.uint64)) %a.key[x]%t.string"),
        ["t.uint64", "t.string", "a.key[x]"]
    );
    assert!(fields("plain").is_empty());
}

#[test]
fn a_width_is_bounded() {
    let widths = |text: &str| match &read(text).unwrap().pieces[..] {
        [Piece::Value { width, .. }] => *width,
        other => panic!("{other:?} is not one value"),
    };
    assert_eq!(widths("%4095t.string"), Some(4095));
    assert_eq!(widths("%99999999999999999999999t.string"), Some(MAX_WIDTH));
}

#[test]
fn long_texts_are_read_in_one_pass() {
    let deep = format!("%{}", "concat(t.string,".repeat(20_000));
    assert!(read(&deep).is_err());
    let many = "%ct.user[\"".repeat(20_000);
    assert_eq!(read(&many).unwrap().fields.len(), 1);
    let long = format!("%ct.user.{}", "a".repeat(1_000_000));
    assert_eq!(read(&long).unwrap().pieces.len(), 2);
}
