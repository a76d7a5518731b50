//! Killed at any moment: what was acknowledged is there, and every line is whole.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use crate::running::{Place, Sidecar, event};

const KILLS: u32 = 12;

/// Sends bodies until there is no answer; which events were acknowledged.
fn send_until_it_dies(sidecar: &Sidecar, round: u32) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let users: Vec<String> = (0..20)
            .map(|user| format!("{round}-{number}-{user}"))
            .collect();
        let body: Vec<String> = users.iter().map(|user| event(user)).collect();
        match sidecar.try_send(body.join("\n").as_bytes()) {
            Some(answer) if answer.code == 200 => acknowledged.extend(users),
            _ => break,
        }
    }
    acknowledged
}

#[test]
fn nothing_acknowledged_is_lost_when_it_is_killed() {
    let Some(place) = Place::new() else { return };
    let mut acknowledged = BTreeSet::new();
    for round in 0..KILLS {
        let sidecar = place.start();
        thread::scope(|scope| {
            let sending = scope.spawn(|| send_until_it_dies(&sidecar, round));
            thread::sleep(Duration::from_millis(u64::from(20 + 37 * round % 150)));
            sidecar.signal("KILL");
            acknowledged.extend(sending.join().unwrap());
        });
    }
    drop(place.start());
    let written: BTreeSet<String> = place.users().into_iter().collect();
    assert!(acknowledged.len() > 100, "{} events", acknowledged.len());
    let lost: Vec<_> = acknowledged.difference(&written).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let unanswered = written.len() - acknowledged.len();
    println!(
        "{} events acknowledged, {unanswered} written without an answer",
        acknowledged.len()
    );
}
