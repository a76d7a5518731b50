//! The sidecar is killed at any moment under load, and started again.

use std::process::Stdio;
use std::thread;
use std::time::Duration;

use crate::collector::Collector;
use crate::load::Load;
use crate::rounds::rounds;
use crate::running::{Place, Sidecar};
use crate::wire;

const SENDERS: u32 = 4;

/// Kills it again and again, each time after some bodies were acknowledged and a moment that chance chooses.
fn killed_under_load(place: &Place, kills: u32) -> (Load, Sidecar) {
    let mut sidecar = place.start();
    let load = Load::start(&sidecar.events, SENDERS);
    for _ in 0..kills {
        load.wait_for(3);
        thread::sleep(Duration::from_micros(fastrand::u64(0..50_000)));
        sidecar.signal("KILL");
        // Reaped, so that what it held is free.
        drop(sidecar);
        if fastrand::bool() {
            kill_while_it_starts(place);
        }
        sidecar = place.start();
        load.redirect(&sidecar.events);
    }
    load.wait_for(3);
    (load, sidecar)
}

/// Also what it does before it listens may end at any moment.
fn kill_while_it_starts(place: &Place) {
    let mut command = place.command(&["run"]);
    let mut process = command.stderr(Stdio::null()).spawn().unwrap();
    thread::sleep(Duration::from_micros(fastrand::u64(0..300_000)));
    process.kill().unwrap();
    process.wait().unwrap();
}

#[test]
fn killed_under_load_it_loses_nothing_that_it_acknowledged_to_a_file() {
    let Some(place) = Place::new() else { return };
    let kills = rounds(5, 200);
    let (mut load, sidecar) = killed_under_load(&place, kills);
    let ledger = load.settle();
    drop(sidecar);
    let account = ledger.account(&place.users(), 0);
    account.must_balance(&format!("{kills} kills, a file"));
}

#[test]
fn killed_under_load_it_loses_nothing_that_waits_in_a_spill() {
    let Some(place) = Place::new() else { return };
    let kills = rounds(3, 200);
    let collector = Collector::start(wire::http);
    place.send_alerts_to(&format!("  - {{type: http, url: '{}'}}\n", collector.url()));
    let (mut load, sidecar) = killed_under_load(&place, kills);
    let ledger = load.settle();
    let delivered = collector.wait_for(|users| ledger.account(users, kills).has_all());
    drop(sidecar);
    let account = ledger.account(&delivered, kills);
    account.must_balance(&format!("{kills} kills, a spill before HTTP"));
}
