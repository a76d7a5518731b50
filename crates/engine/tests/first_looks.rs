//! A first look at an event says whether any rule can match it; the alerts are those of an engine that always looks at
//! all of it.

#[cfg(test)]
mod tests {
    use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    const RULES: &str = r#"
- {rule: named, desc: d, condition: ct.name = Wanted and ct.user = alice, output: "%evt.num %evt.reltime %ct.user %ct.region", priority: INFO, source: aws_cloudtrail}
- {rule: begun, desc: d, condition: ct.name startswith Want and ct.srcip exists, output: "%ct.srcip %json.value[/a/b]", priority: INFO, source: aws_cloudtrail}
- {rule: placed, desc: d, condition: ct.src = s.amazonaws.com, output: "%ct.name", priority: INFO, source: aws_cloudtrail}
"#;

    fn engine(rules: &str) -> Engine {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        assert!(loader.load("rules.yaml", rules).successful());
        let mut settings = Settings::default();
        settings.apply("rule_matching=all").unwrap();
        Engine::new(
            &loader.into_ruleset().unwrap(),
            &catalogue,
            &settings,
            &Environment::default(),
            Limits::default(),
        )
        .unwrap()
    }

    /// An event that differs from its neighbours in everything that rules ask for.
    fn event(number: usize, name: &str) -> String {
        let user = ["alice", "bob"][number % 2];
        let source = ["s", "t", "u"][number % 3];
        let time =
            ["\"eventTime\":\"2026-01-01T00:00:00Z\",", ""][usize::from(number.is_multiple_of(11))];
        format!(
            "{{{time}\"eventType\":\"x\",\"userIdentity\":{{\"userName\":\"{user}\"}},\"a\":{{\"b\":{number}}},\
             \"eventName\":\"{name}\",\"eventSource\":\"{source}.amazonaws.com\",\"sourceIPAddress\":\"1.2.3.4\"}}\n"
        )
    }

    /// Names of which few are wanted, then most, then few again: first looks pay, do not, and pay.
    fn input() -> String {
        let name = |number: usize| match (number / 3000, number % 50) {
            (1, 0) | (0 | 2, 1..) => "Other",
            (_, 2) => "Wanting",
            (_, 3) => "W\\u0061nted",
            _ => "Wanted",
        };
        (0..40_000)
            .map(|number| event(number, name(number)))
            .collect()
    }

    /// Alerts and counts, with the input cut into batches of that many bytes.
    fn judged(mut engine: Engine, input: &str, batch: usize) -> (String, u64, u64, u64) {
        let mut out = BatchResult::default();
        let (mut lines, mut counts) = (Vec::new(), (0, 0, 0));
        let batches = input.as_bytes().chunks(batch);
        let last = batches.len() - 1;
        for (number, batch) in batches.enumerate() {
            engine.eval(batch, number == 0, number == last, &mut out);
            lines.extend_from_slice(&out.lines);
            counts.0 += out.events;
            counts.1 += out.skipped;
            counts.2 += out.malformed;
        }
        let lines = String::from_utf8(lines).unwrap();
        (lines, counts.0, counts.1, counts.2)
    }

    #[test]
    fn alerts_are_those_of_an_engine_that_looks_at_everything() {
        let input = input();
        let whole = judged(engine(RULES).without_index(), &input, 1 << 20);
        assert!(whole.0.lines().count() > 10_000 && whole.2 > 0);
        for batch in [1 << 20, 1 << 16, 4099] {
            assert_eq!(judged(engine(RULES), &input, batch), whole, "{batch}");
        }
    }

    #[test]
    fn malformed_records_are_told_as_ever() {
        let broken: String = (0..100)
            .map(|number| {
                event(number, "Other").replacen(':', ";", usize::from(number.is_multiple_of(7)))
            })
            .collect();
        let whole = judged(engine(RULES).without_index(), &broken, 1 << 20);
        assert_eq!(whole.3, 15);
        assert_eq!(judged(engine(RULES), &broken, 1 << 20), whole);
    }
}
