//! Alerts that go elsewhere: receivers that are ill, what waits on disk meanwhile, what is left out.

use std::fs;
use std::thread;
use std::time::Duration;

use crate::receiver::{Receiver, Step};
use crate::running::{Place, Sidecar, event};

const ILL: [Step; 5] = [
    Step::Answer(500),
    Step::Answer(429),
    Step::Die,
    Step::Hang,
    Step::Answer(503),
];

/// Sends events of these users, each in a body of its own.
fn send_all(sidecar: &Sidecar, users: &[String]) {
    for user in users {
        assert_eq!(sidecar.send(event(user).as_bytes()).code, 200, "{user}");
    }
}

fn some_users(prefix: &str, count: usize) -> Vec<String> {
    (0..count)
        .map(|number| format!("{prefix}{number}"))
        .collect()
}

fn metric(sidecar: &Sidecar, name: &str) -> u64 {
    let metrics = sidecar.ask("/metrics").body;
    let value = metrics.lines().find_map(|line| line.strip_prefix(name));
    let value = value.unwrap_or_else(|| panic!("no {name} in\n{metrics}"));
    value.trim().parse().unwrap()
}

#[test]
fn a_required_receiver_that_is_ill_gets_every_alert_in_order_before_the_answer() {
    let Some(place) = Place::new() else { return };
    let receiver = Receiver::start(&ILL);
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}', required: true, timeout: 3s, retry: {{first: 10ms, within: 1m}}, breaker: {{failures: 100}}}}\n",
        receiver.url()
    ));
    let sidecar = place.start();
    let users = some_users("u", 4);
    for (number, user) in users.iter().enumerate() {
        assert_eq!(sidecar.send(event(user).as_bytes()).code, 200);
        assert_eq!(receiver.users(), users[..=number]);
    }
    assert_eq!(
        metric(&sidecar, "falconet_output_retries_total{output=\"http\"} "),
        5
    );
    assert_eq!(
        metric(&sidecar, "falconet_output_alerts_total{output=\"http\"} "),
        4
    );
}

#[test]
fn events_are_refused_while_a_required_receiver_is_down_and_taken_when_it_is_back() {
    let Some(place) = Place::new() else { return };
    let receiver = Receiver::start(&[]);
    receiver.set_up(false);
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}', required: true, retry: {{first: 10ms, within: 300ms}}, breaker: {{failures: 2, open_for: 1s}}}}\n",
        receiver.url()
    ));
    let sidecar = place.start();
    let send = || sidecar.send(event("a").as_bytes());
    let refused = send();
    assert_eq!(
        (refused.code, refused.retry_after.as_deref()),
        (503, Some("1"))
    );
    while !send().body.contains("breaker") {}
    let ready = sidecar.ask("/readyz");
    assert_eq!(
        (ready.code, ready.body.as_str()),
        (503, "left alone: http\n")
    );
    receiver.set_up(true);
    while send().code != 200 {
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(receiver.users(), ["a"]);
    assert_eq!(sidecar.ask("/readyz").code, 200);
}

#[test]
fn who_waits_for_no_receiver_has_its_alerts_replayed_in_order() {
    let Some(place) = Place::new() else { return };
    let receiver = Receiver::start(&ILL);
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}', timeout: 3s, retry: {{first: 10ms, most: 100ms}}}}\n",
        receiver.url()
    ));
    let sidecar = place.start();
    let users = some_users("u", 30);
    send_all(&sidecar, &users);
    assert_eq!(receiver.wait_for(30), users);
    while metric(&sidecar, "falconet_spill_alerts{output=\"http\"} ") > 0 {
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_waits_on_disk_arrives_after_kill_9_and_damage_costs_only_what_it_lies_in() {
    let Some(place) = Place::new() else { return };
    let receiver = Receiver::start(&[]);
    receiver.set_up(false);
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}', name: far, retry: {{first: 10ms, most: 200ms}}, breaker: {{open_for: 200ms}}}}\n",
        receiver.url()
    ));
    let sidecar = place.start();
    send_all(&sidecar, &some_users("a", 20));
    assert_eq!(
        metric(&sidecar, "falconet_spill_alerts{output=\"far\"} "),
        20
    );
    sidecar.signal("KILL");
    drop(sidecar);
    let segment = place.path("state/spill/far/00000000000000000000.alerts");
    let mut bytes = fs::read(&segment).unwrap();
    let at = bytes
        .windows(4)
        .position(|window| window == b"\"a7\"")
        .unwrap();
    bytes[at + 1] ^= 1;
    bytes.extend_from_slice(b"\xfffc1 torn");
    fs::write(&segment, bytes).unwrap();
    let sidecar = place.start();
    send_all(&sidecar, &some_users("b", 5));
    sidecar.signal("KILL");
    drop(sidecar);
    receiver.set_up(true);
    let sidecar = place.start();
    let mut expected = some_users("a", 20);
    expected.remove(7);
    expected.extend(some_users("b", 5));
    assert_eq!(receiver.wait_for(24), expected);
    let damaged = "falconet_spill_lost_alerts_total{output=\"far\",reason=\"damaged\"} ";
    while metric(&sidecar, damaged) != 1 {
        thread::sleep(Duration::from_millis(20));
    }
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    assert!(!segment.exists());
}

#[test]
fn what_waits_when_it_is_told_to_stop_is_sent_on_first_or_stays() {
    let Some(place) = Place::new() else { return };
    let receiver = Receiver::start(&[]);
    let slow = Receiver::start(&[]);
    slow.set_up(false);
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}'}}\n  - {{type: http, url: '{}'}}\n  - {{type: file, path: alerts.jsonl}}\n",
        receiver.url(),
        slow.url()
    ));
    let sidecar = place.start();
    let users = some_users("u", 10);
    send_all(&sidecar, &users);
    sidecar.signal("TERM");
    assert!(sidecar.ended().success());
    assert_eq!(receiver.users(), users);
    assert_eq!(place.users(), users);
    slow.set_up(true);
    let sidecar = place.start();
    assert_eq!(slow.wait_for(10), users);
    drop(sidecar);
}

#[test]
fn an_alert_that_is_refused_for_good_is_set_aside_and_the_rest_goes_on() {
    let Some(place) = Place::new() else { return };
    let receiver = Receiver::start(&[Step::Answer(200), Step::Answer(400)]);
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}', format: alert, required: true}}\n",
        receiver.url()
    ));
    let sidecar = place.start();
    send_all(&sidecar, &some_users("u", 2));
    assert_eq!(receiver.users(), ["u0"]);
    let letter = place.read("state/undelivered.jsonl");
    let letter: serde_json::Value = serde_json::from_str(&letter).unwrap();
    assert_eq!(letter["output"], "http");
    assert!(
        letter["reason"].as_str().unwrap().contains("400"),
        "{letter}"
    );
    assert!(
        letter["alert"].as_str().unwrap().contains("\"u1\""),
        "{letter}"
    );
    assert_eq!(
        metric(
            &sidecar,
            "falconet_output_undelivered_total{output=\"http\"} "
        ),
        1
    );
}

#[test]
fn alerts_alike_are_left_out_counted_and_told() {
    let Some(place) = Place::new() else { return };
    let sidecar = place.start_with(|command| command.arg("--suppress=1h"));
    for user in ["a", "a", "b", "a"] {
        send_all(&sidecar, &[user.to_owned()]);
    }
    assert_eq!(place.users(), ["a", "b"]);
    let suppressed =
        "falconet_suppressed_alerts_total{rule=\"user created\",reason=\"identical\"} ";
    assert_eq!(metric(&sidecar, suppressed), 2);
}
