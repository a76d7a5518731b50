use falconet_event::catalogue::Catalogue;
use serde_json::{Value, json};

use super::*;

const RULE: &str = "- rule: one\n  desc: d\n  condition: ct.name = CreateUser\n  output: by %ct.user from %ct.srcip in %ct.region\n  priority: WARNING\n  source: aws_cloudtrail\n";

fn checked(request: Value) -> CheckAnswer {
    let request: CheckRequest = serde_json::from_value(request).unwrap();
    check(&request, &Catalogue::builtin())
}

fn files() -> Value {
    let bad = RULE.replace("WARNING", "LOUD").replace("ct.name", "ct.nme");
    json!([{"name": "a.yaml", "text": bad}, {"name": "b.yaml", "text": RULE.replace("one", "two") + "  colour: red\n"}])
}

#[test]
fn every_error_of_every_file_is_told_in_every_format_but_falcos() {
    for format in ["text", "json", "github", "sarif", "junit"] {
        let answer = checked(json!({"files": files(), "format": format}));
        assert_eq!(
            (answer.ok, answer.errors, answer.warnings),
            (false, 2, 1),
            "{format}"
        );
        for text in ["Invalid priority", "ct.nme", "Unknown key"] {
            assert!(
                answer.rendered.contains(text),
                "{format}: {}",
                answer.rendered
            );
        }
        assert!(
            answer.rendered.ends_with('\n') && answer.fatal.is_none(),
            "{format}"
        );
    }
}

#[test]
fn the_document_of_falco_has_the_first_error_of_each_file() {
    let answer = checked(json!({"files": files(), "format": "falco"}));
    let document: Value = serde_json::from_str(&answer.rendered).unwrap();
    let results = document["falco_load_results"].as_array().unwrap();
    let errors: Vec<_> = results
        .iter()
        .map(|one| one["errors"].as_array().unwrap().len())
        .collect();
    assert_eq!(errors, [1, 0]);
    assert!(!answer.ok);
}

#[test]
fn a_finding_of_a_lint_names_its_page() {
    let text = RULE.replace("= CreateUser", "in (CreateUser, CreateUser)");
    let files = json!([{"name": "a.yaml", "text": text}]);
    let document = |format| -> Value {
        let answer = checked(json!({"files": files, "format": format}));
        serde_json::from_str(&answer.rendered).unwrap()
    };
    let page = "docs/lints/FN0203.md";
    assert_eq!(document("json")["diagnostics"][0]["docs"], page);
    let rule = &document("sarif")["runs"][0]["tool"]["driver"]["rules"][0];
    assert_eq!(rule["id"], "FN0203");
    assert_eq!(rule["help"]["text"], format!("see {page}"));
}

#[test]
fn warnings_fail_a_strict_check() {
    let files = json!([{"name": "a.yaml", "text": RULE.to_owned() + "  colour: red\n"}]);
    assert!(checked(json!({"files": files})).ok);
    let strict = checked(json!({"files": files, "strict": true}));
    assert!(!strict.ok && strict.rendered.ends_with("\n1 warning in 1 file\n"));
}

#[test]
fn what_is_right_is_counted() {
    let files = json!([{"name": "a.yaml", "text": RULE}]);
    let answer = checked(json!({"files": files}));
    assert_eq!(answer.rendered, "ok: 1 rule, 0 macros, 0 lists in 1 file\n");
}

#[test]
fn bad_settings_are_no_result() {
    for setting in ["nonsense=1", "rule_matching=some"] {
        for format in ["text", "falco"] {
            let answer =
                checked(json!({"files": files(), "settings": [setting], "format": format}));
            let fatal = answer.fatal.unwrap();
            assert_eq!(fatal.kind, FatalKind::Settings, "{}", fatal.message);
        }
    }
}

#[test]
fn a_plugin_that_is_too_old_has_a_place_but_in_the_format_of_falco() {
    let text = RULE.to_owned()
        + "- required_plugin_versions:\n    - name: cloudtrail\n      version: 99.0.0\n";
    let files = json!([{"name": "a.yaml", "text": text}]);
    let answer = checked(json!({"files": files, "format": "github"}));
    assert!(
        answer.rendered.contains("file=a.yaml,line=8,"),
        "{}",
        answer.rendered
    );
    let falco = checked(json!({"files": files, "format": "falco"}));
    let fatal = falco.fatal.unwrap();
    assert_eq!(fatal.kind, FatalKind::Rules);
    assert!(
        fatal.message.starts_with("Plugin 'cloudtrail' version"),
        "{}",
        fatal.message
    );
}

const TWICE: &str = "- {list: l, items: [a]}\n- {list: l, items: [b]}\n";

fn linted(lints: &Value, format: &str) -> CheckAnswer {
    let files = json!([{"name": "r.yaml", "text": TWICE}]);
    checked(json!({"files": files, "lints": lints, "format": format}))
}

#[test]
fn a_check_runs_the_lints() {
    let answer = linted(&json!([]), "json");
    assert!(
        answer.ok && answer.rendered.contains("FN0301"),
        "{}",
        answer.rendered
    );
    let allowed = linted(&json!([{"deny": "all"}, {"allow": "redefined"}]), "json");
    assert!(!allowed.rendered.contains("FN0301"));
}

#[test]
fn lints_are_not_falcos_matter() {
    assert!(!linted(&json!([]), "falco").rendered.contains("FN"));
}

#[test]
fn a_denied_lint_is_an_error() {
    let answer = linted(&json!([{"allow": "all"}, {"deny": "FN0301"}]), "text");
    assert_eq!((answer.ok, answer.errors), (false, 1));
}

#[test]
fn an_unknown_lint_is_a_fault_of_the_request() {
    let fatal = linted(&json!([{"deny": "FN0300"}]), "text").fatal.unwrap();
    assert_eq!(fatal.kind, FatalKind::Settings);
    assert_eq!(
        fatal.message,
        "there is no lint `FN0300`; did you mean `FN0301`?"
    );
}

#[test]
fn a_file_that_could_not_be_read_is_told_beside_what_is_wrong_with_the_others() {
    let unread = json!([
        files()[0],
        {"name": "b.yaml", "unreadable": {"message": "the file is gone"}},
        {"name": "c.yaml", "text": "ab\ncd\u{fffd}", "unreadable": {"message": "the file is no text", "offset": 5}},
    ]);
    for format in ["text", "json", "github", "sarif", "junit", "falco"] {
        let answer =
            checked(json!({"files": unread, "format": format, "lints": [{"allow": "all"}]}));
        let errors = if format == "falco" { 3 } else { 4 };
        assert_eq!((answer.ok, answer.errors), (false, errors), "{format}");
        for text in [
            "Invalid priority",
            "the file is gone",
            "b.yaml",
            "the file is no text",
            "c.yaml",
        ] {
            let rendered = &answer.rendered;
            assert!(rendered.contains(text), "no `{text}`, {format}: {rendered}");
        }
    }
}

#[test]
fn what_is_no_text_is_shown_at_its_line_and_column() {
    let file = json!({"name": "c.yaml", "text": "ab\ncd\u{fffd}", "unreadable": {"message": "m", "offset": 5}});
    let answer = checked(json!({"files": [file], "format": "json"}));
    let document: Value = serde_json::from_str(&answer.rendered).unwrap();
    let found = &document["diagnostics"][0];
    assert_eq!(
        [&found["line"], &found["column"], &found["offset"]],
        [2, 3, 5]
    );
}

#[test]
fn a_value_that_another_file_appends_to_an_exception_is_shown_there() {
    let exception = "  exceptions:\n    - name: by\n      fields: [ct.user, ct.readonly]\n      values: [[a, true]]\n";
    let appended = "- rule: one\n  exceptions:\n    - name: by\n      values: [[b, maybe]]\n  override: {exceptions: append}\n";
    let files = json!([{"name": "a.yaml", "text": RULE.to_owned() + exception}, {"name": "b.yaml", "text": appended}]);
    let lints = json!([{"allow": "all"}, {"warn": "FN0002"}]);
    let answer = checked(json!({"files": files, "lints": lints, "format": "json"}));
    let document: Value = serde_json::from_str(&answer.rendered).unwrap();
    let found = &document["diagnostics"][0];
    assert_eq!(found["message"], "`ct.readonly = maybe` never holds");
    let place = |place: &Value| format!("{} {}", place["file"], place["line"]);
    assert_eq!(place(found), "\"b.yaml\" 4");
    assert_eq!(found["related"][0]["label"], "the field");
    assert_eq!(place(&found["related"][0]), "\"a.yaml\" 9");
}
