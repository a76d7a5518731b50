use super::*;

#[test]
fn requests_are_written_as_the_contract_has_them() {
    let request = Request::Clock {
        now_ns: 1_700_000_000_000_000_000,
    };
    assert_eq!(
        serde_json::to_string(&request).unwrap(),
        r#"{"op":"clock","now_ns":1700000000000000000}"#
    );
    assert_eq!(
        serde_json::to_string(&Request::Version).unwrap(),
        r#"{"op":"version"}"#
    );
    let page = Page {
        format: "json",
        width: None,
        color: false,
    };
    let show = Request::Show {
        rule: "r",
        files: &[],
        settings: &[],
        page,
    };
    assert_eq!(
        serde_json::to_string(&show).unwrap(),
        r#"{"op":"show","rule":"r","files":[],"settings":[],"format":"json","color":false}"#
    );
}

#[test]
fn the_source_is_only_named_when_it_was_given() {
    let limits = LoadLimits {
        max_record_bytes: 5,
        max_problems: 2,
        max_wrappings: 3,
    };
    let mut request = LoadRequest {
        hostname: "web-1",
        evt_hostname: "web-1",
        utc_offset_seconds: 3600,
        wrapping: Wrapping::Sns,
        limits,
        ..LoadRequest::of(&[], &[])
    };
    let start = r#"{"files":[],"settings":[],"#;
    let end = r#""hostname":"web-1","evt_hostname":"web-1","utc_offset_seconds":3600,"color":false,"wrapping":"sns","limits":{"max_record_bytes":5,"max_problems":2,"max_wrappings":3}}"#;
    assert_eq!(
        serde_json::to_string(&request).unwrap(),
        format!("{start}{end}")
    );
    request.source = Some("okta");
    assert_eq!(
        serde_json::to_string(&request).unwrap(),
        format!(r#"{start}"source":"okta",{end}"#)
    );
}
