//! Explanations against a scan, and against their own trees.

use std::collections::BTreeSet;

use serde_json::Value as Json;

use crate::cases::{Case, random_sets, recorded_runs};
use crate::tree::{self, Test};

/// Events of a set of random rules that are explained.
const RANDOM_EVENTS: usize = 20;

#[test]
fn explanations_of_recorded_runs_have_the_verdicts_of_a_scan() {
    let mut explained = 0;
    for case in recorded_runs() {
        explained += agrees(&case);
    }
    assert!(explained > 1000, "{explained}");
}

#[test]
fn explanations_of_random_rules_have_the_verdicts_of_a_scan() {
    let mut explained = 0;
    for case in random_sets(RANDOM_EVENTS) {
        explained += agrees(&case);
    }
    assert!(explained > 1000, "{explained}");
}

/// Compares both, and looks at every explanation; how many there were.
fn agrees(case: &Case) -> usize {
    let Some((scanned, explained)) = case.both() else {
        return 0;
    };
    let fired: Vec<_> = explained
        .iter()
        .filter(|one| one["fired"] == true)
        .map(|one| one["rule"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(fired, scanned, "{}", case.name);
    for one in &explained {
        check(one, &case.name);
    }
    explained.len()
}

fn check(one: &Json, case: &str) {
    let about = || format!("{case}: {}", one["rule"]);
    let fired = one["fired"].as_bool().unwrap();
    assert_eq!(
        tree::verdict(&one["tree"], &|test| test.holds),
        fired,
        "{}",
        about()
    );
    assert!(!(fired && one["index"]["ruled_out"] == true), "{}", about());
    let mut idle = Vec::new();
    tree::unreached(&one["tree"], true, &mut idle);
    let told = tree::tests(&one["tree"]).into_iter();
    let told: Vec<_> = told
        .filter(|test| !test.is_reached)
        .map(|test| test.number)
        .collect();
    assert_eq!(told, idle, "{}", about());
    check_reasons(one, fired, &about());
    check_near(one, fired, &about());
}

/// Whatever the other tests say, the verdict stays.
fn check_reasons(one: &Json, fired: bool, about: &str) {
    let tests = tree::tests(&one["tree"]);
    let kept = alike(&tests, &numbers(&one["reasons"], "test"));
    for others in [true, false] {
        let verdict = tree::verdict(&one["tree"], &|test| {
            if kept.contains(&test.number) {
                test.holds
            } else {
                others
            }
        });
        assert_eq!(verdict, fired, "{about}: reasons");
    }
}

/// With the tests turned that a way names the rule fires.
fn check_near(one: &Json, fired: bool, about: &str) {
    let tests = tree::tests(&one["tree"]);
    let ways = one["near"].as_array().unwrap();
    assert!(!fired || ways.is_empty(), "{about}");
    for way in ways {
        let turned: Vec<_> = way["tests"]
            .as_array()
            .unwrap()
            .iter()
            .map(number)
            .collect();
        let turned = alike(&tests, &turned);
        let verdict = tree::verdict(&one["tree"], &|test| {
            test.holds != turned.contains(&test.number)
        });
        assert!(verdict, "{about}: {}", way["text"]);
    }
}

/// Those and all tests that are the same.
fn alike(tests: &[Test], numbers: &[u64]) -> BTreeSet<u64> {
    let named = tests.iter().filter(|test| numbers.contains(&test.number));
    let asked: BTreeSet<_> = named.map(|test| test.asked.clone()).collect();
    let alike = tests.iter().filter(|test| asked.contains(&test.asked));
    alike.map(|test| test.number).collect()
}

fn numbers(list: &Json, key: &str) -> Vec<u64> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|one| number(&one[key]))
        .collect()
}

fn number(json: &Json) -> u64 {
    json.as_u64().unwrap()
}
