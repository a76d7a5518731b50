//! Every recorded run of real Falco, byte for byte. Where we differ on purpose, `tests/divergences` says how; `BLESS=1`
//! writes it there.

#[cfg(test)]
mod support;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};

    use falconet_engine::{Environment, Settings};
    use falconet_event::catalogue::Catalogue;
    use serde_json::Value as Json;

    use crate::support::run::{Run, alerts};
    use crate::support::{Tally, files, same_lines, shared, workspace};

    #[test]
    fn recorded_runs_have_the_same_alerts() {
        let catalogue = Catalogue::builtin();
        let mut tally = Tally::default();
        for (name, path) in cases() {
            let case: Json = serde_json::from_slice(&files::read(&path.join("case.json"))).unwrap();
            if case["mode"] == "run" {
                tally.count(&name, outcome(&name, &path, &case, &catalogue));
            }
        }
        tally.finish("golden");
    }

    /// By name; the project's own folder wins.
    fn cases() -> BTreeMap<String, PathBuf> {
        let folders = [shared("golden"), Some(workspace().join("tests/golden"))];
        let entries = folders
            .into_iter()
            .flatten()
            .filter_map(|folder| std::fs::read_dir(folder).ok());
        entries
            .flatten()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().join("case.json").exists())
            .map(|entry| (entry.file_name().into_string().unwrap(), entry.path()))
            .collect()
    }

    /// Cases whose files are a public project's, and stay outside of this one: the real alerts, which are not
    /// ours, and how many we have.
    const UPSTREAM_DIVERGENCES: &[(&str, usize)] = &[("744-gcp-stock", 2)];

    fn outcome(name: &str, path: &Path, case: &Json, catalogue: &Catalogue) -> Result<(), String> {
        let recorded = std::fs::read(path.join("alerts.jsonl")).unwrap_or_default();
        let run = Run {
            catalogue,
            settings: settings(case),
            environment: environment(case),
        };
        let inputs = inputs(path);
        let rules = std::fs::read_to_string(path.join("rules.yaml")).unwrap_or_default();
        let Some(ruleset) = run.load(&[("rules.yaml", &rules)]) else {
            return same_lines(b"", &recorded);
        };
        let engine = || {
            let mut engine = run.engine(&ruleset);
            engine.set_clock(first_time(&recorded));
            engine
        };
        let indexed = alerts(engine(), &inputs, usize::MAX >> 1);
        let plain = alerts(engine().without_index(), &inputs, 1000);
        same_lines(&plain, &indexed)
            .map_err(|difference| format!("without index: {difference}"))?;
        compare(name, &indexed, &recorded)
    }

    /// When the recorded run read its events: the time of events that carry none.
    fn first_time(recorded: &[u8]) -> u64 {
        let first = recorded
            .split(|&byte| byte == b'\n')
            .next()
            .unwrap_or_default();
        let alert: Json = serde_json::from_slice(first).unwrap_or_default();
        alert["output_fields"]["evt.time.iso8601"]
            .as_u64()
            .unwrap_or_default()
    }

    /// With what Falco printed, or with what stands beside it where we differ on purpose.
    fn compare(name: &str, ours: &[u8], recorded: &[u8]) -> Result<(), String> {
        if let Some((_, count)) = UPSTREAM_DIVERGENCES
            .iter()
            .find(|(known, _)| *known == name)
        {
            let lines = ours.split(|&byte| byte == b'\n').count() - 1;
            let as_known = ours != recorded && lines == *count;
            return as_known
                .then_some(())
                .ok_or_else(|| format!("{lines} alerts instead of {count}"));
        }
        let divergent = workspace()
            .join("tests/divergences")
            .join(format!("{name}.jsonl"));
        if std::env::var_os("BLESS").is_some() && ours != recorded {
            std::fs::write(&divergent, ours).unwrap();
        }
        match std::fs::read(&divergent) {
            Ok(expected) if expected == recorded => {
                Err("there is no divergence any more".to_owned())
            }
            Ok(expected) => same_lines(ours, &expected),
            Err(_) => same_lines(ours, recorded),
        }
    }

    fn settings(case: &Json) -> Settings {
        let mut settings = Settings::default();
        for (key, value) in case["options"].as_object().unwrap() {
            settings
                .apply(&format!("{key}={}", value.as_str().unwrap()))
                .unwrap();
        }
        settings
    }

    fn environment(case: &Json) -> Environment {
        let hostname = case["env"]["FALCO_HOSTNAME"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let in_new_york = case["env"]["TZ"] == "America/New_York";
        Environment {
            evt_hostname: hostname.clone(),
            hostname,
            utc_offset_seconds: if in_new_york { -5 * 3600 } else { 0 },
        }
    }

    /// The inputs of a case: `events.json`, or those files below `events/` whose names end in `.json` or
    /// `.json.gz`, in order.
    fn inputs(case: &Path) -> Vec<Vec<u8>> {
        let single = case.join("events.json");
        if single.exists() {
            return vec![files::read(&single)];
        }
        let mut found = Vec::new();
        walk(&case.join("events"), &mut found);
        found.iter().map(|path| files::read(path)).collect()
    }

    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else {
            return;
        };
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            let name = path.to_string_lossy();
            if path.is_dir() {
                walk(&path, found);
            } else if name.ends_with(".json") || name.ends_with(".json.gz") {
                found.push(path);
            }
        }
    }
}
