//! What lints prove of rules, against what real Falco did with them: a rule that raised an alert can match, and is not
//! shadowed. `PRINT=1` prints every finding.

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::io::Read as _;
    use std::path::{Path, PathBuf};

    use falconet_diagnostics::Diagnostic;
    use falconet_event::catalogue::Catalogue;
    use falconet_lint::{Input, Levels, run};
    use falconet_ruleset::{LoadOptions, Loader};

    /// Recorded runs and random sets: the project's own, and those of the folder of facts.
    fn cases() -> BTreeMap<String, PathBuf> {
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let facts = std::env::var_os("FALCONET_SHARED")
            .map_or_else(|| workspace.join("../shared"), PathBuf::from);
        let folders = [facts, workspace.join("tests")];
        let folders = folders
            .iter()
            .flat_map(|folder| [folder.join("golden"), folder.join("fuzz")]);
        let cases = folders
            .filter_map(|folder| fs::read_dir(folder).ok())
            .flatten();
        cases
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("rules.yaml").is_file())
            .map(|path| {
                (
                    path.file_name().unwrap().to_string_lossy().into_owned(),
                    path,
                )
            })
            .collect()
    }

    fn text_of(path: &Path) -> Option<String> {
        let bytes = fs::read(path).ok()?;
        let mut text = String::new();
        if path.extension().is_some_and(|extension| extension == "gz") {
            let mut reader = flate2::read::GzDecoder::new(bytes.as_slice());
            reader.read_to_string(&mut text).unwrap();
        } else {
            text = String::from_utf8_lossy(&bytes).into_owned();
        }
        Some(text)
    }

    /// The rules that raised alerts in these files, if Falco left any.
    fn alerted(case: &Path, files: &[&str]) -> BTreeSet<String> {
        let texts = files.iter().filter_map(|file| text_of(&case.join(file)));
        let lines: Vec<_> = texts
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        let alerts = lines
            .iter()
            .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        alerts
            .filter_map(|alert| Some(alert["rule"].as_str()?.to_owned()))
            .collect()
    }

    fn found(case: &Path) -> Vec<Diagnostic> {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("rules.yaml", &text_of(&case.join("rules.yaml")).unwrap());
        let input = Input::of(&loader, &catalogue, true);
        let found = input.map_or_else(Vec::new, |input| {
            run(&input, &Levels::default(), Vec::new())
        });
        if std::env::var_os("PRINT").is_some() {
            for one in &found {
                let label = one.labels.first();
                let place = label.and_then(|label| {
                    Some(
                        loader
                            .sources()
                            .get(label.source)?
                            .line_column(label.span.start),
                    )
                });
                println!(
                    "{}:{}: {} {}",
                    case.display(),
                    place.map_or(0, |place| place.line),
                    one.code,
                    one.message
                );
            }
        }
        found
    }

    fn is_named(found: &[Diagnostic], code: &str, rule: &str) -> bool {
        let start = format!("rule `{rule}` ");
        found
            .iter()
            .any(|one| one.code.as_str() == code && one.message.starts_with(&start))
    }

    #[test]
    fn rules_that_raised_alerts_can_match_and_are_not_shadowed() {
        let (mut cases_seen, mut findings, mut alerts) = (0, 0, 0);
        for (name, case) in cases() {
            let found = found(&case);
            let any = alerted(
                &case,
                &[
                    "alerts.jsonl",
                    "alerts-all.jsonl.gz",
                    "alerts-first.jsonl.gz",
                ],
            );
            let wrong: Vec<_> = any
                .iter()
                .filter(|rule| is_named(&found, "FN0101", rule))
                .collect();
            assert!(wrong.is_empty(), "{name}: {wrong:?} matched");
            let first = alerted(&case, &["alerts-first.jsonl.gz"]);
            let wrong: Vec<_> = first
                .iter()
                .filter(|rule| is_named(&found, "FN0105", rule))
                .collect();
            assert!(wrong.is_empty(), "{name}: {wrong:?} matched first");
            cases_seen += 1;
            findings += found.len();
            alerts += any.len();
        }
        println!(
            "{cases_seen} sets of rules, {findings} findings, {alerts} rules that raised alerts"
        );
    }
}
