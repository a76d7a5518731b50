//! Rules are read again without pause under load, every third time bad ones.

use std::fs;

use crate::load::Load;
use crate::process;
use crate::rounds::rounds;
use crate::running::{Place, RULES};

/// A larger number of rules, so that loading takes a while and the old ones are used meanwhile.
fn rules(generation: u32) -> String {
    let more = (0..20).map(|number| {
        format!("- rule: r{generation}.{number}\n  desc: d\n  condition: ct.name = N{number}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n")
    });
    RULES.to_owned() + &more.collect::<String>()
}

/// In one step: a file that is written where it is read may be read when it is empty, which is no error but no rules.
fn replace(place: &Place, rules: &str) {
    place.write("rules.new", rules);
    fs::rename(place.path("rules.new"), place.path("rules.yaml")).unwrap();
}

#[test]
fn a_storm_of_reloads_costs_and_doubles_no_alert() {
    let Some(place) = Place::new() else { return };
    let reloads = rounds(12, 600);
    let sidecar = place.start();
    let mut load = Load::start(&sidecar.events, 4);
    load.wait_for(5);
    let mut before = 0;
    for generation in 0..reloads {
        let bad = generation % 3 == 2;
        let rules = if bad {
            "- rule: [".to_owned()
        } else {
            rules(generation)
        };
        replace(&place, &rules);
        let answer = sidecar.tell("/-/reload");
        assert_eq!(answer.code, if bad { 422 } else { 200 }, "{answer:?}");
        sidecar.signal("HUP");
        if generation == reloads / 2 {
            before = process::resident(sidecar.id());
        }
    }
    load.wait_for(5);
    let ledger = load.settle();
    let after = process::resident(sidecar.id());
    // One set of rules more or less may wait to be taken up by each thread.
    assert!(after < before + (64 << 20), "{before} became {after}");
    let account = ledger.account(&place.users(), 0);
    account.must_balance(&format!("{reloads} reloads, {} MiB", after >> 20));
}
