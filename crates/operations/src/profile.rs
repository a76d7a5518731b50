//! What each rule costs, as a message.

use falconet_engine::{Engine, FoundBy, RuleProfile};
use serde_json::{Value, json};

/// Values that are named; the others are counted.
const NAMED: usize = 3;

/// The profile of an engine, if there is one.
pub fn of(engine: &Engine) -> Option<Value> {
    let profile = engine.profile()?;
    let costs: Vec<_> = profile.rules.iter().map(rule).collect();
    Some(json!({
        "glanced": profile.glanced,
        "activity": engine.activity()?.addr(),
        "costs": costs,
    }))
}

fn rule(rule: &RuleProfile) -> Value {
    json!({
        "name": rule.name,
        "found_by": rule.found_by.as_ref().map(found_by),
        "considered": rule.considered,
        "judged": rule.judged,
        "matched": rule.matched,
        "tests": rule.tests,
    })
}

fn found_by(found: &FoundBy) -> Value {
    let values = found.values.iter().take(NAMED);
    let values = values.map(|value| json!({"text": value.text, "share": value.share.name()}));
    json!({
        "expression": found.expression,
        "values": values.collect::<Vec<_>>(),
        "count": found.values.len(),
    })
}
