//! The plain evaluator over rules and events of which real Falco's alerts are known: what the engine is compared with
//! is right itself.

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::path::{Path, PathBuf};
    use std::thread;

    use falconet_engine::{Environment, Settings};
    use falconet_fuzz::reference::Reference;
    use falconet_fuzz::world::World;
    use falconet_ruleset::{LoadOptions, Loader};

    /// Alerts that differ on purpose, as they do in the engine: their records have a key twice, with escapes and then
    /// without; which of the two Falco's parser finds depends on what was read before, here it is always the first.
    const KNOWN: (&str, usize) = ("fields-01", 4);

    #[test]
    fn the_reference_raises_the_alerts_of_real_falco() {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fuzz"));
        let sets: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        let compared: usize = thread::scope(|scope| {
            let running: Vec<_> = sets
                .iter()
                .map(|set| scope.spawn(|| compare_all(set)))
                .collect();
            running.into_iter().map(|set| set.join().unwrap()).sum()
        });
        println!("{compared} alerts of real Falco");
        assert!(compared > 8_000, "{compared}");
    }

    /// Compares all that is recorded of a set, and says how many alerts there are.
    fn compare_all(set: &Path) -> usize {
        let recorded = ["all", "first"].map(|matching| {
            let recorded = set.join(format!("alerts-{matching}.jsonl.gz"));
            (matching, recorded)
        });
        recorded
            .iter()
            .filter(|(_, recorded)| recorded.exists())
            .map(|(matching, recorded)| compare(set, matching, &unpacked(recorded)))
            .sum()
    }

    /// Compares the alerts of a set, and says how many there are.
    fn compare(set: &Path, matching: &str, recorded: &[u8]) -> usize {
        let ours = alerts(set, matching);
        let (ours, recorded) = (lines(&ours), lines(recorded));
        assert_eq!(ours.len(), recorded.len(), "{} {matching}", set.display());
        let differing: Vec<_> = ours.iter().zip(&recorded).filter(|(a, b)| a != b).collect();
        let known = if set.ends_with(KNOWN.0) { KNOWN.1 } else { 0 };
        for (ours, recorded) in differing.iter().skip(known) {
            println!("ours  {ours}\nFalco {recorded}");
        }
        assert_eq!(differing.len(), known, "{} {matching}", set.display());
        recorded.len()
    }

    fn lines(text: &[u8]) -> Vec<String> {
        String::from_utf8_lossy(text)
            .lines()
            .map(str::to_owned)
            .collect()
    }

    fn alerts(set: &Path, matching: &str) -> Vec<u8> {
        let world = World::named("aws_cloudtrail");
        let mut loader = Loader::new(&world.catalogue, LoadOptions::default());
        let rules = std::fs::read_to_string(set.join("rules.yaml")).unwrap();
        loader.load("rules.yaml", &rules);
        let ruleset = loader.into_ruleset().unwrap();
        let mut settings = Settings::default();
        settings
            .apply(&format!("rule_matching={matching}"))
            .unwrap();
        settings.apply("plugins_hostinfo=false").unwrap();
        let environment = Environment {
            hostname: "falconet-test".to_owned(),
            ..Environment::default()
        };
        let reference = Reference::new(
            &ruleset,
            &world.catalogue,
            world.source,
            &settings,
            &environment,
        );
        let mut reference = reference.unwrap();
        let events = unpacked(&set.join("events.ndjson.gz"));
        let records = events.split(|byte| *byte == b'\n');
        records.flat_map(|record| reference.judge(record)).collect()
    }

    fn unpacked(path: &Path) -> Vec<u8> {
        let mut bytes = Vec::new();
        let packed = std::fs::read(path).unwrap();
        let mut reader = flate2::read::MultiGzDecoder::new(&packed[..]);
        reader.read_to_end(&mut bytes).unwrap();
        bytes
    }
}
