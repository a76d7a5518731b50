//! Random rules over random events, against what real Falco printed.

#[cfg(test)]
mod support;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use falconet_engine::{Environment, Settings};
    use falconet_event::catalogue::Catalogue;

    use crate::support::run::{Run, alerts};
    use crate::support::{Tally, files, same_lines, shared, workspace};

    #[test]
    fn random_sets_have_the_same_alerts() {
        let catalogue = Catalogue::builtin();
        let mut tally = Tally::default();
        for set in sets() {
            for matching in ["all", "first"] {
                let expected = set.join(format!("alerts-{matching}.jsonl.gz"));
                if expected.exists() {
                    let name = format!("{} {matching}", set.display());
                    tally.count(
                        &name,
                        outcome(&set, matching, &files::read(&expected), &catalogue),
                    );
                }
            }
        }
        tally.finish("fuzz");
    }

    /// The project's own sets, and any others that lie beside it.
    fn sets() -> BTreeSet<PathBuf> {
        let own = workspace().join("tests/fuzz");
        let is_new = |set: &PathBuf| set.file_name().is_some_and(|name| !own.join(name).exists());
        let others = shared("fuzz")
            .into_iter()
            .flat_map(|folder| folders(&folder));
        folders(&own).chain(others.filter(is_new)).collect()
    }

    fn folders(of: &Path) -> impl Iterator<Item = PathBuf> + use<> {
        let entries = std::fs::read_dir(of).unwrap();
        entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
    }

    fn outcome(
        set: &Path,
        matching: &str,
        expected: &[u8],
        catalogue: &Catalogue,
    ) -> Result<(), String> {
        let hostname = "falconet-test".to_owned();
        let run = Run {
            catalogue,
            settings: settings(matching),
            environment: Environment {
                evt_hostname: hostname.clone(),
                hostname,
                utc_offset_seconds: 0,
            },
        };
        let rules = std::fs::read_to_string(set.join("rules.yaml")).unwrap();
        let ruleset = run
            .load(&[("rules.yaml", &rules)])
            .ok_or("the rules do not load")?;
        let inputs = [files::read(&set.join("events.ndjson.gz"))];
        let indexed = alerts(run.engine(&ruleset), &inputs, 1 << 16);
        let plain = alerts(
            run.engine(&ruleset).without_index(),
            &inputs,
            usize::MAX >> 1,
        );
        same_lines(&plain, &indexed)
            .map_err(|difference| format!("without index: {difference}"))?;
        same_but_known(&indexed, expected, set)
    }

    /// Lines of a set that differ on purpose. Their records have a key twice, with escapes and then without; which
    /// of the two Falco's parser finds depends on what was read before, here it is always the first.
    const KNOWN: (&str, &[usize]) = ("fields-01", &[1480, 1487, 3112, 3119]);

    fn same_but_known(ours: &[u8], expected: &[u8], set: &Path) -> Result<(), String> {
        if !set.ends_with(KNOWN.0) {
            return same_lines(ours, expected);
        }
        let lines = |text: &[u8]| -> Vec<Vec<u8>> {
            text.split(|&byte| byte == b'\n')
                .map(<[u8]>::to_vec)
                .collect()
        };
        let pairs = lines(ours).into_iter().zip(lines(expected)).enumerate();
        let differing: Vec<_> = pairs
            .filter(|(_, (ours, expected))| ours != expected)
            .map(|(at, _)| at + 1)
            .collect();
        let as_known = differing == KNOWN.1 && lines(ours).len() == lines(expected).len();
        as_known
            .then_some(())
            .ok_or_else(|| format!("lines {differing:?} differ"))
    }

    fn settings(matching: &str) -> Settings {
        let mut settings = Settings::default();
        for option in [
            &format!("rule_matching={matching}"),
            "plugins_hostinfo=false",
        ] {
            settings.apply(option).unwrap();
        }
        settings
    }
}
