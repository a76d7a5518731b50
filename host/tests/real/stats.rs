//! What a scan is said to have cost.

use std::path::Path;

use serde_json::Value;

use crate::scanning::{RULES, event, workplace};
use crate::support::Workplace;

const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Two rules: one that is found by the event's name, and one that is considered for every event.
fn two_rules() -> String {
    let other = RULES
        .replace("user created", "any")
        .replace("ct.name = CreateUser", "ct.user exists");
    RULES.to_owned() + &other
}

/// The JSON that a scan writes to standard error.
#[track_caller]
fn told(workplace: &Workplace, options: &[&str]) -> Value {
    let ran = workplace.scan(options);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stderr).unwrap_or_else(|error| panic!("{error}: {}", ran.stderr))
}

#[test]
fn each_rule_is_counted_on_any_number_of_threads() {
    let Some(workplace) = workplace() else { return };
    workplace.file("rules.yaml", two_rules().as_bytes());
    let other = String::from_utf8(event(b"eve"))
        .unwrap()
        .replace("CreateUser", "GetUser");
    let pair = [&event(b"ann")[..], b"\n", other.as_bytes(), b"\n"].concat();
    workplace.file("a.json", &pair.repeat(500));
    for threads in ["1", "2", "5"] {
        let batches = ["--threads", threads, "--batch", "2KiB"];
        let options = [&batches[..], &["--profile-rules=json", "a.json"]].concat();
        let profile = told(&workplace, &options);
        let rules = profile["rules"].as_array().unwrap();
        let of = |name: &str| rules.iter().find(|rule| rule["name"] == name).unwrap();
        let counts = |name: &str| {
            ["considered", "judged", "matched", "tests"]
                .map(|count| of(name)[count].as_u64().unwrap())
        };
        assert_eq!(counts("user created"), [500; 4]);
        assert_eq!(counts("any"), [1000, 500, 0, 500]);
        assert_eq!(of("any")["found_by"], Value::Null);
        assert_eq!(of("user created")["found_by"]["expression"], "ct.name");
    }
}

#[test]
fn statistics_for_programs_have_what_those_for_people_have() {
    let Some(workplace) = workplace() else { return };
    workplace.file("a.json", &[&event(b"ann")[..], b"\n"].concat().repeat(50));
    let stats = told(&workplace, &["--stats=json", "--threads", "1", "a.json"]);
    for (key, value) in [
        ("events", 50),
        ("alerts", 50),
        ("inputs", 1),
        ("threads", 1),
    ] {
        assert_eq!(stats[key], value, "{key}");
    }
    assert_eq!(stats["considered_per_event"], 1.0);
    assert_eq!(stats["rules_by_time"][0]["name"], "user created");
    let ran = workplace.scan(&["--stats", "a.json"]);
    assert_eq!((ran.stat("events "), ran.stat("alerts ")), (50, 50));
    assert!(ran.stderr.contains("\nuser created "), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("  ct.name = CreateUser\n"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_long_scan_is_looked_at_and_deadlines_hold() {
    let Some(workplace) = workplace() else { return };
    let rules = RULES.replace("ct.name = CreateUser", "ct.request regex '.*(a|b)*[xy].*'");
    workplace.file("rules.yaml", rules.as_bytes());
    workplace.file(
        "a.json",
        &[&event(&[b'a'; 2000])[..], b"\n"].concat().repeat(3000),
    );
    let profile = told(
        &workplace,
        &["--profile-rules=json", "--threads", "2", "a.json"],
    );
    assert!(profile["looks"].as_u64().unwrap() > 0, "{profile}");
    assert!(
        profile["rules"][0]["share"].as_f64().unwrap() > 0.0,
        "{profile}"
    );
    let ran = workplace.scan(&["--profile-rules", "--timeout", "1ms", "a.json"]);
    ran.expect(1, "the module ran over its time of 1ms (--timeout)");
}

#[test]
fn a_format_that_there_is_not_is_refused() {
    let Some(workplace) = workplace() else { return };
    for option in ["--stats=yaml", "--profile-rules=xml"] {
        workplace
            .scan(&[option, "a.json"])
            .expect(2, "[possible values: text, json]");
    }
}

/// The blocks of a kind in a page.
fn blocks<'a>(page: &'a str, kind: &str) -> Vec<&'a str> {
    let fence = format!("```{kind}\n");
    let parts = page.split(&fence).skip(1);
    parts
        .map(|part| part.split("```").next().unwrap())
        .collect()
}

/// The lines of a table in any order, without the time, which differs from run to run.
fn without_time(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().map(|line| {
        let columns = line
            .split("  ")
            .map(str::trim)
            .filter(|column| !column.is_empty());
        let columns = columns.enumerate().filter(|(at, _)| *at != 1);
        columns.map(|(_, column)| column).collect()
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

#[test]
fn the_example_of_the_page_about_profiles_is_what_is_printed() {
    let Some(workplace) = workplace() else { return };
    let page = std::fs::read_to_string(Path::new(REPOSITORY).join("docs/PROFILING.md")).unwrap();
    workplace.file("mine.yaml", blocks(&page, "yaml")[0].as_bytes());
    let line = page
        .lines()
        .find_map(|line| line.strip_prefix("    falconet "))
        .unwrap();
    let events = format!("{REPOSITORY}/examples/lex-chatbot.json");
    let line = line.replace("examples/lex-chatbot.json", &events);
    let words: Vec<_> = line.split(' ').take_while(|word| *word != ">").collect();
    let ran = workplace.run(&words);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(
        without_time(&ran.stderr),
        without_time(blocks(&page, "text")[0])
    );
}
