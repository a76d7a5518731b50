//! A receiver that takes its time, as a disk does whose `fsync` is slow.

use std::time::Duration;

use crate::collector::Collector;
use crate::load::Load;
use crate::rounds::rounds;
use crate::running::Place;
use crate::wire;

fn behind_a_slow_receiver(required: bool, fault: &str) {
    let Some(place) = Place::new() else { return };
    let collector = Collector::start(wire::http);
    collector.slow_down(Duration::from_millis(150));
    place.send_alerts_to(&format!(
        "  - {{type: http, url: '{}', required: {required}}}\n",
        collector.url()
    ));
    let sidecar = place.start();
    let mut load = Load::start(&sidecar.events, 8);
    load.wait_for(rounds(30, 1000) as usize);
    let ledger = load.settle();
    let delivered = collector.wait_for(|users| ledger.account(users, 0).has_all());
    ledger.account(&delivered, 0).must_balance(fault);
}

#[test]
fn a_slow_receiver_that_is_required_slows_senders_down_and_loses_nothing() {
    behind_a_slow_receiver(true, "a slow receiver, required");
}

#[test]
fn a_slow_receiver_behind_a_spill_gets_everything() {
    behind_a_slow_receiver(false, "a slow receiver, spilled");
}
