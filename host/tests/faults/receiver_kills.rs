//! Who is sent the alerts is killed at any moment under load, and started again.

use std::thread;
use std::time::Duration;

use crate::collector::Collector;
use crate::load::Load;
use crate::rounds::rounds;
use crate::running::Place;
use crate::wire;

/// Tries are quick, so that there are many.
const RETRY: &str = "retry: {first: 5ms, most: 50ms}, breaker: {open_for: 20ms}";

fn killed_under_load(collector: &mut Collector, output: &str, fault: &str) {
    let Some(place) = Place::new() else { return };
    let kills = rounds(4, 50);
    place.send_alerts_to(&format!("  - {{{output}, {RETRY}}}\n"));
    let sidecar = place.start();
    let mut load = Load::start(&sidecar.events, 4);
    for _ in 0..kills {
        load.wait_for(3);
        thread::sleep(Duration::from_micros(fastrand::u64(0..30_000)));
        collector.kill();
        thread::sleep(Duration::from_millis(fastrand::u64(0..100)));
        collector.restart();
    }
    load.wait_for(3);
    let ledger = load.settle();
    let delivered = collector.wait_for(|users| ledger.account(users, kills).has_all());
    let account = ledger.account(&delivered, kills);
    account.must_balance(&format!("{kills} kills of the receiver, {fault}"));
}

#[test]
fn a_required_http_receiver_that_is_killed_costs_nothing_that_was_acknowledged() {
    let mut collector = Collector::start(wire::http);
    let output = format!("type: http, url: '{}', required: true", collector.url());
    killed_under_load(&mut collector, &output, "HTTP, required");
}

#[test]
fn an_http_receiver_behind_a_spill_that_is_killed_costs_nothing_that_was_acknowledged() {
    let mut collector = Collector::start(wire::http);
    let output = format!("type: http, url: '{}'", collector.url());
    killed_under_load(&mut collector, &output, "HTTP, spilled");
}

#[test]
fn a_required_forward_receiver_that_is_killed_costs_nothing_that_was_acknowledged() {
    let mut collector = Collector::start(wire::forward);
    let address = collector.address();
    let output = format!("type: forward, address: '{address}', required: true");
    killed_under_load(&mut collector, &output, "forward, required");
}

#[test]
fn a_forward_receiver_behind_a_spill_that_is_killed_costs_nothing_that_was_acknowledged() {
    let mut collector = Collector::start(wire::forward);
    let output = format!("type: forward, address: '{}'", collector.address());
    killed_under_load(&mut collector, &output, "forward, spilled");
}
