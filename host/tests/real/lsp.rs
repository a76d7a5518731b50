use std::io::Write as _;

use serde_json::{Value, json};

use crate::scanning::workplace;
use crate::support::Workplace;

mod editor;

use editor::{Editor, labels, place, uri, with};

const RULES: &str = "- macro: is_login
  condition: ct.name = ConsoleLogin
- rule: Login
  desc: d
  condition: is_login and ct.user in (people)
  output: by %ct.user from %ct.srcip in %ct.region
  priority: INFO
  source: aws_cloudtrail
";
const LISTS: &str = "- list: people\n  items: [alice]\n";

const FORMATTING: &str = r#"{"tabSize": 2, "insertSpaces": true}"#;

fn format(uri: &str) -> Value {
    let options: Value = serde_json::from_str(FORMATTING).unwrap();
    json!({"textDocument": {"uri": uri}, "options": options})
}

fn change(uri: &str, version: i32, changes: &Value) -> Value {
    json!({"textDocument": {"uri": uri, "version": version}, "contentChanges": changes})
}

/// An editor with [`RULES`] open, whose list is in another file.
fn with_rules(workplace: &Workplace) -> (Editor, String, String) {
    workplace.file("r/a.yaml", LISTS.as_bytes());
    workplace.file("r/a_test.yaml", b"x");
    let mut editor = Editor::start(workplace, &[]);
    editor.hello(workplace, &json!({}));
    let rules = uri(workplace, "r/b.yaml");
    editor.open(&rules, RULES);
    (editor, uri(workplace, "r/a.yaml"), rules)
}

#[test]
fn findings_and_proposals_follow_what_is_typed() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, _, rules) = with_rules(&workplace);
    let start = json!({"line": 4, "character": 45});
    let changes = json!([{"range": {"start": start, "end": start}, "text": " and ct.name != \u{1f600} and nope.field = x"}]);
    editor.notify("textDocument/didChange", &change(&rules, 2, &changes));
    let found = editor.diagnostics(&rules, Some(2));
    let code = "FN0001";
    let unknown = found.iter().find(|one| one["code"] == code);
    let unknown = unknown.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(
        unknown["range"]["start"],
        json!({"line": 4, "character": 68})
    );
    assert_eq!(
        (&unknown["severity"], &unknown["source"]),
        (&json!(1), &json!("falconet"))
    );

    let end = json!({"line": 5, "character": 0});
    let changes =
        json!([{"range": {"start": {"line": 4, "character": 26}, "end": end}, "text": "ct.na\n"}]);
    editor.notify("textDocument/didChange", &change(&rules, 3, &changes));
    let text = RULES.replace("ct.user in (people)", "ct.na");
    let result = editor.result(
        "textDocument/completion",
        &place(&rules, &text, "ct.na\n", 5),
    );
    let items = result["items"].as_array().unwrap();
    let field = items
        .iter()
        .find(|item| item["label"] == "ct.name")
        .unwrap();
    assert_eq!(
        field["textEdit"]["range"]["start"],
        json!({"line": 4, "character": 26})
    );
    assert!(
        field["documentation"]["value"]
            .as_str()
            .unwrap()
            .contains("/eventName")
    );

    editor.notify(
        "textDocument/didChange",
        &change(&rules, 4, &json!([{"text": RULES}])),
    );
    assert!(editor.diagnostics(&rules, Some(4)).is_empty());
    editor.notify(
        "textDocument/didClose",
        &json!({"textDocument": {"uri": rules}}),
    );
    assert!(editor.diagnostics(&rules, None).is_empty());
    assert_eq!(editor.result("shutdown", &Value::Null), Value::Null);
    assert_eq!(editor.error("textDocument/hover", &json!({})).0, -32600);
    editor.exit(0);
}

#[test]
fn words_are_explained_found_and_renamed_in_all_files() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, lists, rules) = with_rules(&workplace);
    let people = place(&rules, RULES, "people", 0);
    let hover = editor.result("textDocument/hover", &people);
    assert!(
        hover["contents"]["value"]
            .as_str()
            .unwrap()
            .contains("[alice]"),
        "{hover}"
    );
    assert_eq!(hover["range"]["end"], json!({"line": 4, "character": 44}));
    let defined = editor.result("textDocument/definition", &people);
    assert_eq!(defined[0]["uri"], lists.as_str());
    let used = place(&rules, RULES, "is_login and", 0);
    let used = editor.result(
        "textDocument/references",
        &with(used, "context", json!({"includeDeclaration": true})),
    );
    assert_eq!(used.as_array().unwrap().len(), 2);
    let symbols = editor.result(
        "textDocument/documentSymbol",
        &json!({"textDocument": {"uri": rules}}),
    );
    let rule = &symbols[1];
    assert_eq!(
        (&rule["name"], &rule["range"]["start"]["line"]),
        (&json!("Login"), &json!(2))
    );

    let able = editor.result("textDocument/prepareRename", &people);
    assert_eq!(able["placeholder"], "people");
    let renamed = with(people.clone(), "newName", json!("staff"));
    let edit = editor.result("textDocument/rename", &renamed);
    assert_eq!(edit["changes"][&lists][0]["newText"], "staff");
    assert_eq!(edit["changes"][&rules].as_array().unwrap().len(), 1);
    let taken = with(people, "newName", json!("is_login"));
    let (code, reason) = editor.error("textDocument/rename", &taken);
    assert_eq!(
        (code, &*reason),
        (-32803, "there is a macro `is_login` already")
    );
    let (_, reason) = editor.error(
        "textDocument/prepareRename",
        &place(&rules, RULES, "Login\n  desc", 0),
    );
    assert!(reason.starts_with("alerts carry the name"), "{reason}");

    let edits = editor.result("textDocument/formatting", &format(&rules));
    let formatted = RULES.replace("- rule", "\n- rule");
    assert_eq!(edits[0]["newText"], formatted);
    editor.notify(
        "textDocument/didChange",
        &change(&rules, 2, &json!([{"text": formatted}])),
    );
    assert_eq!(
        editor.result("textDocument/formatting", &format(&rules)),
        json!([])
    );
    editor.exit(1);
}

#[test]
fn nothing_is_renamed_where_a_file_cannot_be_read() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, _, rules) = with_rules(&workplace);
    workplace.file("r/c.yaml", b"# \xe9 people\n");
    let people = place(&rules, RULES, "people", 0);
    let renamed = with(people, "newName", json!("staff"));
    let (_, reason) = editor.error("textDocument/rename", &renamed);
    assert!(reason.contains("c.yaml` cannot be read"), "{reason}");
    editor.exit(1);
}

#[test]
fn behind_a_change_that_is_refused_nothing_is_written_over_the_document() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, lists, rules) = with_rules(&workplace);
    editor.open(&lists, LISTS);
    let nowhere = json!({"line": 900, "character": 0});
    let place = json!({"start": nowhere, "end": nowhere});
    for bad in [
        json!([{"range": place, "text": "x"}]),
        json!([{"range": {"start": -1}, "text": "x"}]),
    ] {
        editor.notify("textDocument/didChange", &change(&rules, 2, &bad));
        let told = editor.notice("window/showMessage")["message"].clone();
        let told = told.as_str().unwrap();
        assert!(
            told.ends_with("(close the document and open it again)"),
            "{told}"
        );
        let staff = with(place_of(&lists), "newName", json!("staff"));
        for (method, params) in [
            ("textDocument/formatting", format(&rules)),
            ("textDocument/hover", place_of(&rules)),
            ("textDocument/rename", staff),
        ] {
            let (code, reason) = editor.error(method, &params);
            assert_eq!(code, -32803, "{method}: {reason}");
        }
        // The user types on.
        let start = json!({"line": 0, "character": 0});
        let typed = json!([{"range": {"start": start, "end": start}, "text": "# x\n"}]);
        editor.notify("textDocument/didChange", &change(&rules, 3, &typed));
        assert_eq!(
            editor.error("textDocument/formatting", &format(&rules)).0,
            -32803
        );
        editor.notify(
            "textDocument/didChange",
            &change(&rules, 4, &json!([{"text": RULES}])),
        );
        assert!(
            editor
                .result("textDocument/formatting", &format(&rules))
                .is_array()
        );
    }
    editor.raw("{");
    assert_eq!(editor.answer()["error"]["code"], -32700);
    assert_eq!(
        editor.error("textDocument/formatting", &format(&rules)).0,
        -32803
    );
    editor.open(&rules, RULES);
    assert!(
        editor
            .result("textDocument/formatting", &format(&rules))
            .is_array()
    );
    editor.exit(1);
}

/// The name of what the first line of a document defines.
fn place_of(uri: &str) -> Value {
    json!({"textDocument": {"uri": uri}, "position": {"line": 0, "character": 9}})
}

#[test]
fn proposals_are_looked_for_by_what_is_written_with_its_quotes() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, _, rules) = with_rules(&workplace);
    let text = "- macro: m\n  condition: \"ct.name = \\\"ConsoleLo\n\"\n";
    editor.notify(
        "textDocument/didChange",
        &change(&rules, 2, &json!([{"text": text}])),
    );
    let at = place(&rules, text, "ConsoleLo", 9);
    let result = editor.result("textDocument/completion", &at);
    let item = &result["items"][0];
    let written = "\\\"ConsoleLogin\\\"";
    assert_eq!(
        (&item["label"], &item["filterText"]),
        (&json!("ConsoleLogin"), &json!(written))
    );
    assert_eq!(item["textEdit"]["newText"], written);
    editor.exit(1);
}

#[test]
fn names_that_were_meant_are_quick_fixes() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, _, rules) = with_rules(&workplace);
    let ask = |at: &Value, only: Value| {
        let range = json!({"start": at, "end": at});
        json!({"textDocument": {"uri": rules}, "range": range, "context": {"diagnostics": [], "only": only}})
    };
    // An error and a finding of a lint.
    for (version, slip, meant) in [(2, "ct.usr", "ct.user"), (3, "ConsolLogin", "ConsoleLogin")] {
        let text = RULES.replacen(meant, slip, 1);
        let whole = json!([{"text": text}]);
        editor.notify("textDocument/didChange", &change(&rules, version, &whole));
        let found = editor.diagnostics(&rules, Some(version));
        assert!(!found.is_empty());
        let at = |on: usize| place(&rules, &text, slip, on)["position"].clone();
        let (start, end) = (at(0), at(slip.len()));
        let actions = editor.result("textDocument/codeAction", &ask(&start, Value::Null));
        let actions = actions.as_array().unwrap();
        let mut edits = actions.iter().map(|one| &one["edit"]["changes"][&rules][0]);
        let edit = edits.find(|edit| edit["newText"] == meant);
        let edit = edit.unwrap_or_else(|| panic!("no {meant}: {actions:?} of {found:?}"));
        assert_eq!(edit["range"], json!({"start": start, "end": end}));
        assert_eq!(actions[0]["kind"], "quickfix");
        let elsewhere = json!({"line": 3, "character": 0});
        for params in [
            ask(&start, json!(["refactor"])),
            ask(&elsewhere, Value::Null),
        ] {
            let actions = editor.result("textDocument/codeAction", &params);
            assert_eq!(actions, json!([]));
        }
    }
    editor.exit(1);
}

#[test]
fn findings_follow_what_changes_on_disk() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, _, rules) = with_rules(&workplace);
    assert!(editor.diagnostics(&rules, Some(1)).is_empty());
    workplace.file("r/c.yaml", b"- macro: m\n  condition: nope.x = 1\n");
    let other = uri(&workplace, "r/c.yaml");
    let event = |uri: &str| json!({"changes": [{"uri": uri, "type": 1}]});
    editor.notify("workspace/didChangeWatchedFiles", &event(&other));
    assert!(!editor.diagnostics(&other, None).is_empty());
    std::fs::remove_file(workplace.path("r/c.yaml")).unwrap();
    editor.notify("workspace/didChangeWatchedFiles", &event(&other));
    assert!(editor.diagnostics(&other, None).is_empty());

    workplace.file("r/d.yaml", b"- macro: m\n  condition: nope.x = 1\n");
    let saved = json!({"textDocument": {"uri": rules}});
    editor.notify("textDocument/didSave", &saved);
    let found = editor.diagnostics(&uri(&workplace, "r/d.yaml"), None);
    assert!(!found.is_empty());
    editor.exit(1);
}

#[test]
fn an_editor_that_can_is_asked_to_tell_what_changes_on_disk() {
    let Some(workplace) = workplace() else { return };
    let mut editor = Editor::start(&workplace, &["-r", "nowhere"]);
    let able = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
    editor.hello(&workplace, &json!({"capabilities": able}));
    for method in ["window/logMessage", "window/showMessage"] {
        let told = editor.notice(method)["message"].clone();
        let told = told.as_str().unwrap();
        assert!(
            told.starts_with("cannot read the rules `nowhere`: "),
            "{told}"
        );
    }
    let asked = editor.notice("client/registerCapability");
    assert_eq!(
        asked["registrations"][0]["method"],
        "workspace/didChangeWatchedFiles"
    );
    editor.raw("{\"jsonrpc\": \"2.0\", \"id\": \"watch\", \"result\": null}");
    assert_eq!(editor.result("shutdown", &Value::Null), Value::Null);
    editor.exit(0);
}

#[test]
fn what_nobody_has_saved_yet_is_loaded_where_it_will_be() {
    let Some(workplace) = workplace() else { return };
    let (mut editor, _, rules) = with_rules(&workplace);
    // Behind `a.yaml` and before `b.yaml`, which uses what it defines.
    let new = uri(&workplace, "r/aa.yaml");
    let text = "- list: team\n  items: [people]\n";
    editor.open(&new, text);
    let used = RULES.replace("people", "team");
    editor.notify(
        "textDocument/didChange",
        &change(&rules, 2, &json!([{"text": used}])),
    );
    assert!(editor.diagnostics(&rules, Some(2)).is_empty());
    let team = place(&rules, &used, "team", 0);
    let defined = editor.result("textDocument/definition", &team);
    assert_eq!(defined[0]["uri"], new.as_str());
    // Behind `b.yaml` it is too late.
    let late = uri(&workplace, "r/c.yaml");
    editor.notify(
        "textDocument/didClose",
        &json!({"textDocument": {"uri": new}}),
    );
    editor.open(&late, "- list: team\n  items: [people]\n- macro: is_login\n  condition: or ct.name = x\n  append: true\n");
    let found = editor.diagnostics(&rules, Some(2));
    let found: Vec<_> = found.iter().map(|one| &one["code"]).collect();
    let used = editor.result(
        "textDocument/definition",
        &place(&rules, RULES, "is_login and", 0),
    );
    assert_eq!(used.as_array().unwrap().len(), 2, "{found:?}");
    assert_eq!(used[1]["uri"], late.as_str());
    editor.exit(1);
}

#[test]
fn where_no_message_comes_any_more_the_server_says_so_and_ends() {
    let Some(workplace) = workplace() else { return };
    let mut editor = Editor::start(&workplace, &["--max-message", "4KiB"]);
    editor.hello(&workplace, &json!({}));
    write!(
        editor.input,
        "Content-Type: x\r\n\r\n{}",
        "[]".repeat(8 << 10)
    )
    .unwrap();
    let error = editor.answer()["error"]["message"].clone();
    assert_eq!(error, "the message has no header `Content-Length`");
    let said = editor.end(1);
    assert!(
        said.contains("nobody knows where the next message begins"),
        "{said}"
    );
}

#[test]
fn an_editor_names_rules_and_samples() {
    let Some(workplace) = workplace() else { return };
    workplace.file("lists/l.yaml", LISTS.as_bytes());
    workplace.file("mine.yaml", b"- macro: m\n  condition: evt.num = 1\n");
    let event = br#"{"eventType":"AwsApiCall","eventTime":"2024-01-01T00:00:00Z","eventName":"SeenBefore"}"#;
    workplace.file("events.json", event);
    let mine = uri(&workplace, "mine.yaml");
    let mut editor = Editor::start(&workplace, &["-r", "nowhere"]);
    let wishes =
        json!({"rules": ["lists", "mine.yaml"], "samples": ["events.json", "absent.json"]});
    let able = json!({"general": {"positionEncodings": ["utf-8"]}});
    let said = editor.hello(
        &workplace,
        &json!({"initializationOptions": wishes, "capabilities": able}),
    );
    assert_eq!(said["capabilities"]["positionEncoding"], "utf-8");
    let problem = editor.notice("window/logMessage")["message"].clone();
    assert!(
        problem.as_str().unwrap().contains("absent.json"),
        "{problem}"
    );

    let text = "-   macro: m\n    condition: ct.user in (people) and ct.name = \n";
    editor.open(&mine, text);
    let result = editor.result("textDocument/completion", &place(&mine, text, "= \n", 2));
    assert_eq!(labels(&result)[0], "SeenBefore");
    assert_eq!(result["items"][0]["detail"], "seen once");
    let loadable = "-   macro: m\n    condition: ct.user in (people)\n";
    editor.notify(
        "textDocument/didChange",
        &change(&mine, 2, &json!([{"text": loadable}])),
    );
    let edits = editor.result("textDocument/formatting", &format(&mine));
    assert_eq!(
        edits[0]["newText"],
        "- macro: m\n  condition: ct.user in (people)\n"
    );
    // The list is in a file that comes before; that nothing uses the macro is said.
    let found = editor.diagnostics(&mine, Some(2));
    let codes: Vec<_> = found.iter().map(|one| &one["code"]).collect();
    assert_eq!(codes, ["LOAD_UNUSED_MACRO"]);
    editor.exit(1);
}

#[test]
fn documents_that_are_none_of_the_rules_stand_by_themselves() {
    let Some(workplace) = workplace() else { return };
    workplace.file("l.yaml", LISTS.as_bytes());
    let mut editor = Editor::start(&workplace, &["-r", "l.yaml"]);
    let refused = |options: Value| json!({"capabilities": {}, "initializationOptions": options});
    let (_, reason) = editor.error("initialize", &refused(json!({"rule": []})));
    assert!(reason.contains("unknown field `rule`"), "{reason}");
    let (_, reason) = editor.error("initialize", &refused(json!({"rules": ["-"]})));
    assert!(
        reason.contains("standard input is the editor's"),
        "{reason}"
    );
    editor.hello(&workplace, &json!({}));
    let text = "- macro: m\n  condition: ct.user in (people)\n";
    for name in ["other.yaml", "m_test.yaml"] {
        let uri = uri(&workplace, name);
        editor.open(&uri, text);
        let hover = editor.result("textDocument/hover", &place(&uri, text, "people", 0));
        assert_eq!(hover, Value::Null, "{name}");
    }
    let odd = "untitled:\u{e9}";
    editor.open(odd, "\u{0}- [{ \u{feff}");
    assert!(!editor.diagnostics(odd, Some(1)).is_empty());
    assert_eq!(
        editor.error("textDocument/formatting", &format(odd)).0,
        -32803
    );
    editor.exit(1);
}

#[test]
fn what_is_no_message_is_told_and_the_next_one_is_answered() {
    let Some(workplace) = workplace() else { return };
    let mut editor = Editor::start(&workplace, &["--max-message", "64KiB"]);
    assert_eq!(editor.error("textDocument/hover", &json!({})).0, -32002);
    editor.open("file:///a.yaml", "too early");
    editor.hello(&workplace, &json!({}));
    assert_eq!(editor.error("initialize", &json!({})).0, -32600);
    let messages = [
        ("{", -32700),
        ("[]", -32600),
        ("{\"id\": 1}", -32600),
        ("\u{0}", -32700),
        ("", -32700),
    ];
    for (message, code) in messages {
        editor.raw(message);
        assert_eq!(editor.answer()["error"]["code"], code, "{message:?}");
    }
    write!(editor.input, "Content-Type: x\r\n\r\n").unwrap();
    let error = editor.answer()["error"]["message"].clone();
    assert_eq!(error, "the message has no header `Content-Length`");
    editor.raw(&"x".repeat(70_000));
    let error = editor.answer()["error"]["message"].clone();
    assert_eq!(
        error,
        "the message has 70000 bytes, more than 64KiB (--max-message)"
    );
    editor.raw("{\"jsonrpc\": \"2.0\", \"id\": 5, \"result\": null}");
    assert_eq!(editor.error("textDocument/nonsense", &json!({})).0, -32601);
    editor.exit(1);
}

#[test]
fn questions_about_nothing_and_about_no_place_are_told() {
    let Some(workplace) = workplace() else { return };
    let rules = uri(&workplace, "a.yaml");
    let mut editor = Editor::start(&workplace, &["--max-rules", "8KiB"]);
    editor.hello(&workplace, &json!({}));
    let at = |line: i64| json!({"textDocument": {"uri": rules}, "position": {"line": line, "character": 4_000_000_000_u32}});
    let closed = format!("the document `{rules}` is not open");
    assert_eq!(
        editor.error("textDocument/hover", &at(0)),
        (-32602, closed.clone())
    );
    editor.notify("textDocument/didChange", &change(&rules, 2, &json!([])));
    let said = editor.notice("window/logMessage")["message"].clone();
    assert_eq!(said, format!("textDocument/didChange: {closed}"));
    editor.open(&rules, &"x".repeat(9_000));
    let said = editor.notice("window/logMessage")["message"].clone();
    assert!(
        said.as_str().unwrap().contains("larger than 8KiB"),
        "{said}"
    );
    editor.open(&rules, LISTS);
    for params in [
        at(-1),
        json!({}),
        json!([]),
        json!({"textDocument": {"uri": 1}}),
    ] {
        assert_eq!(
            editor.error("textDocument/hover", &params).0,
            -32602,
            "{params}"
        );
    }
    let (_, reason) = editor.error("textDocument/hover", &at(9));
    assert!(reason.starts_with("line 9 is behind the end"), "{reason}");
    let hover = editor.result("textDocument/hover", &at(0));
    assert_eq!(hover["range"]["start"]["character"], 8);
    editor.exit(1);
}

#[test]
fn a_death_of_the_module_is_told_and_the_next_question_is_answered() {
    let Some(workplace) = workplace() else { return };
    let rules = uri(&workplace, "a.yaml");
    let mut editor = Editor::start(&workplace, &["--memory", "24MiB"]);
    editor.hello(&workplace, &json!({}));
    let large = format!("- list: people\n  items: [{}]\n", "a,".repeat(2 << 20));
    editor.open(&rules, &large);
    let at = json!({"textDocument": {"uri": rules}, "position": {"line": 0, "character": 9}, "newName": "b"});
    let (code, message) = editor.error("textDocument/rename", &at);
    assert_eq!(
        (code, &*message),
        (
            -32603,
            "the module ran out of its memory of 24MiB (--memory)"
        )
    );
    let whole =
        json!({"textDocument": {"uri": rules, "version": 2}, "contentChanges": [{"text": LISTS}]});
    editor.notify("textDocument/didChange", &whole);
    let edit = editor.result("textDocument/rename", &at);
    assert_eq!(edit["changes"][&rules][0]["newText"], "b");
    editor.exit(1);
}
