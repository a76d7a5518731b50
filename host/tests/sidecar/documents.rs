//! Records that the real module dies of, in documents of every shape: each costs itself alone, and its dead letter has the
//! command that shows it happen again.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::running::{Place, RULES, Sidecar, event};

/// Bytes of a field that the second rule makes far too much of.
const HEAVY: usize = 300_000;

/// An event of which the module runs out of memory.
fn killer(user: &str) -> String {
    let agent = "x".repeat(HEAVY);
    let with_agent = format!(r#""userAgent":"{agent}","eventName""#);
    event(user).replace(r#""eventName""#, &with_agent)
}

/// A rule that puts the field together a few hundred times, if it is there.
fn rules() -> String {
    let many = vec!["ct.useragent"; 300].join(",");
    let heavy = format!(
        "- {{rule: heavy, desc: d, condition: 'ct.useragent exists and concat({many}) = x', output: o, priority: INFO, source: aws_cloudtrail}}\n"
    );
    heavy + RULES
}

fn place(more: &str) -> Option<Place> {
    let place = Place::new()?;
    place.write("rules.yaml", &rules());
    place.configure(&format!("limits: {{memory: 32MiB, threads: 1}}\n{more}"));
    Some(place)
}

fn counts(sidecar: &Sidecar, body: &str) -> Value {
    let answer = sidecar.send(body.as_bytes());
    assert_eq!(answer.code, 200, "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

fn letters(place: &Place) -> Vec<Value> {
    let letters = place.read("state/dead-letters.jsonl");
    let letters = letters
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    letters.collect()
}

fn text<'v>(letter: &'v Value, key: &str) -> &'v str {
    letter[key].as_str().unwrap_or_default()
}

/// The shapes that a list of records comes in.
fn shapes(records: &[String]) -> Vec<String> {
    let values: Vec<Value> = records
        .iter()
        .map(|record| serde_json::from_str(record).unwrap())
        .collect();
    vec![
        records.join("\n"),
        format!("[{}]", records.join(",\n")),
        format!(r#"{{"Records":[{}]}}"#, records.join(",")),
        serde_json::to_string_pretty(&json!({"Records": values})).unwrap(),
        format!(
            r#"{{"one":{},"others":[{}]}}"#,
            records[0],
            records[1..].join(",")
        ),
    ]
}

#[test]
fn a_record_that_kills_costs_itself_alone_whatever_document_it_stands_in() {
    let Some(place) = place("") else { return };
    let sidecar = place.start();
    let mut expected = Vec::new();
    let records = [
        event("ann"),
        killer("mallory"),
        event("bob"),
        killer("eve"),
        event("cid"),
    ];
    for (number, body) in shapes(&records).iter().enumerate() {
        let counts = counts(&sidecar, body);
        assert_eq!(
            (&counts["poison"], &counts["events"]),
            (&json!(2), &json!(3))
        );
        expected.extend(["ann", "bob", "cid"]);
        assert_eq!(place.users(), expected, "shape {number}");
        let letters = letters(&place);
        assert_eq!(letters.len(), 2 * (number + 1));
        for (letter, user) in letters[2 * number..].iter().zip(["mallory", "eve"]) {
            let record: Value = serde_json::from_str(text(letter, "record")).unwrap();
            assert_eq!(record["eventID"], user, "shape {number}");
            assert!(text(letter, "reason").starts_with("the module ran out of its memory"));
        }
    }
}

#[test]
fn a_record_that_kills_in_an_envelope_costs_the_envelope() {
    let Some(place) = place("alert_id: true\n") else {
        return;
    };
    let sidecar = place.start();
    let wrap = |text: &str| json!({"message": text}).to_string();
    let both = wrap(&format!("{}\n{}", event("ann"), killer("eve")));
    let body = [wrap(&event("bob")), both.clone(), wrap(&event("cid"))].join("\n");
    assert_eq!(counts(&sidecar, &body)["poison"], 1);
    assert_eq!(place.users(), ["bob", "cid"]);
    assert_eq!(text(&letters(&place)[0], "record"), both);
    let ids = place.read("alerts.jsonl");
    assert!(
        ids.lines().all(|line| line.starts_with(r#"{"alert_id":""#)),
        "{ids}"
    );
}

#[test]
fn what_is_malformed_beside_a_record_that_kills_is_told_with_its_place() {
    let Some(place) = place("") else { return };
    let sidecar = place.start();
    let body = format!(
        "{}\nnonsense\n{{\"a\":}}\n{}\n",
        killer("eve"),
        event("ann")
    );
    let counts = counts(&sidecar, &body);
    assert_eq!(
        (&counts["poison"], &counts["malformed"]),
        (&json!(1), &json!(2))
    );
    let kept: Vec<_> = letters(&place)
        .iter()
        .map(|letter| {
            (
                text(letter, "kind").to_owned(),
                text(letter, "record").len(),
            )
        })
        .collect();
    assert!(
        kept.contains(&("malformed".to_owned(), "nonsense".len())),
        "{kept:?}"
    );
    assert!(
        kept.contains(&("malformed".to_owned(), "{\"a\":}".len())),
        "{kept:?}"
    );
    assert_eq!(place.users(), ["ann"]);
}

#[test]
fn the_command_in_a_dead_letter_shows_it_happen_again() {
    let Some(place) = place("wrapping: auto\noptions: ['rule_matching=all']\n") else {
        return;
    };
    let sidecar = place.start();
    counts(&sidecar, &format!("[{},{}]", event("ann"), killer("eve")));
    let letter = &letters(&place)[0];
    let (picked, command) = text(letter, "reproduce").split_once(" | ").unwrap();
    let (time, offset) = (&letter["time_ms"], &letter["offset"]);
    let expected = format!("'select(.time_ms=={time} and .offset=={offset}).record'");
    assert!(picked.contains(&expected), "{picked}");
    let words: Vec<_> = command.split(' ').collect();
    assert_eq!(words[..2], ["falconet", "scan"], "{command}");
    // The test names the module itself.
    let module = words.iter().position(|word| *word == "--module").unwrap();
    let arguments = [&words[1..module], &words[module + 2..]].concat();
    let mut child = place
        .command(&arguments)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let record = text(letter, "record").as_bytes();
    child.stdin.take().unwrap().write_all(record).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("the module ran out of its memory of 32MiB"),
        "{said}"
    );
}
