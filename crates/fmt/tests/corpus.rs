//! Every rules file there is: formatted, it is the same ruleset, and formatting it again changes nothing.

#[cfg(test)]
mod corpus {
    use std::fs;
    use std::path::{Path, PathBuf};

    use falconet_event::catalogue::Catalogue;
    use falconet_fmt::format;
    use falconet_ruleset::{FileReport, LoadOptions, Loader, Ruleset};

    /// What a load of a file comes to, without places and without blanks in conditions.
    fn outcome(text: &str) -> (Vec<(String, String)>, Option<String>) {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("rules.yaml", text);
        let found = loader.reports().iter().flat_map(FileReport::diagnostics);
        let found = found.map(|one| (one.code.to_string(), without_places(&one.message)));
        (found.collect(), loader.ruleset().map(summary))
    }

    /// Some of Falco's messages name a place.
    fn without_places(message: &str) -> String {
        let words = message.split(' ').map(|word| {
            let number = word.trim_end_matches([',', ':']);
            if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
                "#"
            } else {
                word
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn summary(ruleset: &Ruleset) -> String {
        let rules = ruleset.rules.iter().map(|rule| {
            let written = without_blanks(&rule.condition_text);
            let exceptions = rule.exceptions.iter();
            let exceptions =
                exceptions.map(|one| (&one.name, &one.fields, &one.operators, one.values));
            let exceptions: Vec<_> = exceptions.collect();
            format!(
                "{:?}",
                (
                    (
                        &rule.name,
                        &rule.description,
                        &rule.source_name,
                        rule.priority,
                        &rule.tags,
                        rule.enabled
                    ),
                    (
                        rule.capture,
                        rule.capture_duration,
                        written,
                        &rule.condition_compiled
                    ),
                    (
                        &rule.output_text,
                        &rule.output_compiled,
                        &rule.extra_fields,
                        exceptions
                    ),
                )
            )
        });
        let macros = ruleset.macros.iter().map(|one| {
            format!(
                "{:?}",
                (&one.name, without_blanks(&one.condition), one.used)
            )
        });
        let lists = ruleset.lists.iter().map(|one| {
            format!(
                "{:?}",
                (&one.name, &one.items, &one.items_compiled, one.used)
            )
        });
        let all: Vec<_> = rules.chain(macros).chain(lists).collect();
        format!("{all:#?} {:?}", ruleset.required_engine_version)
    }

    fn without_blanks(text: &str) -> String {
        text.split_ascii_whitespace().collect()
    }

    #[derive(Default, Debug)]
    struct Tally {
        texts: usize,
        unreadable: usize,
        kept: usize,
        changed: usize,
    }

    impl Tally {
        fn check(&mut self, name: &str, text: &str) {
            self.texts += 1;
            let Ok(formatted) = format(text) else {
                self.unreadable += 1;
                return;
            };
            if let Some(kept) = formatted.kept {
                eprintln!("{name} is kept: {kept}");
                self.kept += 1;
            }
            self.changed += usize::from(formatted.text != text);
            let again = format(&formatted.text).map(|again| again.text);
            assert_eq!(again.as_ref(), Ok(&formatted.text), "{name}");
            assert_eq!(
                outcome(text),
                outcome(&formatted.text),
                "{name}:\n{}",
                formatted.text
            );
        }

        fn check_files(&mut self, folder: &Path) {
            let Ok(entries) = fs::read_dir(folder) else {
                eprintln!("SKIPPED: there is no folder {}", folder.display());
                return;
            };
            for path in entries.map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    self.check_files(&path);
                } else if path
                    .extension()
                    .is_some_and(|extension| extension == "yaml" || extension == "yml")
                    && let Ok(text) = fs::read_to_string(&path)
                {
                    self.check(&path.display().to_string(), &text);
                }
            }
        }
    }

    fn workspace() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn facts() -> PathBuf {
        std::env::var_os("FALCONET_SHARED")
            .map_or_else(|| workspace().join("../shared"), PathBuf::from)
    }

    #[test]
    fn the_rules_files_of_the_repository_keep_their_meaning() {
        let mut tally = Tally::default();
        for folder in [
            "rules",
            "examples",
            "tests/golden",
            "tests/fuzz",
            "tests/divergences",
        ] {
            tally.check_files(&workspace().join(folder));
        }
        eprintln!("{tally:?}");
        assert!(tally.texts > 100 && tally.kept == 0, "{tally:?}");
    }

    #[test]
    fn the_rules_files_beside_the_checkout_keep_their_meaning() {
        let mut tally = Tally::default();
        for folder in ["golden", "fuzz"] {
            tally.check_files(&facts().join(folder));
        }
        eprintln!("{tally:?}");
        assert_eq!(tally.kept, 0, "{tally:?}");
    }

    #[test]
    fn the_shipped_rules_are_formatted() {
        for name in ["aws_cloudtrail.yaml", "aws_lambda_persistence.yaml"] {
            let text = fs::read_to_string(workspace().join("rules").join(name)).unwrap();
            assert_eq!(
                format(&text).unwrap().text,
                text,
                "run `falconet fmt rules/`"
            );
        }
    }

    #[test]
    fn the_files_of_the_load_vectors_keep_their_meaning() {
        let text = fs::read_to_string(workspace().join("tests/vectors/load.jsonl")).unwrap();
        let mut tally = Tally::default();
        for (index, line) in text.lines().enumerate() {
            let vector: serde_json::Value = serde_json::from_str(line).unwrap();
            for file in vector["input"]["files"].as_array().into_iter().flatten() {
                tally.check(
                    &format!("vector {index}"),
                    file[1].as_str().unwrap_or_default(),
                );
            }
        }
        eprintln!("{tally:?}");
        assert!(tally.texts > 100, "{tally:?}");
    }
}
