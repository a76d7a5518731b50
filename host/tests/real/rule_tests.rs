//! `falconet test`, over files as people write them.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use crate::scanning::workplace;
use crate::support::Workplace;

const EVENT: &str = r#"{"eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "CreateUser", "requestParameters": {"userName": "eve"}}"#;

fn tests(cases: &str) -> String {
    format!("events:\n  created: {EVENT}\ncases:\n{cases}")
}

fn with_tests(cases: &str) -> Option<Workplace> {
    let workplace = workplace()?;
    workplace.file("rules_test.yaml", tests(cases).as_bytes());
    Some(workplace)
}

const GOOD: &str = "- {name: created, event: created, fires: user created}\n";
const BAD: &str = "- {name: silent, event: created, silent: true}\n";

#[test]
fn tests_are_found_and_run() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    workplace.file(
        "deeper/rules.yaml",
        &std::fs::read(workplace.path("rules.yaml")).unwrap(),
    );
    workplace.file("deeper/rules_test.yaml", tests(GOOD).as_bytes());
    let ran = workplace.run(&["test"]);
    ran.expect(0, "");
    assert_eq!(
        ran.stdout,
        "ok   deeper/rules_test.yaml  1 case\nok   rules_test.yaml  1 case\n\n2 passed in 2 files\n"
    );
}

#[test]
fn a_case_that_fails_is_shown_where_it_says_what_does_not_hold() {
    let Some(workplace) = with_tests(&format!("{GOOD}{BAD}")) else {
        return;
    };
    let ran = workplace.run(&["test", "."]);
    ran.expect(1, "");
    let shown = "error[FT0102]: `user created` fires\n --> rules_test.yaml:5:42\n";
    assert!(ran.stdout.contains(shown), "{}", ran.stdout);
    assert!(
        ran.stdout.ends_with("1 passed, 1 failed in 1 file\n"),
        "{}",
        ran.stdout
    );
    workplace
        .run(&["test", "--filter", "created"])
        .expect(0, "");
}

#[test]
fn rules_and_events_lie_beside_the_tests_wherever_those_are_run_from() {
    let Some(workplace) = workplace() else { return };
    workplace.file(
        "a/r.yaml",
        &std::fs::read(workplace.path("rules.yaml")).unwrap(),
    );
    workplace.file("a/e.json", EVENT.as_bytes());
    let cases = "rules: r.yaml\ncases:\n- {name: n, event: {file: e.json}, fires: user created}\n";
    workplace.file("a/x_test.yml", cases.as_bytes());
    workplace.run(&["test", "a/x_test.yml"]).expect(0, "");
    std::fs::remove_file(workplace.path("a/e.json")).unwrap();
    let ran = workplace.run(&["test", "a"]);
    ran.expect(1, "note: cannot read `a/e.json`: No such file");
    assert!(ran.stdout.contains("FT0004"), "{}", ran.stdout);
}

#[test]
fn other_rules_and_settings_can_be_given() {
    let Some(workplace) = with_tests(BAD) else {
        return;
    };
    let rules = std::fs::read_to_string(workplace.path("rules.yaml")).unwrap();
    workplace.file(
        "mended.yaml",
        rules.replace("CreateUser", "DeleteUser").as_bytes(),
    );
    workplace.run(&["test", "-r", "mended.yaml"]).expect(0, "");
    let disabled = workplace.run(&["test", "-o", "rules[].disable.rule=user created"]);
    disabled.expect(0, "");
    workplace.run(&["test", "-o", "nonsense=1"]).expect(1, "");
}

#[test]
fn a_folder_of_rules_is_loaded_without_the_tests_in_it() {
    let Some(workplace) = workplace() else { return };
    workplace.file(
        "r/rules.yaml",
        &std::fs::read(workplace.path("rules.yaml")).unwrap(),
    );
    workplace.file("r/rules_test.yaml", tests(GOOD).as_bytes());
    workplace.file("e.json", EVENT.as_bytes());
    let ran = workplace.run(&["scan", "-r", "r", "e.json"]);
    ran.expect(0, "");
    assert_eq!((ran.stdout.lines().count(), &*ran.stderr), (1, ""));
    workplace.run(&["check", "r"]).expect(0, "");
}

#[test]
fn of_rules_that_a_folder_is_loaded_without_since_they_are_named_as_tests_are_it_is_said() {
    let Some(workplace) = workplace() else { return };
    let rules = std::fs::read(workplace.path("rules.yaml")).unwrap();
    workplace.file("r/rules.yaml", &rules);
    workplace.file("r/more_test.yaml", &rules);
    workplace.file("e.json", EVENT.as_bytes());
    let note = "falconet: note: `r/more_test.yaml` holds rules and is left out, since files of a folder with such a name are tests\n";
    let ran = workplace.run(&["scan", "-r", "r", "e.json"]);
    ran.expect(0, "");
    assert_eq!((ran.stdout.lines().count(), &*ran.stderr), (1, note));
    assert_eq!(workplace.run(&["check", "r"]).stderr, note);
    assert_eq!(workplace.run(&["check", "r/more_test.yaml"]).stderr, "");
}

#[test]
fn what_files_of_tests_say_of_a_rules_file_adds_up_however_they_spell_its_path() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    let other = |rules: &str| format!("rules: {rules}\n{}", tests(GOOD));
    workplace.file("deep/other_test.yaml", other("../rules.yaml").as_bytes());
    let absolute = workplace.path("deep/../rules.yaml");
    let absolute = other(&absolute.display().to_string());
    workplace.file("z_test.yaml", absolute.as_bytes());
    let ran = workplace.run(&["test", "--coverage", "--mutate"]);
    ran.expect(0, "");
    let alone = workplace.run(&["test", "--coverage", "--mutate", "rules_test.yaml"]);
    let summary = |stdout: &str, word: &str| {
        let line = stdout.lines().find(|line| line.starts_with(word));
        line.map(str::to_owned).unwrap()
    };
    for word in ["coverage: ", "mutants: "] {
        assert_eq!(summary(&ran.stdout, word), summary(&alone.stdout, word));
    }
    assert_eq!(
        ran.stdout.matches("gaps user created  rules.yaml:").count(),
        1
    );
}

#[test]
fn rules_of_tests_are_no_standard_input() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    workplace.run(&["test", "-r", "-"]).expect(
        2,
        "falconet: rules that files of tests share cannot be standard input\n",
    );
}

#[test]
fn no_tests_and_paths_that_are_not_there_are_errors() {
    let Some(workplace) = workplace() else { return };
    workplace.run(&["test"]).expect(
        1,
        "falconet: no tests: there is no file named *_test.yaml in `.`\n",
    );
    workplace.run(&["test", "absent"]).expect(1, "No such file");
    workplace.run(&["test", "--format", "xml"]).expect(2, "");
}

#[test]
fn an_update_changes_what_is_expected_and_nothing_else() {
    let case = |output: &str| {
        format!(
            "- name: n # kept\n  event: created\n  fires: {{rule: user created, output: {output}}}\n"
        )
    };
    let Some(workplace) = with_tests(&case("x")) else {
        return;
    };
    workplace.run(&["test"]).expect(1, "");
    let ran = workplace.run(&["test", "--update"]);
    ran.expect(1, "note: `rules_test.yaml` was updated\n");
    let text = std::fs::read_to_string(workplace.path("rules_test.yaml")).unwrap();
    assert_eq!(text, tests(&case("\"user=eve\"")));
    workplace.run(&["test"]).expect(0, "");
}

#[test]
fn formats_for_programs_are_whole_documents() {
    let Some(workplace) = with_tests(&format!("{GOOD}{BAD}")) else {
        return;
    };
    let written = |format: &str| workplace.run(&["test", "--format", format]).stdout;
    assert!(written("tap").starts_with("TAP version 14\n1..1\n"));
    assert!(written("junit").ends_with("</testsuites>\n"));
    assert!(written("github").starts_with("::error file=rules_test.yaml,line=5,"));
    let json: serde_json::Value = serde_json::from_str(&written("json")).unwrap();
    assert_eq!(
        (&json["ok"], &json["files"][0]["passed"]),
        (&false.into(), &1.into())
    );
}

#[test]
fn many_files_are_run_side_by_side_and_told_in_order() {
    let Some(workplace) = workplace() else { return };
    for at in 10..30 {
        let cases = format!(
            "rules: ../rules.yaml\n{}",
            tests(if at == 17 { BAD } else { GOOD })
        );
        workplace.file(&format!("t/{at}_test.yaml"), cases.as_bytes());
    }
    let one = workplace.run(&["test", "--threads", "1", "t"]);
    let four = workplace.run(&["test", "--threads", "4", "t"]);
    assert_eq!((one.code, &one.stdout), (Some(1), &four.stdout));
    assert!(
        one.stdout.contains("FAIL t/17_test.yaml  1 case\n")
            && one.stdout.ends_with("19 passed, 1 failed in 20 files\n")
    );
}

#[test]
fn events_beyond_the_bound_are_not_read() {
    let Some(workplace) = workplace() else { return };
    workplace.file("e.json", EVENT.as_bytes());
    workplace.file(
        "rules_test.yaml",
        b"cases:\n- {name: n, event: {file: e.json}, only: []}\n",
    );
    workplace.run(&["test", "--max-events", "10B"]).expect(
        1,
        "cannot read `e.json`: the events are larger than --max-events",
    );
}

#[test]
fn tests_that_are_watched_run_again_when_something_changes() {
    let Some(workplace) = with_tests(BAD) else {
        return;
    };
    let mut command = workplace.command(&["test", "--watch"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |end: &str| while !lines.next().unwrap().unwrap().ends_with(end) {};
    until("1 failed in 1 file");
    workplace.file(
        "rules_test.yaml",
        tests(&format!("{GOOD}{GOOD}")).as_bytes(),
    );
    until("2 passed in 1 file");
    let rules = std::fs::read_to_string(workplace.path("rules.yaml")).unwrap();
    workplace.file("rules.yaml", rules.replace("CreateUser", "x").as_bytes());
    until("2 failed in 1 file");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_the_cases_have_not_seen_is_told_and_written_and_may_be_too_much() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    let ran = workplace.run(&[
        "test",
        "--coverage-lcov",
        "c.info",
        "--coverage-html",
        "c.html",
    ]);
    ran.expect(0, "");
    assert!(
        ran.stdout.contains("\ngaps user created  rules.yaml:"),
        "{}",
        ran.stdout
    );
    assert!(ran.stdout.contains("never false"), "{}", ran.stdout);
    let read = |name: &str| std::fs::read_to_string(workplace.path(name)).unwrap();
    assert!(read("c.info").starts_with("TN:\nSF:rules.yaml\n"));
    assert!(read("c.html").starts_with("<!doctype html>"));
    let ran = workplace.run(&["test", "--min-coverage", "100"]);
    ran.expect(1, "");
    assert!(
        ran.stdout
            .ends_with("fewer than the 100 % that are asked for\n"),
        "{}",
        ran.stdout
    );
    let ran = workplace.run(&["test", "--min-coverage", "100", "--format", "tap"]);
    ran.expect(1, "falconet: note: coverage: 0 of ");
    assert!(
        ran.stderr.contains("\nfalconet: 0 % of the tests"),
        "{}",
        ran.stderr
    );
    workplace
        .run(&["test", "--min-coverage", "101"])
        .expect(2, "");
    let nowhere = workplace.run(&["test", "--coverage-lcov", "no/c.info"]);
    nowhere.expect(1, "cannot write `no/c.info`: ");
}

#[test]
fn mutants_are_tried_on_any_number_of_threads_with_the_same_report() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    workplace.file(
        "bad/rules.yaml",
        &std::fs::read(workplace.path("rules.yaml")).unwrap(),
    );
    workplace.file("bad/rules_test.yaml", tests(BAD).as_bytes());
    let one = workplace.run(&["test", "--mutate", "--threads", "1"]);
    let four = workplace.run(&["test", "--mutate", "--threads", "4"]);
    one.expect(1, "");
    assert_eq!(one.stdout, four.stdout);
    let skipped = "     none of bad/rules_test.yaml: cases of it fail\n";
    assert!(one.stdout.contains(skipped), "{}", one.stdout);
    assert!(
        one.stdout.contains("\nsurvives user created"),
        "{}",
        one.stdout
    );
    workplace
        .run(&["test", "--mutate", "rules_test.yaml"])
        .expect(0, "");
    let few = workplace.run(&["test", "--min-noticed", "100", "rules_test.yaml"]);
    few.expect(1, "");
    assert!(
        few.stdout
            .ends_with("fewer than the 100 % that are asked for\n"),
        "{}",
        few.stdout
    );
}

#[test]
fn a_file_that_cannot_be_read_fails_and_the_others_run() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    workplace.file("a_test.yaml", b"\xff");
    let ran = workplace.run(&["test", "--mutate"]);
    ran.expect(1, "");
    let told = "error[FT0006]: the byte at 0 is not UTF-8\nFAIL a_test.yaml  not run\n";
    assert!(ran.stdout.starts_with(told), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("\nok   rules_test.yaml  1 case\n"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_file_that_the_module_dies_of_fails_and_the_others_run() {
    let Some(workplace) = with_tests(GOOD) else {
        return;
    };
    workplace.file("e.json", EVENT.repeat(40_000).as_bytes());
    let cases = b"rules: rules.yaml\ncases:\n- {name: n, event: {file: e.json}, only: []}\n";
    workplace.file("a_test.yaml", cases);
    let ran = workplace.run(&["test", "--memory", "16MiB", "--mutate"]);
    ran.expect(1, "");
    let told = "error[FT0006]: the tests could not be run: ";
    assert!(ran.stdout.starts_with(told), "{}", ran.stdout);
    let lines = "FAIL a_test.yaml  not run\nok   rules_test.yaml  1 case\n";
    assert!(ran.stdout.contains(lines), "{}", ran.stdout);
    assert!(
        ran.stdout.contains("     none of a_test.yaml: "),
        "{}",
        ran.stdout
    );
}

#[test]
fn where_the_module_dies_of_looking_on_the_cases_are_run_without_coverage() {
    let Some(workplace) = workplace() else { return };
    let items: Vec<String> = (0..200).map(|item| format!("item{item}")).collect();
    let list = format!("- {{list: items, items: [{}]}}\n", items.join(", "));
    let rule = |number: usize| {
        format!(
            "- {{rule: r{number}, desc: d, condition: ct.name in (items), output: o, priority: INFO, source: aws_cloudtrail}}\n"
        )
    };
    let rules: String = (0..150).map(rule).collect();
    workplace.file("rules.yaml", (list + &rules).as_bytes());
    let case = "- {name: n, event: created, silent: true}\n";
    workplace.file("rules_test.yaml", tests(case).as_bytes());
    let ran = workplace.run(&["test", "--memory", "16MiB", "--min-coverage", "1"]);
    let note = "falconet: note: `rules_test.yaml` was run without coverage: ";
    ran.expect(1, note);
    let told = "ok   rules_test.yaml  1 case\n\n1 passed in 1 file\n\nit is not known whether 1 % of the tests were seen both ways: ";
    assert!(ran.stdout.starts_with(told), "{}", ran.stdout);
}

#[test]
fn signs_of_patterns_in_the_names_of_folders_are_no_patterns() {
    let Some(workplace) = workplace() else { return };
    let rules = std::fs::read(workplace.path("rules.yaml")).unwrap();
    workplace.file("a[b]/x.yaml", &rules);
    let named = format!("rules: \"*.yaml\"\n{}", tests(GOOD));
    workplace.file("a[b]/x_test.yaml", named.as_bytes());
    workplace.run(&["test"]).expect(0, "");
    workplace.file("ab/y.yaml", &rules);
    workplace.file("a[b]/y_test.yaml", tests(GOOD).as_bytes());
    workplace.run(&["test", "a[b]/y_test.yaml"]).expect(1, "");
}
