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
