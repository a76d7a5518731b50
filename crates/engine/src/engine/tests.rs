//! Batches, and what is told of them.

use falconet_ruleset::{LoadOptions, Loader};

use super::*;

const RULES: &str = r#"
- {rule: a, desc: d, condition: ct.id exists, output: "%evt.num %ct.id", priority: INFO, source: aws_cloudtrail}
- {rule: b, desc: d, condition: ct.id = 2, output: "%evt.reltime", priority: INFO, source: aws_cloudtrail}
- {rule: g, desc: d, condition: github.type exists, output: "%evt.rawtime", priority: INFO, source: github}
"#;

fn engine(options: &[&str], limits: Limits) -> Result<Engine, EngineError> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    loader.load("rules.yaml", RULES);
    let mut settings = Settings::default();
    for option in options {
        settings.apply(option).unwrap();
    }
    let ruleset = loader.into_ruleset().unwrap();
    Engine::new(
        &ruleset,
        &catalogue,
        &settings,
        &Environment::default(),
        limits,
    )
}

fn text_engine(options: &[&str]) -> Engine {
    let options: Vec<_> = ["json_output=false"]
        .iter()
        .chain(options)
        .copied()
        .collect();
    engine(&options, Limits::default()).unwrap()
}

fn record(id: u32) -> String {
    format!(r#"{{"eventTime":"1970-01-01T00:00:0{id}Z","eventType":"","eventID":"{id}"}}"#)
}

fn lines(engine: &mut Engine, input: &str) -> String {
    let mut batch = BatchResult::default();
    engine.eval(input.as_bytes(), true, true, &mut batch);
    String::from_utf8(batch.lines).unwrap()
}

#[test]
fn events_are_counted_over_all_inputs() {
    let mut engine = text_engine(&[]);
    assert_eq!(
        lines(&mut engine, &record(1)),
        "00:00:01.000000000: Informational 1 1\n"
    );
    assert_eq!(lines(&mut engine, "{}"), "");
    assert_eq!(
        lines(&mut engine, &record(3)),
        "00:00:03.000000000: Informational 2 3\n"
    );
}

#[test]
fn events_that_are_forgotten_do_not_count() {
    let mut engine = text_engine(&[]);
    let first = lines(&mut engine, &record(1));
    assert_ne!(lines(&mut engine, &record(1)), first);
    engine.forget_events();
    assert_eq!(lines(&mut engine, &record(1)), first);
}

#[test]
fn all_matches_come_in_the_order_of_the_rules() {
    let mut engine = text_engine(&["rule_matching=all"]);
    let alerts = lines(&mut engine, &(record(1) + &record(2)));
    let messages: Vec<_> = alerts.lines().map(|line| &line[20..]).collect();
    assert_eq!(
        messages,
        [
            "Informational 1 1",
            "Informational 2 2",
            "Informational 1000000000"
        ]
    );
}

#[test]
fn a_record_may_straddle_batches() {
    let mut engine = text_engine(&[]);
    let mut batch = BatchResult::default();
    let record = record(1);
    let (first, rest) = record.split_at(30);
    engine.eval(first.as_bytes(), true, false, &mut batch);
    assert_eq!((batch.events, batch.alerts), (0, 0));
    engine.eval(rest.as_bytes(), false, true, &mut batch);
    assert_eq!((batch.events, batch.alerts), (1, 1));
}

#[test]
fn an_input_is_at_rest_between_its_documents_only() {
    let mut engine = engine(&["source=github"], Limits::default()).unwrap();
    let mut batch = BatchResult::default();
    let rests = [
        "{}\n",
        "nonsense\n",
        "{\n",
        "}\n",
        "[",
        "{},",
        "]",
        "x",
        "\n",
        "{\"Records\":[{}",
        "]}",
    ]
    .map(|text| {
        engine.eval(text.as_bytes(), false, false, &mut batch);
        batch.at_rest
    });
    let expected = [
        true, true, false, true, false, false, true, false, true, false, true,
    ];
    assert_eq!(rests, expected);
    engine.eval(b"{", false, true, &mut batch);
    assert!(batch.at_rest);
}

#[test]
fn fields_that_count_events_need_their_order() {
    assert!(text_engine(&[]).needs_order());
    assert!(!text_engine(&["source=github"]).needs_order());
}

#[test]
fn statistics_are_told_of_matches_that_others_counted() {
    let mut engine = text_engine(&["rule_matching=all"]);
    let mut batch = BatchResult::default();
    engine.eval((record(1) + &record(2)).as_bytes(), true, true, &mut batch);
    assert_eq!(batch.rules, [0, 0, 1]);
    engine.set_matches(&[4, 1, 7]);
    let text = engine.statistics().unwrap();
    assert!(text.ends_with("   a: 4\n   b: 1\n"), "{text}");
    engine.set_matches(&[]);
    assert!(
        engine
            .statistics()
            .unwrap()
            .starts_with("Events detected: 0\n")
    );
}

#[test]
fn problems_are_all_counted_but_only_the_first_of_an_input_are_described() {
    let limits = Limits {
        max_problems: 2,
        ..Limits::default()
    };
    let mut engine = engine(&[], limits).unwrap();
    let input = format!("{{\"a\":}}\n{{}}\n{}\nxyz\n{{\"b\" 1}}\n", record(1));
    let mut batch = BatchResult::default();
    for _ in 0..2 {
        engine.eval(input.as_bytes(), true, true, &mut batch);
        assert_eq!((batch.events, batch.malformed, batch.skipped), (1, 3, 0));
        let places: Vec<_> = batch
            .problems
            .iter()
            .map(|at| (at.record, at.offset))
            .collect();
        assert_eq!(places[0], (1, 5));
        assert_eq!(
            (places.len(), batch.problems[0].reason.as_str()),
            (2, "expected a value")
        );
    }
}

#[test]
fn records_that_are_no_events_are_skipped() {
    let mut batch = BatchResult::default();
    let mut engine = text_engine(&[]);
    engine.eval(
        br#"{"eventTime":"1970","eventType":""}"#,
        true,
        true,
        &mut batch,
    );
    assert_eq!((batch.events, batch.malformed, batch.skipped), (0, 0, 1));
}

#[test]
fn events_without_a_time_happen_at_the_time_of_the_clock() {
    let mut engine = text_engine(&["source=github"]);
    engine.set_clock(5);
    assert_eq!(
        lines(&mut engine, "{}"),
        "00:00:00.000000005: Informational 5\n"
    );
    assert_eq!(engine.rules(), 1);
}

#[test]
fn a_pattern_over_the_limit_names_its_rule() {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let rule = "- {rule: a, desc: d, condition: ct.id regex a.c, output: o, priority: INFO, source: aws_cloudtrail}";
    loader.load("rules.yaml", rule);
    let limits = Limits {
        max_regex_bytes: 10,
        ..Limits::default()
    };
    let ruleset = loader.into_ruleset().unwrap();
    let engine = Engine::new(
        &ruleset,
        &catalogue,
        &Settings::default(),
        &Environment::default(),
        limits,
    );
    let message = engine.unwrap_err().to_string();
    assert!(
        message.starts_with("rule `a`: regex pattern `a.c` cannot be compiled"),
        "{message}"
    );
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let refused = |option: &str| {
        engine(&[option], Limits::default())
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        refused("source=nowhere"),
        "event source `nowhere` does not exist"
    );
    assert_eq!(
        refused("rules[].enable.rule="),
        "entry 0 of `rules` names neither a rule nor a tag"
    );
}
