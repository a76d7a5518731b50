//! Sets of random rules, where there are any beside the project.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::Rules;

fn folders() -> Vec<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let shared = std::env::var_os("FALCONET_SHARED").map_or(beside, PathBuf::from);
    let entries = fs::read_dir(shared.join("fuzz")).into_iter().flatten();
    let folders = entries.map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = folders
        .filter(|path| path.join("rules.yaml").is_file())
        .collect();
    folders.sort();
    folders
}

/// Random conditions contradict themselves often, and ask for times of day and numbers of events: what is found for the
/// others is told in the guide.
#[test]
fn most_random_rules_that_can_fire_have_a_witness() {
    let (mut all, mut found, mut missed) = (0, 0, 0);
    for folder in folders().into_iter().take(1) {
        let text = fs::read_to_string(folder.join("rules.yaml")).unwrap();
        let mut rules = Rules::load(&[("rules.yaml", &text)]);
        rules.limits.max_evaluations = 256;
        for witness in rules.witnesses() {
            all += 1;
            if let Some(event) = &witness.event {
                assert!(
                    rules.fires(&witness.source, &witness.rule, event),
                    "{event}"
                );
                found += 1;
                missed += usize::from(witness.miss.is_some());
            } else {
                println!(
                    "{}: {:?}",
                    witness.rule,
                    witness.unmet.map(|unmet| unmet.text)
                );
            }
        }
    }
    println!("{found} of {all}, {missed} with a miss");
    assert!(found * 10 >= all * 6, "{found} of {all}");
}
