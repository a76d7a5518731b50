//! What is on disk is torn or has flipped bits when the sidecar starts.

use std::fs;
use std::path::{Path, PathBuf};

use crate::collector::Collector;
use crate::rounds::rounds;
use crate::running::{Place, event, users};
use crate::wire;

const ALERTS: usize = 40;

/// Flips a bit, or cuts off a part, wherever chance says.
fn damage(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let at = fastrand::usize(..bytes.len());
    if fastrand::bool() {
        bytes[at] ^= 1 << fastrand::u8(..8);
    } else {
        bytes.truncate(at);
    }
    fs::write(path, bytes).unwrap();
}

fn segments(place: &Place) -> Vec<PathBuf> {
    let files = fs::read_dir(place.path("state/spill/http")).unwrap();
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "alerts")
        })
        .collect()
}

fn send(place: &Place, from: usize) {
    let sidecar = place.start();
    for number in from..from + ALERTS {
        assert_eq!(
            sidecar.send(event(&format!("u{number}")).as_bytes()).code,
            200
        );
    }
    sidecar.signal("KILL");
}

/// What came is some of what was sent, in order, and nothing else; all that was sent after the damage is there.
#[test]
fn a_damaged_spill_costs_some_alerts_and_invents_none() {
    let Some(place) = Place::new() else { return };
    let mut missing = 0;
    let damages = rounds(3, 100);
    for _ in 0..damages {
        let mut collector = Collector::start(wire::http);
        collector.kill();
        place.send_alerts_to(&format!(
            "  - {{type: http, url: '{}', retry: {{first: 5ms, most: 20ms}}, breaker: {{open_for: 20ms}}}}\n",
            collector.url()
        ));
        send(&place, 0);
        for path in segments(&place) {
            damage(&path);
        }
        send(&place, ALERTS);
        collector.restart();
        let sidecar = place.start();
        let last = format!("u{}", 2 * ALERTS - 1);
        let came = collector.wait_for(|came| came.last() == Some(&last));
        let numbers: Vec<usize> = came.iter().map(|user| user[1..].parse().unwrap()).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        let after: Vec<usize> = numbers
            .iter()
            .copied()
            .filter(|number| *number >= ALERTS)
            .collect();
        assert_eq!(after, (ALERTS..2 * ALERTS).collect::<Vec<_>>());
        missing += 2 * ALERTS - numbers.len();
        sidecar.signal("TERM");
        assert!(sidecar.ended().success());
    }
    println!(
        "a spill damaged {damages} times: {missing} of {} alerts lost, none invented, none behind the damage",
        ALERTS * damages as usize
    );
}

#[test]
fn torn_files_of_alerts_and_of_dead_letters_are_mended_and_written_on() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
    assert_eq!(sidecar.send(b"{\"broken\":}").code, 200);
    drop(sidecar);
    for name in ["alerts.jsonl", "state/dead-letters.jsonl"] {
        let whole = place.read(name);
        let torn = fastrand::usize(1..whole.len());
        place.write(name, &format!("{whole}{}", &whole[..torn - 1]));
    }
    let sidecar = place.start();
    assert_eq!(sidecar.send(event("b").as_bytes()).code, 200);
    assert_eq!(sidecar.send(b"{\"broken\":}").code, 200);
    assert_eq!(users(&place.read("alerts.jsonl")), ["a", "b"]);
    let letters = place.read("state/dead-letters.jsonl");
    let whole = |line: &str| serde_json::from_str::<serde_json::Value>(line).is_ok();
    assert!(
        letters.lines().count() == 2 && letters.lines().all(whole),
        "{letters}"
    );
}
