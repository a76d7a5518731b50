//! Records that the module dies of, among others, and nothing but such. The module is the stand-in of `tests/cli`, which
//! gives back what it is given and dies of a `T`, or the real one, made to die.

use std::fs;
use std::time::Instant;

use serde_json::Value;

use crate::ledger::EVENTS;
use crate::load::Load;
use crate::mortal::{DEADLY, mortal};
use crate::process;
use crate::rounds::rounds;
use crate::running::{self, Place, Sidecar, event};
use crate::support::{ANSWER, module};

/// Bodies of which one has poison: with ten lines a body that is 1 %.
const ONE_IN: u64 = 10;
/// Records of a body in a storm.
const BODY: usize = 2500;

fn body(number: u64) -> Vec<u8> {
    let lines = (0..EVENTS)
        .step_by(2)
        .map(|event| format!("{{u{number}.{event}\n"));
    let mut lines: Vec<_> = lines.collect();
    if number.is_multiple_of(ONE_IN) {
        let at = usize::try_from(number / ONE_IN).unwrap() % lines.len();
        lines.insert(at, format!("{{T{number}\n"));
    }
    lines.concat().into_bytes()
}

fn place() -> Place {
    let place = Place::with_module(&module(1, ANSWER));
    place.configure("limits: {threads: 2}\n");
    place
}

fn alerts(place: &Place) -> Vec<String> {
    let text = place.read("alerts.jsonl");
    text.lines()
        .map(|line| line.trim_start_matches('{').to_owned())
        .collect()
}

fn letters(place: &Place) -> Vec<String> {
    let letters = place.read("state/dead-letters.jsonl");
    let letters = letters.lines().map(|line| {
        let letter: Value = serde_json::from_str(line).unwrap();
        letter["record"].as_str().unwrap().to_owned()
    });
    letters.collect()
}

#[test]
fn one_percent_of_poison_costs_itself_alone() {
    let place = place();
    let sidecar = place.start();
    let mut load = Load::of(body, &sidecar.events, 4);
    load.wait_for(rounds(100, 10_000) as usize);
    let ledger = load.settle();
    let account = ledger.account(&alerts(&place), 0);
    let poisoned = ledger
        .bodies()
        .filter(|number| number.is_multiple_of(ONE_IN));
    let mut expected: Vec<_> = poisoned.map(|number| format!("{{T{number}\n")).collect();
    let mut letters = letters(&place);
    expected.sort();
    letters.sort();
    assert_eq!(letters, expected);
    account.must_balance(&format!("1 % poison, {} dead letters", letters.len()));
}

/// Lines a second of time that passed, and of time on a processor, one body after the other.
fn speed(sidecar: &Sidecar, line: &str, lines: usize) -> [f64; 2] {
    let body = line.repeat(BODY.min(lines));
    let (since, ticks) = (Instant::now(), process::ticks(sidecar.id()));
    for _ in 0..lines.div_ceil(BODY) {
        assert_eq!(sidecar.send(body.as_bytes()).code, 200);
    }
    let passed = since.elapsed().as_secs_f64();
    let worked = f64::from(process::ticks(sidecar.id()) - ticks) / 100.0;
    let lines = f64::from(u32::try_from(lines).unwrap());
    [lines / passed, lines / worked.max(0.01)]
}

/// Nothing but poison, beside the speed of other records; memory must be flat. Sends whole bodies.
fn storm(place: &Place, good: &str, deadly: &str, lines: usize, name: &str) {
    place.configure("limits: {threads: 1}\n");
    let sidecar = place.start();
    speed(&sidecar, deadly, 100);
    let before = process::resident(sidecar.id());
    let normal = speed(&sidecar, good, 10 * lines);
    let poisonous = speed(&sidecar, deadly, lines);
    let after = process::resident(sidecar.id());
    assert!(after < before + (64 << 20), "{before} became {after}");
    assert_eq!(letters(place).len(), 100 + lines);
    assert_eq!(sidecar.send(good.as_bytes()).code, 200);
    let [passed, worked] = [0, 1].map(|at| 100.0 * poisonous[at] / normal[at]);
    println!(
        "{name}: {lines} records of poison: {:.0} a second, others {:.0}: {passed:.2} %, {worked:.2} % by time on processors; {} MiB resident before, {} MiB after",
        poisonous[0],
        normal[0],
        before >> 20,
        after >> 20
    );
}

#[test]
fn a_storm_of_poison_leaves_memory_flat() {
    let place = Place::with_module(&module(1, ANSWER));
    let lines = rounds(500, 20_000) as usize;
    storm(&place, "{a\n", "{T\n", lines, "the stand-in");
    assert_eq!(alerts(&place).len(), 10 * lines + 1);
}

#[test]
fn a_storm_of_poison_against_the_real_module_leaves_memory_flat() {
    let Some(real) = running::module() else {
        return;
    };
    let place = Place::with_module(&mortal(&fs::read(real).unwrap()));
    let rules = concat!(env!("CARGO_MANIFEST_DIR"), "/../rules/aws_cloudtrail.yaml");
    place.write("rules.yaml", &fs::read_to_string(rules).unwrap());
    let [good, deadly] = ["someone".to_owned(), format!("some{DEADLY}one")];
    let [good, deadly] = [good, deadly].map(|user| event(&user) + "\n");
    let lines = rounds(500, 20_000) as usize;
    storm(&place, &good, &deadly, lines, "the real module, 22 rules");
}
