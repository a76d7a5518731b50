//! Files of tests over a small ruleset, from text to text.

use falconet_engine::{Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader, Ruleset};

use super::*;

const RULES: &str = r"
- rule: Function changed
  desc: d
  condition: ct.name startswith UpdateFunctionCode
  output: 'code of %ct.request.functionname by %ct.user in %ct.region'
  priority: WARNING
  source: aws_cloudtrail
- rule: Root login
  desc: d
  condition: ct.name = ConsoleLogin and ct.user.identitytype = Root
  output: root login
  priority: CRITICAL
  source: aws_cloudtrail
- rule: Off
  desc: d
  condition: ct.name = X
  output: off
  priority: CRITICAL
  enabled: false
  source: aws_cloudtrail
";

const EVENT: &str = r#"{"eventVersion": "1.08", "eventID": "1", "eventTime": "2026-11-30T10:00:00Z", "eventType": "AwsApiCall", "eventName": "UpdateFunctionCode20150331v2", "eventSource": "lambda.amazonaws.com", "awsRegion": "eu-west-1", "userIdentity": {"type": "IAMUser", "userName": "mallory"}, "requestParameters": {"functionName": "lex"}}"#;

fn loaded(file: &TestFile) -> (Ruleset, Engine) {
    let catalogue = Catalogue::builtin();
    let mut settings = Settings::default();
    for setting in file.settings(&[]) {
        settings.apply(&setting).unwrap();
    }
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    assert!(loader.load("rules.yaml", RULES).successful());
    let ruleset = loader.ruleset().unwrap();
    let environment = Environment::default();
    let engine = Engine::new(
        ruleset,
        &catalogue,
        &settings,
        &environment,
        Limits::default(),
    );
    (ruleset.clone(), engine.unwrap())
}

fn run<T>(text: &str, inputs: &[(&str, &str)], look: impl FnOnce(&Outcome<'_>) -> T) -> T {
    let file = TestFile::read("t_test.yaml", text);
    let (ruleset, mut engine) = loaded(&file);
    let inputs = inputs
        .iter()
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
    let mut explain = |rule: &str, event: &[u8]| Some(format!("{rule}: {} bytes\n", event.len()));
    let mut audience = Audience {
        explain: &mut explain,
        attend: &mut |_| {},
    };
    look(&file.run(&ruleset, &mut engine, &inputs.collect(), &mut audience))
}

fn cases(cases: &str) -> String {
    format!("events:\n  update: {EVENT}\ncases:\n{cases}")
}

/// What is wrong with the cases, as codes and messages.
fn failures(text: &str) -> Vec<String> {
    failures_with(text, &[])
}

fn failures_with(text: &str, inputs: &[(&str, &str)]) -> Vec<String> {
    run(text, inputs, |outcome| {
        let problems = outcome
            .problems
            .iter()
            .map(|one| format!("{} {}", one.code, one.message));
        let failures = outcome.cases().flat_map(|case| &case.judged.failures);
        problems
            .chain(failures.map(|one| format!("{} {}", one.code, one.message)))
            .collect()
    })
}

fn rendered(text: &str, format: Format) -> String {
    run(text, &[], |outcome| {
        let parts = [outcome.part(format, Look::default())];
        conclude(&parts, format, &Beside::default())
    })
}

#[test]
fn cases_pass_whose_expectations_hold() {
    let text = cases(
        "
- {name: a, event: update, fires: Function changed, only: [Function changed], silent: Root login}
- name: b
  event: update
  patch: {eventName: ConsoleLogin, userIdentity.type: Root}
  fires: {rule: Root login, priority: Critical, output: root login}
- {name: c, event: update, patch: {eventName: Invoke}, silent: true, only: []}
- name: d
  event: update
  fires:
    - rule: Function changed
      priority: warning
      output: code of lex by mallory in eu-west-1
      output_fields: {ct.user: mallory, ct.region: eu-west-1}
",
    );
    assert_eq!(failures(&text), [""; 0]);
    assert_eq!(
        run(&text, &[], |outcome| (outcome.passed(), outcome.failed())),
        (4, 0)
    );
}

#[test]
fn every_expectation_can_fail() {
    let failed = |case: &str| failures(&cases(&format!("- {{name: a, event: update, {case}}}\n")));
    assert_eq!(
        failed("fires: Root login"),
        ["FT0101 `Root login` does not fire"]
    );
    assert_eq!(failed("silent: true"), ["FT0102 `Function changed` fires"]);
    assert_eq!(
        failed("silent: [Root login, Function changed]"),
        ["FT0102 `Function changed` fires"]
    );
    assert_eq!(
        failed("only: Root login"),
        [
            "FT0101 `Root login` does not fire",
            "FT0102 `Function changed` fires"
        ]
    );
    assert_eq!(failed("only: []"), ["FT0102 `Function changed` fires"]);
    let alert = |more: &str| failed(&format!("fires: {{rule: Function changed, {more}}}"));
    assert_eq!(
        alert("priority: Error"),
        ["FT0103 the priority of `Function changed` is another"]
    );
    assert_eq!(
        alert("output: x"),
        ["FT0104 the output of `Function changed` is another"]
    );
    assert_eq!(
        alert("output_fields: {ct.user: eve}"),
        ["FT0105 `ct.user` of `Function changed` is another"]
    );
    assert_eq!(
        alert("output_fields: {ct.user: null}"),
        ["FT0105 `ct.user` of `Function changed` is another"]
    );
    assert_eq!(
        alert("output_fields: {ct.src: 1}"),
        ["FT0105 `ct.src` of `Function changed` is another"]
    );
}

#[test]
fn what_judges_nothing_fails_whatever_is_expected() {
    let no_event = "cases:\n- {name: a, event: {eventName: X}, silent: true}\n";
    assert!(failures(no_event)[0].starts_with("FT0004 there is no event of the source in it"));
    let file = "cases:\n- {name: a, event: {file: e.json}, silent: true}\n";
    assert_eq!(failures(file), ["FT0004 `e.json` cannot be read"]);
    let broken = failures_with(file, &[("e.json", "{\"eventName\": }")]);
    assert!(
        broken[0].starts_with("FT0004 record 1 cannot be judged: "),
        "{broken:?}"
    );
}

#[test]
fn events_come_from_files_by_record_and_can_be_patched() {
    let lines = format!("{EVENT}\n{}\n", EVENT.replace("mallory", "eve"));
    let of = |event: &str, more: &str| {
        let text = format!("cases:\n- {{name: a, event: {{file: e.json{event}}}, {more}}}\n");
        failures_with(&text, &[("e.json", &lines)])
    };
    let eve = "fires: {rule: Function changed, output_fields: {ct.user: eve}}";
    assert_eq!(of("", eve), [""; 0]);
    assert_eq!(of(", record: 2", eve), [""; 0]);
    assert_eq!(
        of(", record: 1", eve),
        ["FT0105 `ct.user` of `Function changed` is another"]
    );
    assert_eq!(
        of(
            ", record: 1",
            &format!("patch: {{userIdentity.userName: eve}}, {eve}")
        ),
        [""; 0]
    );
    assert_eq!(
        of(", record: 3", eve),
        ["FT0004 `e.json` has no such record"]
    );
    assert_eq!(
        of("", "patch: {eventName: X}, silent: true"),
        ["FT0004 `e.json` holds 2 records: say which one is meant by `record`"]
    );
}

#[test]
fn two_events_of_one_name_are_refused() {
    let text = "events: {a: {x: 1}, a: {y: 2}}\ncases: [{name: n, event: a, only: []}]\n";
    assert_eq!(failures(text), ["FT0002 there are two events `a`"]);
}

#[test]
fn a_case_that_expects_nothing_is_refused() {
    for nothing in ["silent: []", "fires: []", "patch: {}"] {
        let found = failures(&cases(&format!(
            "- {{name: a, event: update, {nothing}}}\n"
        )));
        let message = "FT0002 the case expects nothing: say `fires`, `silent` or `only`";
        assert_eq!(found, [message], "{nothing}");
    }
}

#[test]
fn rules_that_there_are_not_or_that_judge_nothing_are_refused() {
    let of = |rule: &str| {
        failures(&cases(&format!(
            "- {{name: a, event: update, silent: {rule}}}\n"
        )))
    };
    assert_eq!(of("Root logon"), ["FT0003 there is no rule `Root logon`"]);
    assert_eq!(
        of("Off"),
        [
            "FT0003 the rule `Off` judges no event: it is disabled, of a priority that is too low, or of another source"
        ]
    );
}

#[test]
fn settings_of_the_file_count() {
    let text = format!(
        "settings: rule_matching=first\n{}",
        cases("- {name: a, event: update, fires: Function changed}\n")
    );
    let file = TestFile::read("t", &text);
    assert_eq!(
        &file.settings(&["x=1".to_owned()])[..3],
        ["rule_matching=all", "rule_matching=first", "x=1"]
    );
    assert_eq!(failures(&text), [""; 0]);
}

#[test]
fn mistakes_in_the_file_are_told_all_at_once_with_their_places() {
    let text = "rules: [{a: 1}]
evnts: {}
cases:
- {name: a, event: b, fires: R, fires: S}
- {event: {file: x, record: 0}, patch: [], silent: {x: 1}}
- 7
";
    let places = run(text, &[], |outcome| {
        let sources = &outcome.file.sources;
        let place = |one: &Diagnostic| {
            let label = one.place().unwrap();
            let at = sources
                .get(label.source)
                .unwrap()
                .line_column(label.span.start);
            format!("{}:{}: {}", at.line, at.column, one.message)
        };
        outcome.problems.iter().map(place).collect::<Vec<_>>()
    });
    assert_eq!(
        places,
        [
            "2:1: a file of tests has no key `evnts`",
            "1:9: `rules` is no text",
            "4:33: the key `fires` stands here twice",
            "4:20: there is no event `b` in `events`",
            "5:3: the case has no `name`",
            "5:29: `record` is the number of a record, from 1",
            "5:40: `patch` holds new values by their paths",
            "5:52: `silent` is no text",
            "5:3: the case expects nothing: say `fires`, `silent` or `only`",
            "6:3: a case is a mapping",
        ]
    );
}

#[test]
fn files_without_tests_and_files_that_are_no_yaml_are_refused() {
    assert_eq!(failures(""), ["FT0002 the file holds no tests"]);
    assert_eq!(failures("cases: []\n"), ["FT0002 `cases` holds no case"]);
    assert_eq!(failures("a: b: c\n").len(), 1);
    assert!(failures("a: b: c\n")[0].starts_with("FT0001 "));
    assert_eq!(
        failures("cases: [{name: a, event: {}, only: []}]\n---\n1\n"),
        ["FT0002 a file of tests is one YAML document"]
    );
}

#[test]
fn names_can_be_picked() {
    let text = cases(
        "- {name: one, event: update, silent: true}\n- {name: two, event: update, only: []}\n",
    );
    let mut file = TestFile::read("t", &text);
    file.keep(&["tw".to_owned(), "x".to_owned()]);
    assert_eq!(file.suite().unwrap().cases(), 1);
    file.keep(&[]);
    assert_eq!(file.suite().unwrap().cases(), 1);
}

#[test]
fn what_came_takes_the_place_of_what_was_expected() {
    let case = |priority: &str, output: &str, user: &str| {
        cases(&format!(
            "
- name: a
  event: update
  fires:
    rule: Function changed # kept
    priority: {priority}
    output_fields: {{ct.user: {user}}}
    output: {output}
- {{name: b, event: update, silent: Root login}}
"
        ))
    };
    let updated = run(
        &case("Error", "|\n      two\n      lines", "'1'"),
        &[],
        updated_text,
    );
    let expected = case("Warning", "code of lex by mallory in eu-west-1", "mallory");
    assert_eq!(updated.as_deref(), Some(expected.as_str()));
    assert_eq!(
        run(&expected, &[], |outcome| (
            outcome.updated(),
            outcome.failed()
        )),
        (None, 0)
    );
}

fn updated_text(outcome: &Outcome<'_>) -> Option<String> {
    outcome.updated()
}

#[test]
fn what_has_no_place_of_its_own_stays_as_it_is() {
    let updated = |fires: &str| {
        let text = cases(&format!(
            "- name: a\n  event: update\n  fires:\n    rule: Function changed\n{fires}- {{name: b, event: update, only: Function changed}}\n"
        ));
        run(&text, &[], updated_text).map(|updated| {
            let start = text.find("    rule: Function changed\n").unwrap();
            updated[start + 27..].to_owned()
        })
    };
    let behind = "- {name: b, event: update, only: Function changed}\n";
    let folded = updated("    output: >\n      x\n      y\n    priority: warning\n").unwrap();
    assert_eq!(
        folded,
        format!("    output: code of lex by mallory in eu-west-1\n    priority: warning\n{behind}")
    );
    let last = updated("    output: |\n      x\n").unwrap();
    assert_eq!(
        last,
        format!("    output: code of lex by mallory in eu-west-1\n{behind}")
    );
    assert_eq!(updated("    output_fields:\n      ct.user:\n"), None);
    assert_eq!(updated("    priority: &p error\n"), None);
}

const TWO: &str = "- {name: good, event: update, fires: Function changed}\n- {name: 'bad # <1>', event: update, silent: true}\n";

#[test]
fn people_see_what_failed_where_and_a_line_that_sums_up() {
    let text = rendered(&cases(TWO), Format::Text);
    let expected = "\u{2717} bad # <1>
error[FT0102]: `Function changed` fires
 --> t_test.yaml:5:48
  |
5 | - {name: 'bad # <1>', event: update, silent: true}
  |                                              ^^^^ it must not
  |
  = help: its output: code of lex by mallory in eu-west-1

  Function changed: 299 bytes

FAIL t_test.yaml  2 cases

1 passed, 1 failed in 1 file
";
    assert_eq!(text, expected.replace("5:48", "5:46"));
    let good = rendered(
        &cases("- {name: good, event: update, fires: Function changed}\n"),
        Format::Text,
    );
    assert_eq!(good, "ok   t_test.yaml  1 case\n\n1 passed in 1 file\n");
    let bad = rendered("cases: 1\n", Format::Text);
    assert!(
        bad.contains("error[FT0002]: `cases` is a list")
            && bad.ends_with("FAIL t_test.yaml  not run\n\n0 passed, 1 file not run in 1 file\n"),
        "{bad}"
    );
}

#[test]
fn every_format_tells_the_same() {
    let text = cases(TWO);
    let tap = rendered(&text, Format::Tap);
    assert!(tap.starts_with("TAP version 14\n1..1\n# Subtest: t_test.yaml\n    ok 1 - good\n    not ok 2 - bad \\# <1>\n      ---\n"), "{tap}");
    assert!(
        tap.ends_with("      ...\n    1..2\nnot ok 1 - t_test.yaml\n"),
        "{tap}"
    );
    let junit = rendered(&text, Format::Junit);
    assert!(
        junit.contains("<testsuite name=\"t_test.yaml\" tests=\"2\" failures=\"1\" errors=\"0\">"),
        "{junit}"
    );
    assert!(junit.contains("name=\"bad # &lt;1&gt;\""), "{junit}");
    let github = rendered(&text, Format::Github);
    assert!(github.starts_with("::error file=t_test.yaml,line=5,col=46,endLine=5,endColumn=50,title=FT0102::bad # <1>: `Function changed` fires"), "{github}");
    let json: serde_json::Value = serde_json::from_str(&rendered(&text, Format::Json)).unwrap();
    assert_eq!(json["ok"], false);
    assert_eq!(
        json["files"][0]["cases"][1]["failures"][0]["code"],
        "FT0102"
    );
    assert_eq!(json["files"][0]["cases"][1]["line"], 5);
    let why = &json["files"][0]["cases"][1]["failures"][0]["why"];
    assert!(
        why.as_str().unwrap().starts_with("Function changed: "),
        "{why}"
    );
}

#[test]
fn the_rules_are_those_that_are_named_or_those_beside() {
    let rules = |name: &str, text: &str| TestFile::read(name, text).rules();
    assert_eq!(rules("a/b_test.yaml", ""), ["b.yaml"]);
    assert_eq!(rules("b_test.yml", ""), ["b.yml"]);
    assert_eq!(rules("b.yaml", ""), [""; 0]);
    let named = format!("rules: [../x.yaml, y]\n{}", cases(TWO));
    assert_eq!(rules("b_test.yaml", &named), ["../x.yaml", "y"]);
    assert_eq!(
        failures(&format!(
            "\u{feff}{}",
            cases("- {name: a, event: update, silent: true}")
        ))
        .len(),
        1
    );
}

#[test]
fn a_patch_that_changes_nothing_is_told() {
    let text = cases(
        "- {name: a, event: update, patch: {awsRegion: eu-west-1, errorCode: ~}, fires: Function changed}",
    );
    let told = failures(&text);
    assert_eq!(told, ["FT0007 `patch` changes nothing in the event"]);
}

#[test]
fn a_file_that_holds_rules_is_told_apart_from_tests_with_mistakes() {
    let told = failures("- rule: a\n  condition: x\n- list: b\n  items: []\n");
    assert_eq!(told, ["FT0002 the file holds rules, not tests"]);
}

#[test]
fn a_file_that_was_not_run_fails() {
    let file = TestFile::read("t_test.yaml", "");
    let part = file
        .not_run("it cannot be read")
        .part(Format::Text, Look::default());
    let expected = "error[FT0006]: it cannot be read\nFAIL t_test.yaml  not run\n";
    assert_eq!((part.broken, &*part.rendered), (true, expected));
}

#[test]
fn merge_keys_without_mappings_and_rules_from_standard_input_are_told_with_their_places() {
    let text = "rules: [a.yaml, \"-\"]\ncases:\n- name: n\n  event: {eventName: x,\n    userIdentity: {<<: root}}\n  silent: Off\n";
    let file = TestFile::read("t_test.yaml", text);
    let told = file
        .without_rules("none")
        .part(Format::Text, Look::default())
        .rendered;
    for (place, message) in [
        (
            ":1:17",
            "`-` is standard input, which no file of tests can be about",
        ),
        (
            ":5:20",
            "`<<` merges a mapping or a list of mappings; in quotes it is a key like any other",
        ),
    ] {
        let lines = format!("error[FT0002]: {message}\n --> t_test.yaml{place}\n");
        assert!(told.contains(&lines), "{told}");
    }
}

#[test]
fn files_that_hold_rules_are_told_from_files_of_tests() {
    assert!(holds_rules(
        "# rules\n---\n- list: a\n  items: []\n- required_engine_version: 1\n"
    ));
    assert!(holds_rules("[{macro: m, condition: x}]"));
    assert!(!holds_rules("cases:\n- {rule: x}\n"));
    assert!(!holds_rules("- {name: n}\n"));
    assert!(!holds_rules("- rule: [\n"));
}
