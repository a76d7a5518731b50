//! `explain`: the transcripts of guides, and what the command line adds to what the module says.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::scanning::workplace;
use crate::support::Workplace;

const FILE: &str = "<!-- file: ";
/// Begins a command that succeeds, or one that fails as it must.
const RUNS: [(&str, i32); 2] = [
    ("<!-- run -->\n```\n$ falconet ", 0),
    ("<!-- run: 1 -->\n```\n$ falconet ", 1),
];

fn guide(name: &str) -> PathBuf {
    let guides = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/guides");
    guides.join(name)
}

/// The files that the guide speaks of.
fn with_files(guide: &str) -> Option<Workplace> {
    let workplace = workplace()?;
    for part in guide.split(FILE).skip(1) {
        let (name, rest) = part.split_once(" -->\n```").unwrap();
        let (_, rest) = rest.split_once('\n').unwrap();
        let (text, _) = rest.split_once("```").unwrap();
        workplace.file(name, text.as_bytes());
    }
    Some(workplace)
}

/// The words of a command line with double quotes.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// Where the next command begins, what begins it, and how it must end.
fn next_run(text: &str) -> Option<(usize, &'static str, i32)> {
    let found = RUNS
        .iter()
        .filter_map(|(run, code)| Some((text.find(run)?, *run, *code)));
    found.min_by_key(|(at, ..)| *at)
}

/// The guide with what its commands print now.
fn run_again(guide: &str, workplace: &Workplace) -> String {
    let (mut text, mut rest) = (String::new(), guide);
    while let Some((at, run, code)) = next_run(rest) {
        let (before, behind) = rest.split_at(at);
        let (block, after) = behind[run.len()..].split_once("```\n").unwrap();
        let command = block.lines().next().unwrap();
        let words = words(command);
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        let ran = workplace.run(&words);
        assert_eq!(ran.code, Some(code), "{command}: {}", ran.stderr);
        write!(text, "{before}{run}{command}\n{}```\n", ran.stdout).unwrap();
        rest = after;
    }
    text + rest
}

#[test]
fn the_guides_show_what_their_commands_print() {
    for name in ["explain.md", "quiet-a-rule.md", "write-a-rule.md"] {
        let text = std::fs::read_to_string(guide(name)).unwrap();
        let Some(workplace) = with_files(&text) else {
            return;
        };
        let now = run_again(&text, &workplace);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(guide(name), &now).unwrap();
        }
        assert_eq!(text, now, "write {name} anew with BLESS=1");
    }
}

#[test]
fn a_rule_that_is_not_there_or_takes_no_part_is_told() {
    let Some(workplace) = workplace() else {
        return;
    };
    workplace.file("events.json", b"{}");
    let explain = |more: &[&str]| {
        let arguments = ["explain", "-r", "rules.yaml", "events.json"];
        workplace.run(&[&arguments[..], more].concat())
    };
    explain(&["--rule", "user deleted"]).expect(
        1,
        "falconet: there is no rule `user deleted`; the nearest names are `user created`\n",
    );
    explain(&["--rule", "created", "-o", "priority=error"]).expect(
        1,
        "falconet: rule `user created` takes no part: it is disabled, its priority is too low, or it is for another source than `aws_cloudtrail`\n",
    );
}

#[test]
fn text_of_events_cannot_command_a_terminal() {
    let Some(workplace) = workplace() else {
        return;
    };
    let event =
        br#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"x","eventName":"\u001b[2J\u009b1m"}"#;
    workplace.file("events.json", event);
    let ran = workplace.run(&[
        "explain",
        "-r",
        "rules.yaml",
        "--rule",
        "created",
        "--color",
        "always",
        "events.json",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("did not fire"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("\u{1b}[2J") && !ran.stdout.contains('\u{9b}'));
}

#[test]
fn malformed_records_are_told_and_the_rest_is_explained() {
    let Some(workplace) = workplace() else {
        return;
    };
    let event = r#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"x","eventName":"CreateUser"}"#;
    workplace.file("events.json", format!("{{\"a\":}}\n{event}\n").as_bytes());
    let ran = workplace.run(&[
        "explain",
        "-r",
        "rules.yaml",
        "--format",
        "json",
        "events.json",
    ]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(
        ran.stdout.contains(r#""event":1,"record":2,"offset":7"#),
        "{}",
        ran.stdout
    );
    assert!(ran.stderr.contains("expected a value"), "{}", ran.stderr);
}

#[test]
fn a_page_is_one_file_in_which_events_are_no_markup() {
    let Some(workplace) = workplace() else {
        return;
    };
    let event = r#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"x","eventName":"<script>"}"#;
    workplace.file("events.json", format!("{event}\n{event}\n").as_bytes());
    let page = |more: &[&str]| {
        let arguments = ["explain", "--format", "html", "events.json"];
        workplace.run(&[&arguments[..], more].concat())
    };
    let ran = page(&["-r", "rules.yaml"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("<!doctype html>"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("<!doctype").count(), 1);
    assert_eq!(ran.stdout.matches("<section").count(), 2);
    assert!(
        ran.stdout
            .contains("<mark>&quot;&lt;script&gt;&quot;</mark>")
    );
    assert!(!ran.stdout.contains("<script"));
    page(&["--fields"]).expect(2, "`html` is for explanations");
}

#[test]
fn fields_are_told_without_rules_and_no_path_without_fields() {
    let Some(workplace) = workplace() else {
        return;
    };
    let event =
        r#"{"eventTime":"2026-01-02T03:04:05Z","eventType":"x","eventName":"a","errorCode":null}"#;
    workplace.file("events.json", event.as_bytes());
    let ran = workplace.run(&["explain", "--fields", "events.json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout
            .contains("ct.name is `a` at eventName (bytes 64-67)"),
        "{}",
        ran.stdout
    );
    assert!(
        ran.stdout
            .contains("ct.region is absent: there is no `awsRegion`")
    );
    assert!(
        ran.stdout
            .contains("s3.bucket is absent: there is no `requestParameters`")
    );
    let alone = workplace.run(&["explain", "-r", "rules.yaml", "--path", "a", "events.json"]);
    alone.expect(2, "`path` chooses from `fields`, which are not asked for");
    let okta = workplace.run(&["explain", "--fields", "--source", "okta", "events.json"]);
    let empty = "okta.actor.id is ``\n";
    assert!(okta.stdout.contains(empty), "{}", okta.stdout);
}
