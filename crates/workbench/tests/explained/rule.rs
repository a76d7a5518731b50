//! One rule and one event.

use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use falconet_workbench::{Explainer, Options};
use serde_json::Value as Json;

/// The explanation of a rule with this condition.
pub(crate) fn explained(condition: &str, event: &str) -> Json {
    serde_json::from_slice(&judged(condition, event, true).lines).unwrap()
}

/// The ways that would make it fire, in words.
pub(crate) fn ways(condition: &str, event: &str) -> Vec<String> {
    let one = explained(condition, event);
    assert!(one["near_exact"] == true, "{one}");
    let ways = one["near"].as_array().unwrap().iter();
    ways.map(|way| way["text"].as_str().unwrap().to_owned())
        .collect()
}

/// Whether a scan raises an alert.
pub(crate) fn fires(condition: &str, event: &str) -> bool {
    judged(condition, event, false).alerts > 0
}

fn judged(condition: &str, event: &str, explain: bool) -> BatchResult {
    let catalogue = Catalogue::builtin();
    let rules = format!(
        "- rule: r\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
    );
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let report = loader.load("r.yaml", &rules).summary();
    let (ruleset, sources) = loader.into_parts();
    let ruleset = Rc::new(ruleset.unwrap_or_else(|| panic!("{condition}: {report}")));
    let (settings, environment) = (Settings::default(), Environment::default());
    let limits = Limits::default();
    let mut engine = if explain {
        let of = Rc::clone(&ruleset);
        let explainer = Explainer::new(of, sources, catalogue.clone(), &Options::default());
        let observer = Box::new(explainer.unwrap());
        Engine::observed(
            &ruleset,
            &catalogue,
            &settings,
            &environment,
            limits,
            observer,
        )
    } else {
        Engine::new(&ruleset, &catalogue, &settings, &environment, limits)
    }
    .unwrap();
    let mut batch = BatchResult::default();
    engine.eval(event.as_bytes(), true, true, &mut batch);
    batch
}
