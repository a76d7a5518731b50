use std::io::Read as _;
use std::process::Stdio;

use crate::support::{ANSWER, Workplace, module, noise};

#[test]
fn a_reader_that_goes_away_ends_the_scan_quietly() {
    let workplace = Workplace::new();
    workplace.file("a.json", &noise(3_000_000));
    let mut command =
        workplace.command(&["scan", "-r", "rules.yaml", "a.json", "a.json", "a.json"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap(),
        "warning: an unused list\n"
    );
}

#[test]
fn a_full_disk_is_an_error() {
    let workplace = Workplace::new();
    workplace.file("a.json", b"one\n");
    let full = std::fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let mut command = workplace.command(&["scan", "-r", "rules.yaml", "a.json"]);
    let output = command.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("cannot write to standard output: No space left")
    );
}

#[test]
fn malformed_records_are_described_and_counted() {
    let workplace = Workplace::new();
    for name in ["a.json", "b.json", "c.json"] {
        workplace.file(name, b"!\n");
    }
    let ran = workplace.scan(&["--max-problems", "2", "a.json", "b.json", "c.json"]);
    ran.expect(
        0,
        "falconet: a.json: record 7 at byte 12 is malformed: no \\u{1b} JSON\n",
    );
    ran.expect(0, "falconet: b.json: record 7 at byte 12");
    ran.expect(
        0,
        "falconet: 3 records were malformed, of which 2 are described above\n",
    );
    assert!(!ran.stderr.contains("c.json"));
    workplace
        .scan(&["--strict", "a.json"])
        .expect(1, "falconet: 1 record was malformed\n");
}

#[test]
fn pretty_alerts_are_for_people() {
    let workplace = Workplace::new();
    let alert = r#"{"output":"10:00:00: Critical it happened","priority":"Critical","rule":"R","time":"2024"}"#;
    workplace.file("a.json", format!("{alert}\n").as_bytes());
    let ran = workplace.scan(&["--format", "pretty", "a.json"]);
    assert_eq!(ran.stdout, "2024  Critical       R\n    it happened\n");
    let ran = workplace.scan(&["--format", "pretty", "--color", "always", "a.json"]);
    assert!(
        ran.stdout.contains("\u{1b}[1m\u{1b}[31mCritical"),
        "{ran:?}"
    );
}

#[test]
fn the_version_names_program_module_and_abi() {
    let ran = Workplace::new().run(&["--version"]);
    ran.expect(0, "");
    let mut lines = ran.stdout.lines();
    assert_eq!(
        lines.next(),
        Some(concat!("falconet ", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(
        lines.next(),
        Some("module 9.8.7, ABI 1, as Falco engine 0.63.0")
    );
    assert!(lines.next().unwrap().starts_with("module sha256 "));
}

#[test]
fn lists_and_rules_are_for_people_or_for_programs() {
    let items = r#""items": [{"name": "evt.num"}]"#;
    let rule = r#""rule": {"name": "r"}"#;
    let shown = "evt.num  number of the event\\u{1b}]0;x\n";
    let list = ["list", "fields", "--format"];
    let show = ["rules", "show", "r", "-r", "rules.yaml", "--format"];
    for (arguments, page, json) in [
        (&list[..], items, "[{\"name\": \"evt.num\"}]\n"),
        (&show[..], rule, "{\"name\": \"r\"}\n"),
    ] {
        let answer = format!(r#"{{"text": "evt.num  number of the event\u001b]0;x\n", {page}}}"#);
        let workplace = Workplace::with_module(&module(1, &answer));
        let text = workplace.run(&[arguments, &["text"]].concat());
        assert_eq!(text.stdout, shown);
        let programs = workplace.run(&[arguments, &["json"]].concat());
        assert_eq!(programs.stdout, json);
    }
    let workplace = Workplace::new();
    workplace.run(&["list", "nonsense"]).expect(
        2,
        "[possible values: fields, operators, transformers, sources, rules, macros, lists]",
    );
}

#[test]
fn a_list_in_which_nothing_has_the_words_is_trouble() {
    let nothing = Workplace::with_module(&module(1, r#"{"text": "", "items": []}"#));
    for (format, page) in [("text", ""), ("json", "[]\n")] {
        let arguments = ["list", "fields", "role", "nme", "--format", format];
        let ran = nothing.run(&arguments);
        ran.expect(1, "falconet: none of the fields has `role nme` in it\n");
        assert_eq!(ran.stdout, page);
    }
    nothing.run(&["list", "fields"]).expect(0, "");
}

#[test]
fn rules_are_shown_and_listed_of_named_files_only() {
    let workplace = Workplace::new();
    workplace
        .run(&["list", "macros"])
        .expect(2, "falconet: whose macros? Name rules files with -r\n");
    workplace
        .run(&["rules", "show", "r"])
        .expect(2, "falconet: a rule of which files? Name them with -r\n");
    workplace
        .run(&["rules", "show", "r", "-r", "absent.yaml"])
        .expect(1, "cannot read the rules `absent.yaml`");
}

#[test]
fn a_request_that_the_module_does_not_know_is_told() {
    let workplace = Workplace::with_module(&module(1, r#"{"error": "unknown op `list`"}"#));
    workplace.run(&["list", "fields"]).expect(
        1,
        "falconet: the module did not understand the request: unknown op `list`\n",
    );
}

#[test]
fn control_sequences_of_the_module_do_not_reach_the_terminal() {
    let answer = ANSWER.replace("an unused list", "\\u001b]0;owned\\u0007");
    let workplace = Workplace::with_module(&module(1, &answer));
    let ran = workplace.run(&["check", "rules.yaml", "--color", "always"]);
    assert!(
        ran.stdout.starts_with("warning: \\u{1b}]0;owned\\u{7}\n"),
        "{ran:?}"
    );
}
