//! Fluent's protocol.

use std::io::Read as _;
use std::net::{Shutdown, TcpStream};

use serde_json::{Value, json};

use crate::fluent::{Client, Mode, Time, message};
use crate::running::{Place, Sidecar, event};
use crate::secure::{connect, tls};

fn place(more: &str, limits: &str) -> Option<Place> {
    let place = Place::new()?;
    let input = format!("{{type: forward, listen: '127.0.0.1:0'{more}}}");
    place.with_inputs(&[&input], limits);
    Some(place)
}

fn client(sidecar: &Sidecar) -> Client<TcpStream> {
    Client::connect(&sidecar.addresses["forward"])
}

/// A message of events.
fn logs(mode: Mode, time: Time, users: &[&str], chunk: &str) -> Vec<u8> {
    let events = users.iter().map(|user| record(user));
    message(mode, time, &events.collect::<Vec<_>>(), Some(chunk))
}

fn record(user: &str) -> Value {
    serde_json::from_str(&event(user)).unwrap()
}

#[test]
fn every_kind_of_message_is_judged_and_acknowledged_when_its_alerts_are_there() {
    let Some(place) = place("", "") else { return };
    let sidecar = place.start();
    let mut client = client(&sidecar);
    let times = [Time::Seconds, Time::Precise, Time::WithMetadata];
    let mut expected: Vec<&str> = Vec::new();
    for mode in [Mode::Message, Mode::Forward, Mode::Packed, Mode::Gzip] {
        for (number, time) in times.into_iter().enumerate() {
            let users = match mode {
                Mode::Message => &["a"][..],
                _ => &["a", "b"],
            };
            let chunk = format!("{mode:?} {number}");
            client.send(&logs(mode, time, users, &chunk));
            assert_eq!(client.acknowledged().unwrap(), chunk);
            expected.extend(users);
            assert_eq!(place.users(), expected, "{mode:?} {time:?}");
        }
    }
    let metrics = sidecar.ask("/metrics").body;
    assert!(metrics.contains("falconet_malformed_total 0"), "{metrics}");
}

#[test]
fn messages_come_in_pieces_or_together_and_not_all_ask_for_an_answer() {
    let Some(place) = place("", "") else { return };
    let sidecar = place.start();
    let mut client = client(&sidecar);
    let first = logs(Mode::Packed, Time::Precise, &["a", "b"], "1");
    for piece in first.chunks(100) {
        client.send(piece);
    }
    assert_eq!(client.acknowledged().unwrap(), "1");
    let quiet = message(Mode::Forward, Time::Seconds, &[record("c")], None);
    let second = logs(Mode::Message, Time::Precise, &["d"], "2");
    // A byte of nothing keeps connections alive.
    client.send(&[&quiet[..], &[0xc0], &second, &second].concat());
    assert_eq!(
        [
            client.acknowledged().unwrap(),
            client.acknowledged().unwrap()
        ],
        ["2", "2"]
    );
    assert_eq!(place.users(), ["a", "b", "c", "d", "d"]);
}

#[test]
fn a_connection_without_messages_makes_room_for_one_that_waits() {
    let Some(place) = place(", max_connections: 1, idle_timeout: 100ms", "") else {
        return;
    };
    let sidecar = place.start();
    let mut first = client(&sidecar);
    first.send(&logs(Mode::Message, Time::Precise, &["a"], "1"));
    assert_eq!(first.acknowledged().unwrap(), "1");
    let mut second = client(&sidecar);
    second.send(&logs(Mode::Message, Time::Precise, &["b"], "2"));
    assert_eq!(second.acknowledged().unwrap(), "2");
    assert!(first.acknowledged().is_err());
    assert_eq!(place.users(), ["a", "b"]);
}

#[test]
fn an_event_in_the_text_of_a_line_is_found() {
    let Some(place) = place("", "") else { return };
    let sidecar = place.start();
    let mut client = client(&sidecar);
    let lines = ["a", "b"].map(|user| json!({"log": event(user)}));
    let noise = json!({"log": "started worker 7"});
    let records = [lines[0].clone(), noise, lines[1].clone()];
    client.send(&message(Mode::Packed, Time::Precise, &records, Some("1")));
    assert_eq!(client.acknowledged().unwrap(), "1");
    assert_eq!(place.users(), ["a", "b"]);
    let metrics = sidecar.ask("/metrics").body;
    assert!(metrics.contains("falconet_skipped_total 1\n"), "{metrics}");
    assert!(
        metrics.contains("falconet_malformed_total 0\n"),
        "{metrics}"
    );
}

#[test]
fn a_message_that_trickles_holds_nobody_up() {
    let Some(place) = place(
        "",
        "limits: {max_requests: 1, max_wait: 1s, read_timeout: 10m}\n",
    ) else {
        return;
    };
    let sidecar = place.start();
    let mut slow = client(&sidecar);
    let message = logs(Mode::Packed, Time::Precise, &["a"], "1");
    let (beginning, rest) = message.split_at(20);
    slow.send(beginning);
    let mut other = client(&sidecar);
    for chunk in ["2", "3", "4"] {
        other.send(&logs(Mode::Message, Time::Precise, &["b"], chunk));
        assert_eq!(other.acknowledged().unwrap(), chunk);
    }
    slow.send(rest);
    assert_eq!(slow.acknowledged().unwrap(), "1");
    assert_eq!(place.users(), ["b", "b", "b", "a"]);
}

#[test]
fn an_entry_that_holds_no_record_is_a_dead_letter_and_its_neighbours_are_acknowledged() {
    let Some(place) = place(", max_depth: 3", "") else {
        return;
    };
    let sidecar = place.start();
    let mut client = client(&sidecar);
    let good = logs(Mode::Forward, Time::Precise, &["a"], "1");
    let deep = [0x92, 0, 0x91, 0x91, 0x91, 0x91, 0xc0];
    // The head, the tag and an array of one; then the entry, then the options.
    let entries = 1 + 1 + "cloudtrail.events".len();
    let mut both = good[..entries].to_vec();
    both.push(0x92);
    both.extend(deep);
    both.extend(&good[entries + 1..]);
    client.send(&both);
    assert_eq!(client.acknowledged().unwrap(), "1");
    assert_eq!(place.users(), ["a"]);
    let letter: Value = serde_json::from_str(&place.read("state/dead-letters.jsonl")).unwrap();
    assert!(
        letter["reason"].as_str().unwrap().contains("max_depth"),
        "{letter}"
    );
    assert!(
        letter["input"]
            .as_str()
            .unwrap()
            .starts_with("forward 127.0.0.1:"),
        "{letter}"
    );
}

#[test]
fn what_is_not_taken_is_not_acknowledged_and_the_connection_ends() {
    let Some(place) = place(
        "",
        "limits: {max_body: 64KiB, max_decompressed: 128KiB, read_timeout: 2s}\n",
    ) else {
        return;
    };
    let sidecar = place.start();
    let large = "x".repeat(70_000);
    let too_large = message(
        Mode::Packed,
        Time::Seconds,
        &[json!({"log": large})],
        Some("1"),
    );
    let bomb = " ".repeat(200_000);
    let bomb = message(
        Mode::Gzip,
        Time::Seconds,
        &[json!({"log": bomb})],
        Some("1"),
    );
    let mut damaged = logs(Mode::Gzip, Time::Seconds, &["a"], "1");
    damaged[40] ^= 0xff;
    let good = logs(Mode::Packed, Time::Seconds, &["a"], "1");
    let cut_off = &good[..good.len() - 5];
    let lie = [0xdd, 255, 255, 255, 255];
    let no_message = [0x83, 1, 2, 3, 4, 5, 6];
    for bytes in [
        &too_large[..],
        &bomb,
        &damaged,
        cut_off,
        &lie,
        &no_message,
        &[0xc1],
    ] {
        let mut client = client(&sidecar);
        client.send(bytes);
        assert!(client.acknowledged().is_err(), "{:x?}", &bytes[..5]);
    }
    assert!(place.users().is_empty());
    let mut client = client(&sidecar);
    client.send(&good);
    assert_eq!(client.acknowledged().unwrap(), "1");
}

#[test]
fn nothing_is_acknowledged_while_alerts_cannot_be_written() {
    let Some(place) = place("", "") else { return };
    let config = place
        .read("falconet.yaml")
        .replace("alerts.jsonl", "/dev/full");
    place.write("falconet.yaml", &config);
    let sidecar = place.start();
    let mut client = client(&sidecar);
    client.send(&logs(Mode::Packed, Time::Precise, &["a"], "1"));
    assert!(client.acknowledged().is_err());
    let metrics = sidecar.ask("/metrics").body;
    assert!(
        metrics.contains("falconet_input_retries_total 1"),
        "{metrics}"
    );
}

#[test]
fn only_who_knows_the_shared_key_is_let_in() {
    let Some(place) = place(", shared_key: open sesame, host_name: falconet.example", "") else {
        return;
    };
    let sidecar = place.start();
    let message = logs(Mode::Packed, Time::Precise, &["a"], "1");
    let mut friend = client(&sidecar);
    assert!(friend.introduce("open sesame"));
    friend.send(&message);
    assert_eq!(friend.acknowledged().unwrap(), "1");
    let mut stranger = client(&sidecar);
    assert!(!stranger.introduce("open barley"));
    let mut address = TcpStream::connect(&sidecar.addresses["forward"]).unwrap();
    // Who says nothing of the key but sends events at once is no friend either.
    std::io::Write::write_all(&mut address, &message).unwrap();
    address.shutdown(Shutdown::Write).unwrap();
    let mut said = Vec::new();
    let _ = address.read_to_end(&mut said);
    assert!(String::from_utf8_lossy(&said).contains("HELO"));
    assert_eq!(place.users(), ["a"]);
}

#[test]
fn messages_come_encrypted() {
    let Some(place) = place(&format!(", {}", tls(true)), "") else {
        return;
    };
    let sidecar = place.start();
    let stream = connect(&sidecar.addresses["forward"], Some("client"), &[]).unwrap();
    let mut client = Client::over(stream);
    client.send(&logs(Mode::Gzip, Time::Precise, &["a", "b"], "1"));
    assert_eq!(client.acknowledged().unwrap(), "1");
    assert_eq!(place.users(), ["a", "b"]);
}

#[test]
fn connections_without_a_message_end_when_it_is_told_to_stop() {
    let Some(place) = place("", "") else { return };
    let sidecar = place.start();
    let mut client = client(&sidecar);
    client.send(&logs(Mode::Message, Time::Precise, &["a"], "1"));
    assert_eq!(client.acknowledged().unwrap(), "1");
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    assert!(client.acknowledged().is_err());
}
