//! What is expected is held against the alerts that came.

use crate::alerts::Alert;
use crate::codes;
use crate::failure::Failure;
use crate::json::Json;
use crate::suite::{Expected, ExpectedAlert, ExpectedField, Silence};
use crate::trial::Fired;

/// Everything that is expected and does not hold.
pub(crate) fn check(expected: &Expected, alerts: &[Alert]) -> Vec<Failure> {
    let mut failures = Vec::new();
    for alert in &expected.fires {
        fires(alert, alerts, &mut failures);
    }
    silent(&expected.silent, alerts, &mut failures);
    only(expected, alerts, &mut failures);
    failures
}

/// Whether everything would hold if these rules had fired in place of those that did.
pub(crate) fn would_hold(expected: &Expected, alerts: &[Alert], fired: &[Fired<'_>]) -> bool {
    let has_fired = |rule: &str| fired.iter().any(|one| one.rule == rule);
    let is_met = |alert: &ExpectedAlert| {
        let own = fired.iter().filter(|one| one.rule == alert.rule.text);
        own.map(|one| alerts.get(one.alert?))
            .any(|came| came.is_none_or(|came| differences(alert, came).is_empty()))
    };
    let is_silent = match &expected.silent {
        Silence::Unsaid => true,
        Silence::All(_) => fired.is_empty(),
        Silence::Of(names) => !names.iter().any(|name| has_fired(&name.text)),
    };
    let is_only = expected.only.as_ref().is_none_or(|only| {
        let names = |rule: &str| only.rules.iter().any(|name| name.text == rule);
        only.rules.iter().all(|name| has_fired(&name.text))
            && fired.iter().all(|one| names(one.rule))
    });
    is_silent && is_only && expected.fires.iter().all(is_met)
}

/// One alert of the rule must be as expected; the first is told of if none is.
fn fires(expected: &ExpectedAlert, alerts: &[Alert], failures: &mut Vec<Failure>) {
    let of_rule = alerts
        .iter()
        .filter(|alert| alert.rule == expected.rule.text);
    let found: Vec<Vec<Failure>> = of_rule.map(|alert| differences(expected, alert)).collect();
    if found.is_empty() {
        failures.push(Failure::silent(&expected.rule, &rules_of(alerts)));
    }
    if found.iter().all(|differences| !differences.is_empty()) {
        failures.extend(found.into_iter().next().unwrap_or_default());
    }
}

fn differences(expected: &ExpectedAlert, alert: &Alert) -> Vec<Failure> {
    let rule = &alert.rule;
    let mut found = Vec::new();
    if let Some(priority) = &expected.priority
        && !is_same_priority(&priority.text, &alert.priority)
    {
        let actual = Some(Json::Text(alert.priority.clone()));
        found.push(Failure::differs(
            codes::PRIORITY,
            "the priority",
            rule,
            priority.span,
            actual,
        ));
    }
    if let Some(output) = &expected.output
        && output.text != alert.message
    {
        let actual = Some(Json::Text(alert.message.clone()));
        found.push(Failure::differs(
            codes::OUTPUT,
            "the output",
            rule,
            output.span,
            actual,
        ));
    }
    let fields = expected.fields.iter();
    found.extend(fields.filter_map(|field| field_difference(field, alert)));
    found
}

/// In any case, and as rules files have it: `INFO` is short for `INFORMATIONAL`.
fn is_same_priority(expected: &str, actual: &str) -> bool {
    let is_info = expected.eq_ignore_ascii_case("info") && actual == "Informational";
    is_info || expected.eq_ignore_ascii_case(actual)
}

fn field_difference(expected: &ExpectedField, alert: &Alert) -> Option<Failure> {
    let actual = alert.output_fields.get(&expected.name);
    if actual.is_some_and(|actual| is_same(&expected.value, actual)) {
        return None;
    }
    let what = format!("`{}`", expected.name);
    Some(Failure::differs(
        codes::FIELD,
        &what,
        &alert.rule,
        expected.span,
        actual.cloned(),
    ))
}

/// A number may be written as a text and the other way round: YAML makes it hard to tell. Nothing is only nothing.
fn is_same(expected: &Json, actual: &Json) -> bool {
    match (expected, actual) {
        (Json::Null, _) | (_, Json::Null) => expected == actual,
        _ => expected.shown() == actual.shown(),
    }
}

fn silent(silence: &Silence, alerts: &[Alert], failures: &mut Vec<Failure>) {
    match silence {
        Silence::Unsaid => {}
        Silence::All(span) => {
            failures.extend(
                first_of_each(alerts)
                    .map(|alert| Failure::fired(&alert.rule, &alert.message, *span)),
            );
        }
        Silence::Of(names) => {
            for name in names {
                let fired = alerts.iter().find(|alert| alert.rule == name.text);
                failures.extend(
                    fired.map(|alert| Failure::fired(&alert.rule, &alert.message, name.span)),
                );
            }
        }
    }
}

fn only(expected: &Expected, alerts: &[Alert], failures: &mut Vec<Failure>) {
    let Some(only) = &expected.only else { return };
    let fired = rules_of(alerts);
    for name in &only.rules {
        if !fired.contains(&&*name.text) {
            failures.push(Failure::silent(name, &fired));
        }
    }
    for alert in first_of_each(alerts) {
        if !only.rules.iter().any(|name| name.text == alert.rule) {
            failures.push(Failure::fired(&alert.rule, &alert.message, only.span));
        }
    }
}

/// The names of the rules that fire, each once.
fn rules_of(alerts: &[Alert]) -> Vec<&str> {
    first_of_each(alerts).map(|alert| &*alert.rule).collect()
}

fn first_of_each(alerts: &[Alert]) -> impl Iterator<Item = &Alert> {
    let is_first = |(at, alert): &(usize, &Alert)| {
        !alerts
            .iter()
            .take(*at)
            .any(|before| before.rule == alert.rule)
    };
    alerts
        .iter()
        .enumerate()
        .filter(is_first)
        .map(|(_, alert)| alert)
}
