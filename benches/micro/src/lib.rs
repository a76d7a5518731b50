//! What the micro-benchmarks share: a sample of events, and engines with rules.

use std::io::Read as _;

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use flate2::read::GzDecoder;

/// 500 generated events, one a line.
const SAMPLE: &[u8] = include_bytes!("../../yardsticks/sample.ndjson.gz");

/// The rules that are shipped for CloudTrail.
pub const SHIPPED: &str = include_str!("../../../rules/aws_cloudtrail.yaml");

/// The events, unpacked.
///
/// # Panics
///
/// If the sample is damaged.
#[expect(
    clippy::expect_used,
    reason = "without events there is nothing to measure"
)]
pub fn sample() -> Vec<u8> {
    let mut sample = Vec::new();
    GzDecoder::new(SAMPLE)
        .read_to_end(&mut sample)
        .expect("the sample is gzip");
    sample
}

/// An engine that judges all rules of a text.
///
/// # Panics
///
/// If the rules or a setting make no sense.
#[expect(
    clippy::expect_used,
    reason = "without an engine there is nothing to measure"
)]
pub fn engine(rules: &str, settings: &[&str]) -> Engine {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    loader.load("rules.yaml", rules);
    let ruleset = loader.into_ruleset().expect("the rules load");
    let mut chosen = Settings::default();
    for setting in ["rule_matching=all"].iter().chain(settings) {
        chosen
            .apply(setting)
            .expect("the setting is one of Falco's");
    }
    Engine::new(
        &ruleset,
        &catalogue,
        &chosen,
        &Environment::default(),
        Limits::default(),
    )
    .expect("the rules compile")
}

/// Judges a whole input; answers how many alerts there are.
pub fn judge(engine: &mut Engine, input: &[u8], out: &mut BatchResult) -> u64 {
    engine.eval(input, true, true, out);
    out.alerts
}

/// A rule under a condition, which shows three fields.
pub fn rule(name: &str, condition: &str) -> String {
    format!(
        "- rule: {name}\n  desc: d\n  condition: {condition}\n  output: seen (user=%ct.user ip=%ct.srcip region=%ct.region)\n  priority: WARNING\n  source: aws_cloudtrail\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_of_the_sample_is_judged() {
        let input = sample();
        let mut out = BatchResult::default();
        let alerts = judge(
            &mut engine(&rule("r", "ct.name exists"), &[]),
            &input,
            &mut out,
        );
        assert_eq!((alerts, out.events), (500, 500));
        assert!(judge(&mut engine(SHIPPED, &[]), &input, &mut out) < 20);
    }
}
