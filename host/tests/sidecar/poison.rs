//! Records that the module dies of: each costs itself alone. The module is the stand-in of `tests/cli`, which dies of some letters.

use serde_json::Value;

use crate::running::{Answer, Place, Sidecar};
use crate::support::{ANSWER, module};

fn place() -> Place {
    let place = Place::with_module(&module(1, ANSWER));
    place.configure("limits: {timeout: 300ms, threads: 1}\n");
    place
}

fn poison(answer: &Answer) -> u64 {
    assert_eq!(answer.code, 200, "{answer:?}");
    let counts: Value = serde_json::from_str(&answer.body).unwrap();
    counts["poison"].as_u64().unwrap()
}

fn letters(place: &Place) -> Vec<[String; 2]> {
    let letters = place.read("state/dead-letters.jsonl");
    let letters = letters.lines().map(|line| {
        let letter: Value = serde_json::from_str(line).unwrap();
        ["record", "reason"].map(|key| letter[key].as_str().unwrap().to_owned())
    });
    letters.collect()
}

fn send(sidecar: &Sidecar, lines: &[&str]) -> u64 {
    poison(&sidecar.send(lines.concat().as_bytes()))
}

#[test]
fn each_poisonous_record_is_found_and_the_others_are_judged_once_in_order() {
    let place = place();
    let sidecar = place.start();
    let lines = [
        "{a\n", "{b\n", "{T\n", "{c\n", "{d\n", "{L\n", "{e\n", "{f\n",
    ];
    assert_eq!(send(&sidecar, &lines), 2);
    assert_eq!(place.read("alerts.jsonl"), "{a\n{b\n{c\n{d\n{e\n{f\n");
    let letters = letters(&place);
    assert_eq!(
        letters[0],
        ["{T\n", "the module gave up: panicked at the test"]
    );
    assert_eq!(letters[1][0], "{L\n");
    assert!(
        letters[1][1].starts_with("the module ran over its time"),
        "{letters:?}"
    );
    assert_eq!(send(&sidecar, &["{g\n"]), 0);
}

#[test]
fn a_storm_of_poison_is_got_over() {
    let place = place();
    let sidecar = place.start();
    let lines = vec!["{T\n"; 200];
    assert_eq!(send(&sidecar, &lines), 200);
    assert_eq!(letters(&place).len(), 200);
    assert_eq!(send(&sidecar, &["{a\n"]), 0);
    assert_eq!(place.read("alerts.jsonl"), "{a\n");
    let metrics = sidecar.ask("/metrics").body;
    assert!(metrics.contains("falconet_poison_total 200"), "{metrics}");
}

/// Everything that a module may try, one record each, between records that are judged.
#[test]
fn whatever_a_record_makes_the_module_do_costs_that_record_alone() {
    let place = Place::with_module(&module(1, ANSWER));
    place.configure("limits: {timeout: 1s, threads: 1, memory: 16MiB}\n");
    let sidecar = place.start();
    let deaths = [
        ("{L\n", "the module ran over its time of 1s (--timeout)"),
        (
            "{G\n",
            "the module ran out of its memory of 16MiB (--memory)",
        ),
        ("{S\n", "the module overflowed its stack"),
        (
            "{I\n",
            "the module called `./glue.js::unknown`, which this host does not give it",
        ),
        (
            "{~\n",
            "the module broke its contract: a result lies outside its memory",
        ),
        ("{T\n", "the module gave up: panicked at the test"),
    ];
    let lines: Vec<_> = deaths
        .iter()
        .flat_map(|(record, _)| ["{a\n", record])
        .collect();
    assert_eq!(send(&sidecar, &lines), 6);
    assert_eq!(place.read("alerts.jsonl"), "{a\n".repeat(6));
    let letters = letters(&place);
    assert_eq!(
        letters,
        deaths.map(|(record, reason)| [record.to_owned(), reason.to_owned()])
    );
}

/// Loading takes the same stack wherever it is done.
#[test]
fn rules_that_kill_the_module_when_they_are_read_again_change_nothing() {
    let place = place();
    let sidecar = place.start();
    place.write("rules.yaml", "# \u{a7}");
    let refused = sidecar.tell("/-/reload");
    assert_eq!(refused.code, 422);
    assert!(refused.body.contains("overflowed its stack"), "{refused:?}");
    assert_eq!(send(&sidecar, &["{a\n"]), 0);
}

/// One compiled module, and one image of its memory, from which each thread starts.
#[test]
#[cfg(target_os = "linux")]
fn instances_share_one_image_of_the_memory_they_start_with() {
    let place = Place::with_module(&module(1, ANSWER));
    place.configure("limits: {threads: 3}\n");
    let sidecar = place.start();
    let maps = std::fs::read_to_string(format!("/proc/{}/maps", sidecar.id())).unwrap();
    let images = maps
        .lines()
        .filter(|line| line.contains("/memfd:wasm-memory-image"));
    let files: Vec<_> = images
        .filter_map(|line| line.split_ascii_whitespace().nth(4))
        .collect();
    assert!(files.len() >= 3, "{maps}");
    assert!(files.iter().all(|file| file == &files[0]), "{files:?}");
}
