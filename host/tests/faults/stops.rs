//! The sidecar is told to stop under load, and started again.

use crate::load::Load;
use crate::rounds::rounds;
use crate::running::Place;

#[test]
fn told_to_stop_under_load_it_answers_what_it_took_in_and_ends_well() {
    let Some(place) = Place::new() else { return };
    let stops = rounds(3, 50);
    let mut sidecar = place.start();
    let mut load = Load::start(&sidecar.events, 4);
    for _ in 0..stops {
        load.wait_for(5);
        sidecar.signal("TERM");
        assert!(sidecar.ended().success());
        sidecar = place.start();
        load.redirect(&sidecar.events);
    }
    load.wait_for(5);
    let account = load.settle().account(&place.users(), 0);
    account.must_balance(&format!("{stops} times SIGTERM"));
}
