//! Exceptions that are proposed over events, and what comes of them.
#![cfg(test)]

use std::collections::BTreeMap;
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

/// How many alerts the rule `noisy` raises.
fn alerts(files: &[&str], events: &str) -> u64 {
    raised(files, events).remove("noisy").unwrap_or_default()
}

/// How many alerts each rule raises.
fn raised(files: &[&str], events: &str) -> BTreeMap<String, u64> {
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
    let mut raised = BTreeMap::new();
    for at in &batch.rules {
        let name = names[usize::try_from(*at).unwrap()];
        *raised.entry(name.to_owned()).or_default() += 1;
    }
    raised
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

/// Values that are hostile to YAML, to conditions, or to readers.
#[test]
fn values_are_excepted_as_they_are() {
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
        "a b\\",
        "'quoted'",
        "not",
        "ab\u{202e}dc\u{200b}\u{feff}\u{e0041}",
        "Mozilla/5.0 (X11; \"it's\") a=b",
    ] {
        let events = event(name, "10.0.0.1", "r").repeat(5) + &event("other", "10.0.0.1", "r");
        let report = of_noisy(RULES, &events);
        let first = &report["proposals"][0];
        assert_eq!(
            (&first["values"][0], &first["remains"]),
            (&json!(format!("arn:{name}")), &json!(1)),
            "{report}"
        );
        let yaml = report["yaml"].as_str().unwrap();
        assert_eq!(alerts(&[RULES, yaml], &events), 1, "{yaml}");
        let hidden = ['\u{85}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{e0041}'];
        assert!(!yaml.contains(hidden), "{yaml}");
    }
}

/// Whoever chooses a value must not choose what else is excepted.
#[test]
fn a_value_is_never_more_of_a_condition_than_a_value() {
    let name = "x\" or ct.user.arn contains \"arn";
    let events = event(name, "10.0.0.1", "r").repeat(5);
    let known = "{name: known, fields: ct.user.arn, comps: in, values: [a, b]}";
    let rules = RULES.replacen(
        "  output: o\n",
        &format!("  output: o\n  exceptions: [{known}]\n"),
        1,
    );
    for rules in [RULES, &rules] {
        let report = of_noisy(rules, &events);
        let yaml = report["yaml"].as_str().unwrap();
        assert_eq!(alerts(&[rules, yaml], &events), 0, "{yaml}");
        let other = event("eve", "10.0.0.1", "r");
        assert_eq!(alerts(&[rules, yaml], &other), 1, "{yaml}");
    }
}

#[test]
fn what_is_beyond_the_bounds_is_counted() {
    let limits = |alerts, bytes| SuggestLimits {
        alerts,
        bytes,
        ..SuggestLimits::default()
    };
    // Two rules match each event, which is noted beside it.
    let kept = event("robot", "10.0.0.1", "eu-west-1").len() + 2 * size_of::<usize>();
    for limits in [limits(5, 1 << 20), limits(1000, 5 * kept)] {
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
fn an_alert_that_rests_on_the_events_before_it_is_judged_where_it_stood() {
    let condition =
        "(ct.region = eu-west-1 and evt.num >= 4) or (ct.region = us-east-1 and evt.reltime.s < 1)";
    let rules = RULES.replacen("ct.name = GetSecretValue", condition, 1);
    let report = of_noisy(&rules, &events());
    assert_eq!(
        (&report["alerts"], &report["examined"]),
        (&json!(11), &json!(11))
    );
    let proposals = report["proposals"].as_array().unwrap();
    assert_eq!(
        (&proposals[0]["removes"], &proposals[0]["remains"]),
        (&json!(7), &json!(4))
    );
    let left = alerts(&[&rules, report["yaml"].as_str().unwrap()], &events());
    assert_eq!(left, proposals.last().unwrap()["remains"]);
}

#[test]
fn rules_without_alerts_are_not_spoken_of() {
    assert!(suggested(RULES, "", Options::default(), RuleMatching::First).is_empty());
}

/// Rules of which each leaves events to those behind it, and such events.
fn falling() -> (String, String) {
    let rule = |name: &str, condition: &str| {
        format!(
            "- {{rule: {name}, desc: d, condition: {condition}, output: o, priority: INFO, source: aws_cloudtrail}}\n"
        )
    };
    let rules = [
        rule("first", "ct.name = GetSecretValue and evt.num > 20"),
        rule("second", "'ct.user in (robot, alice)'"),
        rule("third", "ct.region = eu-west-1"),
        rule("rest", "ct.name exists"),
    ]
    .concat();
    let users = ["robot", "alice", "mallory", "robot", "eve", "robot"];
    let events: String = (0..60)
        .map(|at: usize| {
            let region = ["eu-west-1", "us-east-1"][at * at % 5 % 2];
            event(users[at % 6], &format!("10.0.0.{}", at % 4), region)
        })
        .collect();
    (rules, events)
}

/// Each count is what a run with the exceptions for all rules prints.
#[test]
fn what_is_said_of_several_rules_is_what_a_run_with_all_exceptions_prints() {
    let (rules, events) = falling();
    let before = raised(&[&rules], &events);
    for names in [
        vec![],
        vec!["third", "first"],
        vec!["first"],
        vec!["second"],
    ] {
        let options = Options {
            rules: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Options::default()
        };
        let reports = suggested(&rules, &events, options, RuleMatching::First);
        let of = |one: &Value, key: &str| one[key].as_u64().unwrap();
        let yaml: String = reports
            .iter()
            .map(|report| report["yaml"].as_str().unwrap())
            .collect();
        assert!(!yaml.is_empty());
        let after = raised(&[&rules, &yaml], &events);
        for report in &reports {
            let proposals = report["proposals"].as_array().unwrap();
            let all = of(report, "alerts") + of(report, "gains");
            let left = proposals.last().map_or(all, |last| of(last, "remains"));
            let rule = report["rule"].as_str().unwrap();
            assert_eq!(
                after.get(rule).copied().unwrap_or_default(),
                left,
                "{rule} of {names:?}"
            );
            let moves = proposals
                .iter()
                .flat_map(|one| one["moves"].as_object().unwrap());
            let mut expected = before.clone();
            for (other, count) in moves.filter(|_| names.len() == 1) {
                *expected.entry(other.clone()).or_default() += count.as_u64().unwrap();
            }
            expected.insert(rule.to_owned(), left);
            expected.retain(|_, count| *count > 0);
            assert!(
                names.len() != 1 || after == expected,
                "{after:?} {expected:?}"
            );
        }
    }
}

/// Falco puts the items of a list in the place of its name, also in the midst of a value.
#[test]
fn values_that_cannot_be_excepted_do_not_stand_in_the_way_of_others() {
    let rules = format!("- list: known\n  items: [a]\n{RULES}");
    let hostile = |count: u8| -> String {
        let text = |at| format!("a known {at}");
        let each = (0..count).map(|at| event(&text(at), &text(at), "r").repeat(4));
        each.collect()
    };
    let good = event("robot", "10.0.0.1", "r").repeat(3);
    let report = of_noisy(&rules, &(hostile(5) + &good));
    assert_eq!(
        (&report["proposals"][0]["values"], &report["end"]),
        (&json!(["arn:robot", "10.0.0.1"]), &json!("nothing_works")),
        "{report}"
    );
    let report = of_noisy(&rules, &(hostile(20) + &good));
    assert_eq!(
        (&report["proposals"], &report["end"]),
        (&json!([]), &json!("too_many_failures")),
        "{report}"
    );
    let few = of_noisy(RULES, &event("robot", "10.0.0.1", "r"));
    assert_eq!(few["end"], "nothing_shared");
}
