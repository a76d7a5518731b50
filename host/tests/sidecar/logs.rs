//! Messages never hold events.

use std::fs::File;
use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::running::{Place, event, post};

/// Stands in everything that is sent.
const MARK: &str = "marked7f3a";

/// Ends the process, whatever becomes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn address(log: &str) -> Option<String> {
    let line = log
        .lines()
        .find(|line| line.contains("purpose=\"events\""))?;
    let words = line.split_ascii_whitespace();
    words
        .into_iter()
        .find_map(|word| Some(word.strip_prefix("address=")?.to_owned()))
}

#[test]
fn no_message_holds_anything_of_an_event() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_record: 2KiB}\n");
    let log = File::create(place.path("log")).unwrap();
    let mut command = place.command(&["run"]);
    command.env("FALCONET_LOG", "debug").stderr(log);
    let _running = Running(command.spawn().unwrap());
    let patience = Instant::now() + Duration::from_mins(1);
    let address = loop {
        if let Some(address) = address(&place.read("log")) {
            break address;
        }
        assert!(Instant::now() < patience, "{}", place.read("log"));
        thread::sleep(Duration::from_millis(20));
    };
    let bodies = [
        event(MARK),
        format!(
            "{{\"eventName\": {MARK}}}\n{{\"a\": \"{MARK}\"}}\n{{\"{MARK}\": \"{}\"}}",
            MARK.repeat(400)
        ),
        format!("\u{1f}\u{8b}{MARK}"),
        MARK.to_owned(),
    ];
    for body in bodies {
        post(&format!("http://{address}/events"), body.as_bytes());
    }
    assert!(place.read("alerts.jsonl").contains(MARK));
    assert!(place.read("state/dead-letters.jsonl").contains(MARK));
    let log = place.read("log");
    assert!(log.contains("DEBUG") || log.contains("INFO"), "{log}");
    assert!(!log.contains(MARK), "{log}");
}
