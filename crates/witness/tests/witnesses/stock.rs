//! The rules that are shipped.

use crate::support::Rules;

const FILES: [(&str, &str); 2] = [
    (
        "aws_cloudtrail.yaml",
        include_str!("../../../../rules/aws_cloudtrail.yaml"),
    ),
    (
        "aws_lambda_persistence.yaml",
        include_str!("../../../../rules/aws_lambda_persistence.yaml"),
    ),
];

#[test]
fn every_shipped_rule_has_an_event_that_fires_it_and_one_that_misses_it() {
    let rules = Rules::load(&FILES);
    let witnesses = rules.witnesses();
    assert!(witnesses.len() > 30);
    for witness in witnesses {
        let name = &witness.rule;
        let event = witness
            .event
            .as_ref()
            .unwrap_or_else(|| panic!("{name}: {:?}", witness.unmet));
        assert!(rules.fires(&witness.source, name, event), "{name}: {event}");
        assert!(!witness.because.is_empty());
        let miss = witness
            .miss
            .as_ref()
            .unwrap_or_else(|| panic!("{name} has no miss"));
        assert!(
            !rules.fires(&witness.source, name, &miss.event),
            "{name}: {}",
            miss.event
        );
        assert!(miss.place.is_some(), "{name}");
        println!("{name}\n{event}\n{}\n", miss.text);
    }
}
