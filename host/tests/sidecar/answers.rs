//! What a body of events is answered.

use std::io::Write as _;
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::running::{Answer, Place, event, heard};
use crate::support::{ANSWER, module};

fn counts(answer: &Answer) -> [u64; 5] {
    assert_eq!(answer.code, 200, "{answer:?}");
    let counts: Value = serde_json::from_str(&answer.body).unwrap();
    ["events", "alerts", "malformed", "skipped", "poison"].map(|key| counts[key].as_u64().unwrap())
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_form_of_a_body_is_judged_and_its_alerts_are_there_with_the_answer() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let [a, b] = [event("a"), event("b")];
    let lines = format!("{a}\n{b}");
    let array = format!("[{a},\n{b}]");
    let records = format!("{{\"Records\": [\n{a},\n{b}\n]}}");
    let bodies = [
        lines.clone().into_bytes(),
        array.into_bytes(),
        records.clone().into_bytes(),
        gzip(lines.as_bytes()),
        zstd::encode_all(records.as_bytes(), 3).unwrap(),
    ];
    for (number, body) in bodies.iter().enumerate() {
        assert_eq!(counts(&sidecar.send(body)), [2, 2, 0, 0, 0]);
        assert_eq!(place.users().len(), 2 * (number + 1), "body {number}");
    }
    assert_eq!(place.users()[..2], ["a", "b"]);
    assert_eq!(counts(&sidecar.send(b"")), [0; 5]);
}

#[test]
fn malformed_records_cost_their_neighbours_nothing_and_are_kept() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let body = format!("{}\n{{\"eventName\":}}\n{}\n", event("a"), event("b"));
    assert_eq!(counts(&sidecar.send(body.as_bytes())), [2, 2, 1, 0, 0]);
    assert_eq!(place.users(), ["a", "b"]);
    let letters = place.read("state/dead-letters.jsonl");
    let letter: Value = serde_json::from_str(&letters).unwrap();
    assert_eq!(letter["record"], "{\"eventName\":}");
    assert_eq!(letter["kind"], "malformed");
}

#[test]
fn what_can_never_succeed_is_refused_for_good() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_body: 2KiB, max_decompressed: 4KiB}\n");
    let sidecar = place.start();
    let large = event("a").repeat(20);
    assert_eq!(sidecar.send(large.as_bytes()).code, 413);
    let bomb = gzip(&vec![b' '; 100_000]);
    assert_eq!(sidecar.send(&bomb).code, 413);
    let mut damaged = gzip(event("a").as_bytes());
    damaged.truncate(damaged.len() - 9);
    assert_eq!(sidecar.send(&damaged).code, 400);
    assert!(place.users().is_empty());
    assert_eq!(
        counts(&sidecar.send(event("a").as_bytes())),
        [1, 1, 0, 0, 0]
    );
}

#[test]
fn nothing_is_acknowledged_while_alerts_cannot_be_written() {
    let Some(place) = Place::new() else { return };
    let config = place
        .read("falconet.yaml")
        .replace("alerts.jsonl", "/dev/full");
    place.write("falconet.yaml", &config);
    let sidecar = place.start();
    let answer = sidecar.send(event("a").as_bytes());
    assert_eq!(
        (answer.code, answer.retry_after.as_deref()),
        (503, Some("1"))
    );
    assert!(answer.body.contains("No space left"), "{answer:?}");
    assert_eq!(counts(&sidecar.send(br#"{"a":1}"#)), [0, 0, 0, 1, 0]);
}

#[test]
fn who_comes_while_all_places_are_taken_is_told_to_come_back() {
    let place = Place::with_module(&module(1, ANSWER));
    let limits = "{threads: 1, timeout: 1s, max_requests: 1, max_wait: 50ms}";
    place.configure(&format!("limits: {limits}\n"));
    let sidecar = place.start();
    thread::scope(|scope| {
        // The module does not come back from it, twice: with the body, and with the record.
        let long = scope.spawn(|| sidecar.send(b"{L\n"));
        let mut answer = sidecar.send(b"{a\n");
        while answer.code == 200 {
            answer = sidecar.send(b"{a\n");
        }
        let refused = (answer.code, answer.retry_after.as_deref());
        assert_eq!(refused, (429, Some("1")));
        assert_eq!(long.join().unwrap().code, 200);
    });
    assert_eq!(sidecar.send(b"{a\n").code, 200);
}

#[test]
fn a_client_that_dawdles_is_let_go_and_holds_nobody_up() {
    let Some(place) = Place::new() else { return };
    place.configure("limits: {max_requests: 1, max_wait: 200ms, read_timeout: 2s}\n");
    let sidecar = place.start();
    let mut slow = TcpStream::connect(sidecar.events.trim_start_matches("http://")).unwrap();
    slow.write_all(b"POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n\r\n{")
        .unwrap();
    for _ in 0..10 {
        assert_eq!(sidecar.send(event("a").as_bytes()).code, 200);
    }
    let said = heard(&slow);
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
}

#[test]
fn a_large_body_that_falls_behind_is_let_go_before_the_time_of_a_whole_one_is_over() {
    let Some(place) = Place::new() else { return };
    let limits = "{max_body: 64MiB, read_timeout: 1m}";
    place.configure(&format!("limits: {limits}\n"));
    let sidecar = place.start();
    let mut slow = TcpStream::connect(sidecar.events.trim_start_matches("http://")).unwrap();
    let head = "POST /events HTTP/1.1\r\nhost: x\r\ncontent-length: 67108864\r\n\r\n";
    slow.write_all(head.as_bytes()).unwrap();
    slow.write_all(&vec![b' '; 300 << 10]).unwrap();
    let started = Instant::now();
    let said = heard(&slow);
    assert!(said.starts_with("HTTP/1.1 408"), "{said}");
    let waited = started.elapsed();
    assert!(waited < Duration::from_secs(55), "{waited:?}");
}

#[test]
fn what_is_no_body_of_events_is_told_where_they_go() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start();
    let mut stream = TcpStream::connect(sidecar.events.trim_start_matches("http://")).unwrap();
    stream
        .write_all(b"GET /events HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .unwrap();
    let said = heard(&stream);
    assert!(
        said.starts_with("HTTP/1.1 405") && said.contains("allow: POST"),
        "{said}"
    );
}
