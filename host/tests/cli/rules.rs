use crate::support::{ANSWER, Workplace, module};

fn refusing(kind: &str) -> Workplace {
    let fatal = format!(r#""fatal": {{"kind": "{kind}", "message": "no such thing"}}"#);
    let answer = ANSWER
        .replace(r#""ok": true, "handle": 1"#, r#""ok": false"#)
        .replace("\"fatal\": null", &fatal);
    Workplace::with_module(&module(1, &answer))
}

#[test]
fn bad_rules_end_a_scan() {
    let ran = refusing("rules").scan(&["-"]);
    ran.expect(1, "warning: an unused list\nfalconet: no such thing\n");
}

#[test]
fn rules_and_events_cannot_both_be_standard_input() {
    let ran = Workplace::new().run(&["scan", "-r", "-", "-"]);
    ran.expect(2, "standard input cannot be both the rules and the events");
}

#[test]
fn bad_settings_are_wrong_usage() {
    refusing("settings")
        .scan(&["-o", "nonsense=1", "-"])
        .expect(2, "falconet: no such thing\n");
}

#[test]
fn rules_with_errors_are_neither_listed_nor_shown() {
    let expected = "warning: an unused list\nfalconet: no such thing\n";
    let list = ["list", "rules", "-r", "rules.yaml"];
    refusing("rules").run(&list).expect(1, expected);
    let show = ["rules", "show", "x", "-r", "rules.yaml"];
    refusing("settings").run(&show).expect(2, expected);
}

#[test]
fn a_scan_needs_rules_and_an_input() {
    let workplace = Workplace::new();
    workplace
        .run(&["scan", "events.json"])
        .expect(2, "--rules <RULES>");
    workplace
        .run(&["scan", "-r", "rules.yaml"])
        .expect(2, "<INPUT>");
    workplace.run(&[]).expect(2, "");
}

#[test]
fn a_bad_limit_is_wrong_usage() {
    let workplace = Workplace::new();
    workplace
        .scan(&["--memory", "lots", "-"])
        .expect(2, "expected a number and one of the units B, KiB, MiB, GiB");
    workplace
        .scan(&["--timeout", "0", "-"])
        .expect(2, "expected a number from 1 to 24 hours");
}

#[test]
fn a_batch_that_is_larger_than_the_memory_is_wrong_usage() {
    Workplace::new().scan(&["--batch", "4GiB", "-"]).expect(
        2,
        "falconet: a batch of 4GiB (--batch) does not fit in a memory of 1GiB (--memory)\n",
    );
}

#[test]
fn help_can_be_asked_for_in_words() {
    let ran = Workplace::new().run_bare(&["help", "scan"]);
    ran.expect(0, "");
    assert!(ran.stdout.contains("Usage: falconet scan"), "{ran:?}");
}

#[test]
fn missing_rules_are_bad_rules() {
    Workplace::new()
        .run(&["scan", "-r", "absent.yaml", "-"])
        .expect(
            1,
            "falconet: cannot read the rules `absent.yaml`: No such file",
        );
}

#[test]
fn help_shows_the_limits_and_the_exit_codes() {
    let ran = Workplace::new().run(&["scan", "--help"]);
    ran.expect(0, "");
    for text in [
        "--max-record <SIZE>",
        "[default: 128MiB]",
        "[default: 10s]",
        "Exit codes:",
        "Examples:",
    ] {
        assert!(ran.stdout.contains(text), "{text}");
    }
}

#[test]
fn what_can_be_asked_about_rules_takes_all_that_rules_can_be_and_names_its_exit_codes() {
    let workplace = Workplace::new();
    let rules =
        "Rules: a file, a folder of .yaml and .yml files, a pattern, or - for standard input";
    for command in [&["list"][..], &["rules", "show"]] {
        for flag in ["-h", "--help"] {
            let ran = workplace.run_bare(&[command, &[flag]].concat());
            ran.expect(0, "");
            let words = ran.stdout.split_whitespace();
            let help = words.collect::<Vec<_>>().join(" ");
            for told in [rules, "Exit codes: 0 "] {
                assert!(
                    help.contains(told),
                    "no `{told}`, {command:?} {flag}: {help}"
                );
            }
        }
    }
}
