use crate::support::{ANSWER, Workplace, module};

/// A module that answers every request with this in place of `"ok": true`.
fn answering(answer: &str) -> Workplace {
    let answer = ANSWER.replace(r#""ok": true, "handle": 1"#, answer);
    Workplace::with_module(&module(1, &answer))
}

fn refusing(kind: &str) -> Workplace {
    let fatal = format!(r#""fatal": {{"kind": "{kind}", "message": "no such thing"}}"#);
    let answer = ANSWER.replace("\"fatal\": null", &fatal);
    Workplace::with_module(&module(1, &answer))
}

#[test]
fn the_result_is_passed_on_as_the_module_writes_it() {
    for format in ["text", "json", "falco", "github", "sarif", "junit"] {
        let ran = Workplace::new().run(&["check", "--format", format, "rules.yaml"]);
        ran.expect(0, "");
        assert_eq!(ran.stdout, "warning: an unused list\n", "{format}");
    }
}

#[test]
fn rules_that_do_not_pass_are_trouble() {
    for arguments in [
        &["check", "rules.yaml"][..],
        &["check", "--strict", "rules.yaml"],
    ] {
        let ran = answering(r#""ok": false"#).run(arguments);
        ran.expect(1, "");
        assert_eq!(ran.stdout, "warning: an unused list\n");
    }
}

#[test]
fn no_result_is_told_on_standard_error() {
    let ran = refusing("settings").run(&["check", "rules.yaml"]);
    ran.expect(2, "falconet: no such thing\n");
    assert_eq!(ran.stdout, "");
    let ran = refusing("rules").run(&["check", "--format", "falco", "rules.yaml"]);
    ran.expect(1, "falconet: no such thing\n");
}

#[test]
fn a_format_that_does_not_exist_is_wrong_usage() {
    let ran = Workplace::new().run(&["check", "--format", "xml", "rules.yaml"]);
    ran.expect(2, "text, json, falco, github, sarif, junit");
}

#[test]
fn a_check_needs_rules() {
    Workplace::new().run(&["check"]).expect(2, "<RULES>");
}

#[test]
fn a_file_that_cannot_be_read_is_left_to_the_module() {
    for rules in ["absent.yaml", "*.yml"] {
        let ran = Workplace::new().run(&["check", rules]);
        ran.expect(0, "");
        assert_eq!(ran.stdout, "warning: an unused list\n");
    }
}

#[test]
fn a_pattern_that_is_none_and_standard_input_twice_are_wrong_usage() {
    let workplace = Workplace::new();
    workplace
        .run(&["check", "a***b"])
        .expect(2, "falconet: the pattern `a***b` is not understood: ");
    workplace
        .run(&["check", "-", "-"])
        .expect(2, "falconet: standard input can be named only once\n");
}

#[test]
fn control_sequences_of_rules_reach_no_terminal() {
    let answer = ANSWER.replace("an unused list", "\\u001b[2Jan unused list");
    let ran = Workplace::with_module(&module(1, &answer)).run(&["check", "rules.yaml"]);
    assert!(!ran.stdout.contains('\u{1b}'), "{:?}", ran.stdout);
}
