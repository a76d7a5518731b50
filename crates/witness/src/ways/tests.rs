use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};
use falconet_workbench::leaves_of;

use super::*;

/// The goals of each way, `+` for tests that have to hold; whether there were more, and a test that contradicts another.
fn told(condition: &str, held: &[bool], most: usize) -> (Vec<String>, bool, Option<usize>) {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let rule = format!(
        "- rule: r\n  desc: d\n  condition: {condition}\n  output: o\n  priority: INFO\n  source: aws_cloudtrail\n"
    );
    loader.load("r.yaml", &rule);
    let ruleset = loader.into_parts().0.unwrap();
    let condition = &ruleset.rules[0].condition;
    let leaves = leaves_of(condition);
    let tests = Tests {
        leaves: &leaves,
        same: (0..leaves.len())
            .map(|at| {
                let same = |other: &&&Leaf| {
                    (&other.left, &other.test) == (&leaves[at].left, &leaves[at].test)
                };
                leaves.iter().position(|other| same(&other)).unwrap()
            })
            .collect(),
        held: held.to_vec(),
    };
    let limits = WitnessLimits {
        max_ways: most,
        ..WitnessLimits::default()
    };
    let found = ways(condition, &tests, limits);
    let way = |way: &Way| {
        let goals = way.goals.iter().map(|goal| {
            let sign = if goal.holds { '+' } else { '-' };
            format!("{sign}{}", goal.test)
        });
        goals.collect::<Vec<_>>().join(" ")
    };
    (
        found.found.iter().map(way).collect(),
        found.is_cut,
        found.contradiction.map(|one| one.goal.test),
    )
}

#[test]
fn what_has_to_be_comes_with_each_of_what_may() {
    let condition = "ct.name = a and not ct.error exists and (ct.region = b or ct.user = c)";
    let (ways, is_cut, contradicted) = told(condition, &[false; 4], 8);
    assert_eq!(ways, ["+0 -1 +2", "+0 -1 +3"]);
    assert_eq!((is_cut, contradicted), (false, None));
}

#[test]
fn what_holds_already_is_taken_first() {
    let (ways, ..) = told("ct.name = a or ct.region = b", &[false, true], 8);
    assert_eq!(ways, ["+1", "+0"]);
}

#[test]
fn ways_that_contradict_themselves_are_none() {
    let (ways, _, contradicted) = told(
        "ct.name = a and (ct.name = b or ct.name != a)",
        &[false; 3],
        8,
    );
    assert_eq!(
        ways,
        ["+0 +2"],
        "that an inequality contradicts is left to the engine"
    );
    assert_eq!(contradicted, Some(1));
    let (ways, ..) = told(
        "ct.name in (a, b) and not ct.name in (a, b, c)",
        &[false; 2],
        8,
    );
    assert!(ways.is_empty());
    let (ways, ..) = told("ct.name = a and not ct.name exists", &[false; 2], 8);
    assert!(ways.is_empty());
}

/// Of many alternatives the cheapest are kept: not those that what comes later rules out.
#[test]
fn a_test_that_comes_later_rules_out_alternatives_before_any_are_left_out() {
    let condition =
        "not (ct.name = a and ct.user = b) and not (ct.name = a and ct.region = c) and ct.name = a";
    let (ways, is_cut, _) = told(condition, &[false; 5], 1);
    assert_eq!(ways, ["+4 -1 -3"]);
    assert!(!is_cut);
}

#[test]
fn more_ways_than_may_be_are_left_out_and_told() {
    let (ways, is_cut, _) = told(
        "ct.name = a or ct.region = b or ct.user = c",
        &[false; 3],
        2,
    );
    assert_eq!((ways.len(), is_cut), (2, true));
}
