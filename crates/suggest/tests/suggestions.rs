//! Exceptions that are proposed over events, and what comes of them.
#![cfg(test)]

use std::rc::Rc;

use falconet_engine::settings::RuleMatching;
use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use falconet_suggest::{Options, Subject, SuggestLimits, Suggester};
use serde_json::{Value, json};

const RULES: &str = "
- rule: noisy
  desc: d
  condition: ct.name = GetSecretValue
  output: o
  priority: INFO
  source: aws_cloudtrail
- rule: after
  desc: d
  condition: ct.name = GetSecretValue and ct.region = eu-west-1
  output: o
  priority: INFO
  source: aws_cloudtrail
";

/// An event by someone, from somewhere.
fn event(user: &str, address: &str, region: &str) -> String {
    let event = json!({
        "eventTime": "2026-01-02T03:04:05Z", "eventType": "x", "eventName": "GetSecretValue", "awsRegion": region,
        "sourceIPAddress": address, "userIdentity": {"type": "IAMUser", "userName": user, "arn": format!("arn:{user}")},
    });
    format!("{event}\n")
}

/// Ten of a robot, from one place; three of Alice, from three; one of someone else.
fn events() -> String {
    let robot = event("robot", "10.0.0.1", "eu-west-1").repeat(10);
    let alice: String = ["1", "2", "3"]
        .map(|last| event("alice", &format!("10.0.1.{last}"), "us-east-1"))
        .concat();
    robot + &alice + &event("mallory", "10.9.9.9", "us-east-1")
}

/// What is suggested, rule by rule.
fn suggested(rules: &str, events: &str, options: Options, matching: RuleMatching) -> Vec<Value> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let report = loader.load("rules.yaml", rules);
    assert!(report.successful(), "{}", report.summary());
    let (ruleset, sources) = loader.into_parts();
    let ruleset = Rc::new(ruleset.unwrap());
    let settings = Settings {
        rule_matching: matching,
        ..Settings::default()
    };
    let subject = Subject {
        ruleset: Rc::clone(&ruleset),
        sources,
        catalogue: catalogue.clone(),
        settings: settings.clone(),
        environment: Environment::default(),
        limits: Limits::default(),
    };
    let suggester = Box::new(Suggester::new(subject, options).unwrap());
    let environment = Environment::default();
    let mut engine = Engine::observed(
        &ruleset,
        &catalogue,
        &settings,
        &environment,
        Limits::default(),
        suggester,
    )
    .unwrap();
    engine.eval(events.as_bytes(), true, true, &mut BatchResult::default());
    let lines = engine.statistics().unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn of_noisy(rules: &str, events: &str) -> Value {
    let options = Options {
        rules: vec!["noisy".to_owned()],
        ..Options::default()
    };
    suggested(rules, events, options, RuleMatching::First).remove(0)
}

/// How many alerts a rule raises.
fn alerts(files: &[&str], events: &str) -> u64 {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    for file in files {
        let report = loader.load("rules.yaml", file);
        assert!(report.successful(), "{}\n{file}", report.summary());
    }
    let ruleset = loader.into_parts().0.unwrap();
    let mut engine = Engine::new(
        &ruleset,
        &catalogue,
        &Settings::default(),
        &Environment::default(),
        Limits::default(),
    )
    .unwrap();
    let mut batch = BatchResult::default();
    engine.eval(events.as_bytes(), true, true, &mut batch);
    let names: Vec<_> = engine.rule_names().collect();
    let is_noisy = |at: &&u32| names[usize::try_from(**at).unwrap()] == "noisy";
    batch.rules.iter().filter(is_noisy).count() as u64
}

#[test]
fn what_most_alerts_share_becomes_an_exception_that_does_what_is_said() {
    let report = of_noisy(RULES, &events());
    assert_eq!(
        (&report["events"], &report["alerts"], &report["examined"]),
        (&json!(14), &json!(14), &json!(14))
    );
    let first = &report["proposals"][0];
    assert_eq!(
        first["fields"],
        json!(["ct.user.arn", "ct.srcip"]),
        "narrow, since it is as good: {report}"
    );
    assert_eq!(
        (&first["values"], &first["removes"], &first["remains"]),
        (&json!(["arn:robot", "10.0.0.1"]), &json!(10), &json!(4))
    );
    let second = &report["proposals"][1];
    assert_eq!(
        (&second["fields"], &second["remains"]),
        (&json!(["ct.user.arn", "ct.region"]), &json!(1))
    );
    assert_eq!(
        report["proposals"].as_array().unwrap().len(),
        2,
        "one alert is no noise"
    );
    assert_eq!(
        alerts(&[RULES, report["yaml"].as_str().unwrap()], &events()),
        1
    );
    assert_eq!(report["groups"][0]["field"], "ct.user.arn");
    assert_eq!(
        report["groups"][0]["values"][0],
        json!({"value": "arn:robot", "alerts": 10})
    );
}

#[test]
fn it_is_told_which_rule_fires_instead_where_the_first_alone_does() {
    let report = of_noisy(RULES, &events());
    assert_eq!(report["proposals"][0]["moves"], json!({"after": 10}));
    let options = Options::default();
    let all = suggested(RULES, &events(), options, RuleMatching::All);
    assert_eq!(
        (all.len(), &all[0]["proposals"][0]["moves"]),
        (2, &json!({}))
    );
    assert_eq!(all[0]["rule"], "noisy", "the noisiest comes first");
}

#[test]
fn an_exception_that_says_nothing_of_who_gets_none() {
    let exception = "  exceptions: [{name: known, fields: [ct.name], values: [[a]]}]\n";
    let rules = RULES.replacen("  output: o\n", &format!("  output: o\n{exception}"), 1);
    let report = of_noisy(&rules, &events());
    let proposals = report["proposals"].as_array().unwrap();
    assert!(!proposals.is_empty());
    assert!(
        proposals.iter().all(|one| one["exists"] == false),
        "{report}"
    );
}

#[test]
fn an_exception_that_is_there_gets_values() {
    for (exception, fields) in [
        (
            "{name: known, fields: [ct.user.arn, ct.srcip], comps: [=, =], values: [[a, b]]}",
            json!(["ct.user.arn", "ct.srcip"]),
        ),
        (
            "{name: known, fields: [ct.user.arn], comps: [in], values: [[[a, b]]]}",
            json!(["ct.user.arn"]),
        ),
        (
            "{name: known, fields: ct.user, comps: in, values: [a, b]}",
            json!(["ct.user"]),
        ),
        (
            "{name: known, fields: [ct.user, ct.name], values: [[a, b]]}",
            json!(["ct.user", "ct.name"]),
        ),
    ] {
        let rules = RULES.replacen(
            "  output: o\n",
            &format!("  output: o\n  exceptions: [{exception}]\n"),
            1,
        );
        let report = of_noisy(&rules, &events());
        let known = report["proposals"]
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["exists"] == true);
        let known = known.unwrap_or_else(|| panic!("{exception}: {report}"));
        assert_eq!(
            (&known["exception"], &known["fields"]),
            (&json!("known"), &fields),
            "{report}"
        );
        let left = report["proposals"].as_array().unwrap().last().unwrap()["remains"]
            .as_u64()
            .unwrap();
        assert_eq!(
            alerts(&[&rules, report["yaml"].as_str().unwrap()], &events()),
            left,
            "{report}"
        );
    }
}

/// Values that are hostile to YAML, or to conditions.
#[test]
fn values_are_excepted_as_they_are_or_not_at_all() {
    for name in [
        "a\"b",
        "it's",
        "x, y",
        "(z)",
        "#no",
        "new\nline",
        "é\u{85}",
        "{a: b}",
        "%ct.name",
        "<NA>",
        "a\\b",
    ] {
        let events = event(name, "10.0.0.1", "r").repeat(5) + &event("other", "10.0.0.2", "r");
        let report = of_noisy(RULES, &events);
        for proposal in report["proposals"].as_array().unwrap() {
            assert_eq!(proposal["remains"], 1, "{report}");
        }
        let yaml = report["yaml"].as_str().unwrap();
        if !yaml.is_empty() {
            assert_eq!(alerts(&[RULES, yaml], &events), 1, "{yaml}");
        }
    }
}

#[test]
fn what_is_beyond_the_bounds_is_counted() {
    let limits = |alerts, bytes| SuggestLimits {
        alerts,
        bytes,
        ..SuggestLimits::default()
    };
    for limits in [
        limits(5, 1 << 20),
        limits(1000, 5 * event("robot", "10.0.0.1", "eu-west-1").len()),
    ] {
        let options = Options {
            limits,
            ..Options::default()
        };
        let report = suggested(RULES, &events(), options, RuleMatching::First).remove(0);
        assert_eq!(
            (&report["alerts"], &report["examined"]),
            (&json!(14), &json!(5)),
            "{report}"
        );
        assert_eq!(report["proposals"][0]["removes"], 5);
    }
}

#[test]
fn an_alert_that_rests_on_the_events_before_it_is_not_looked_at() {
    let rules = RULES.replacen("ct.name = GetSecretValue", "evt.num > 4", 1);
    let report = of_noisy(&rules, &events());
    assert_eq!(
        (&report["alerts"], &report["examined"], &report["yaml"]),
        (&json!(10), &json!(0), &json!(""))
    );
}

#[test]
fn rules_without_alerts_are_not_spoken_of() {
    assert!(suggested(RULES, "", Options::default(), RuleMatching::First).is_empty());
}
