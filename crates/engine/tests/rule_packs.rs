//! The rules that are shipped, each over the events that it must and must not fire on.
//!
//! `rules/events/PACK/RULE.ndjson` belongs to the rule of that name in `rules/PACK.yaml`; an `eventID` begins with
//! `fires:` or `silent:`.

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use falconet_engine::{BatchResult, Engine, Environment, Limits, Settings};
    use falconet_event::catalogue::Catalogue;
    use falconet_ruleset::{LoadOptions, Loader, Ruleset};
    use serde_json::Value;

    fn workspace() -> PathBuf {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
    }

    const PACKS: [&str; 2] = ["aws_cloudtrail", "aws_lambda_persistence"];

    /// The pack, with the event's id added to every alert.
    fn load(pack: &str, catalogue: &Catalogue) -> Ruleset {
        let mut settings = Settings::default();
        settings
            .apply("append_output[].extra_fields[]=ct.id")
            .unwrap();
        let options = LoadOptions {
            append_output: settings.append_output,
            ..LoadOptions::default()
        };
        let text = std::fs::read_to_string(workspace().join("rules").join(format!("{pack}.yaml")))
            .unwrap();
        let mut loader = Loader::new(catalogue, options);
        let report = loader.load(pack, &text);
        assert!(
            report.successful() && report.warnings().is_empty(),
            "{}",
            report.summary()
        );
        loader.into_ruleset().unwrap()
    }

    /// `Lambda Code Replaced` is tested by `lambda_code_replaced.ndjson`.
    fn file_name(rule: &str) -> String {
        let words = rule.split(|letter: char| !letter.is_ascii_alphanumeric());
        let words: Vec<_> = words
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        format!("{}.ndjson", words.join("_"))
    }

    fn event_ids(events: &str, begin: &str) -> BTreeSet<String> {
        let ids = events.lines().map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["eventID"]
                .as_str()
                .unwrap()
                .to_owned()
        });
        ids.filter(|id| id.starts_with(begin)).collect()
    }

    /// The ids of the events on which one rule fires, all others disabled.
    fn fired(
        ruleset: &Ruleset,
        rule: &str,
        events: &str,
        catalogue: &Catalogue,
    ) -> BTreeSet<String> {
        let mut settings = Settings::default();
        for option in [
            "rules[].disable.rule=*".to_owned(),
            format!("rules[].enable.rule={rule}"),
        ] {
            settings.apply(&option).unwrap();
        }
        let mut engine = Engine::new(
            ruleset,
            catalogue,
            &settings,
            &Environment::default(),
            Limits::default(),
        )
        .unwrap();
        let mut batch = BatchResult::default();
        engine.eval(events.as_bytes(), true, true, &mut batch);
        assert_eq!(batch.malformed, 0, "{rule}: {:?}", batch.problems);
        let alerts = String::from_utf8(batch.lines).unwrap();
        let ids = alerts.lines().map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["output_fields"]["ct.id"]
                .as_str()
                .unwrap()
                .to_owned()
        });
        ids.collect()
    }

    fn check_rule(ruleset: &Ruleset, rule: &str, folder: &Path, catalogue: &Catalogue) {
        let events = std::fs::read_to_string(folder.join(file_name(rule)))
            .unwrap_or_else(|error| panic!("{rule}: {}: {error}", file_name(rule)));
        let (must, must_not) = (
            event_ids(&events, "fires: "),
            event_ids(&events, "silent: "),
        );
        assert_eq!(
            must.len() + must_not.len(),
            events.lines().count(),
            "{rule}: an event says neither, or says it twice"
        );
        assert!(
            !must.is_empty() && must_not.len() >= 2,
            "{rule}: one match and two near misses at least"
        );
        assert_eq!(fired(ruleset, rule, &events, catalogue), must, "{rule}");
    }

    #[test]
    fn every_shipped_rule_fires_on_its_matches_and_not_on_its_near_misses() {
        let catalogue = Catalogue::builtin();
        for pack in PACKS {
            let ruleset = load(pack, &catalogue);
            let folder = workspace().join("rules/events").join(pack);
            for rule in &ruleset.rules {
                check_rule(&ruleset, &rule.name, &folder, &catalogue);
            }
            assert_eq!(
                std::fs::read_dir(&folder).unwrap().count(),
                ruleset.rules.len(),
                "{pack}: a file without a rule"
            );
        }
    }

    #[test]
    fn the_packs_load_without_a_warning() {
        let catalogue = Catalogue::builtin();
        assert_eq!(load("aws_cloudtrail", &catalogue).rules.len(), 22);
        assert_eq!(load("aws_lambda_persistence", &catalogue).rules.len(), 15);
    }

    /// Rule and event of every alert on one event each, the packs loaded in that order.
    fn alerts(packs: [&str; 2], events: &str) -> Vec<String> {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        for pack in packs {
            let path = workspace().join("rules").join(format!("{pack}.yaml"));
            assert!(
                loader
                    .load(pack, &std::fs::read_to_string(path).unwrap())
                    .successful()
            );
        }
        let ruleset = loader.into_ruleset().unwrap();
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
        let lines = String::from_utf8(batch.lines).unwrap();
        lines.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_first_match_is_the_same_in_either_order_of_the_packs() {
        let [general, special] = PACKS;
        let folder = workspace().join("rules/events").join(special);
        for file in std::fs::read_dir(folder).unwrap() {
            let events = std::fs::read_to_string(file.unwrap().path()).unwrap();
            let found = alerts([general, special], &events);
            assert!(!found.is_empty());
            assert_eq!(found, alerts([special, general], &events));
        }
    }
}
