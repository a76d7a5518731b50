//! Events in every wrapping, whole and cut, through the splitter and record by record: `tests/wrappings`.

#[cfg(test)]
mod tests {
    use std::path::Path;

    use falconet_engine::{BatchResult, Engine, Environment, Limits, Pieces, Problem, Settings};
    use falconet_event::catalogue::Catalogue;
    use falconet_event::records::Wrapping;
    use falconet_ruleset::{LoadOptions, Loader};
    use serde_json::{Value as Json, json};

    const CORPUS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/wrappings");

    /// What came of an input.
    #[derive(Debug, Default, PartialEq)]
    struct Came {
        lines: Vec<String>,
        counts: [u64; 3],
        problems: Vec<Json>,
    }

    #[test]
    fn wrapped_events_have_the_alerts_of_bare_ones() {
        let entries = std::fs::read_dir(CORPUS).unwrap();
        let outcomes: Vec<_> = entries
            .map(|entry| outcome(&entry.unwrap().path()))
            .collect();
        let failures: Vec<_> = outcomes
            .iter()
            .filter_map(|outcome| outcome.as_ref().err())
            .collect();
        assert!(outcomes.len() > 20, "only {} cases", outcomes.len());
        assert!(failures.is_empty(), "{failures:#?}");
    }

    fn outcome(path: &Path) -> Result<(), String> {
        let file = |name: &str| std::fs::read(path.join(name)).unwrap();
        let case: Json = serde_json::from_slice(&file("case.json")).unwrap();
        let rules = String::from_utf8(file("rules.yaml")).unwrap();
        let (input, alerts) = (file("events.json"), file("alerts.jsonl"));
        let engine = || engine(&case, &rules);
        let check = |how: &str, came: &Came| {
            let expected = Came::expected(&case, &alerts);
            let report = || {
                format!(
                    "{}, {how}:\n   got {came:?}\nwanted {expected:?}",
                    path.display()
                )
            };
            (*came == expected).then_some(()).ok_or_else(report)
        };
        for chunk in [usize::MAX >> 1, 1000, 7] {
            check(
                &format!("in chunks of {chunk}"),
                &judged(engine(), &input, chunk),
            )?;
        }
        check(
            "without index",
            &judged(engine().without_index(), &input, 99),
        )?;
        check(
            "record by record",
            &record_by_record(engine(), engine(), &input),
        )
    }

    fn engine(case: &Json, rules: &str) -> Engine {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("rules.yaml", rules);
        let environment = Environment {
            hostname: case["env"]["FALCO_HOSTNAME"].as_str().unwrap().to_owned(),
            ..Environment::default()
        };
        let ruleset = loader.into_ruleset().unwrap();
        let limits = Limits::default();
        Engine::new(&ruleset, &catalogue, &settings(case), &environment, limits).unwrap()
    }

    fn settings(case: &Json) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in case["options"].as_object().unwrap() {
            settings
                .apply(&format!("{key}={}", value.as_str().unwrap()))
                .unwrap();
        }
        let wrapping = case["wrapping"].as_str().unwrap_or("auto");
        settings.wrapping = Wrapping::parse(wrapping).unwrap();
        settings.alert_id = case["alert_id"] == true;
        settings
    }

    fn judged(mut engine: Engine, input: &[u8], chunk: usize) -> Came {
        let mut came = Came::default();
        let mut batch = BatchResult::default();
        let chunks = input.len().div_ceil(chunk).max(1);
        for (at, bytes) in input.chunks(chunk).enumerate() {
            engine.eval(bytes, at == 0, at + 1 == chunks, &mut batch);
            came.add(&batch, |problem| (problem.record, problem.offset));
        }
        came
    }

    /// As a host does after an instance died: it asks where records lie, and has each judged by itself.
    fn record_by_record(mut splitter: Engine, mut engine: Engine, input: &[u8]) -> Came {
        let mut pieces = Pieces::default();
        splitter.split(input, true, true, &mut pieces);
        let mut came = Came::default();
        came.counts[1] += pieces.malformed;
        came.tell(&pieces.problems, |problem| (problem.record, problem.offset));
        let mut batch = BatchResult::default();
        for record in &pieces.records {
            let [start, length] =
                [record.offset, record.length].map(|at| usize::try_from(at).unwrap());
            engine.eval_record(&input[start..start + length], &mut batch);
            came.add(&batch, |problem| {
                (record.number, problem.offset + record.offset)
            });
        }
        came
    }

    impl Came {
        fn expected(case: &Json, alerts: &[u8]) -> Self {
            let counts = ["events", "malformed", "skipped"];
            Self {
                lines: String::from_utf8_lossy(alerts)
                    .lines()
                    .map(str::to_owned)
                    .collect(),
                counts: counts.map(|key| case["counts"][key].as_u64().unwrap()),
                problems: case["problems"].as_array().unwrap().clone(),
            }
        }

        fn add(&mut self, batch: &BatchResult, place: impl Fn(&Problem) -> (u64, u64)) {
            let lines = String::from_utf8_lossy(&batch.lines);
            self.lines.extend(lines.lines().map(str::to_owned));
            let counts = [batch.events, batch.malformed, batch.skipped];
            for (sum, count) in self.counts.iter_mut().zip(counts) {
                *sum += count;
            }
            self.tell(&batch.problems, place);
        }

        fn tell(&mut self, problems: &[Problem], place: impl Fn(&Problem) -> (u64, u64)) {
            self.problems.extend(problems.iter().map(|problem| {
                let (record, offset) = place(problem);
                json!({"record": record, "offset": offset, "reason": problem.reason})
            }));
        }
    }
}
