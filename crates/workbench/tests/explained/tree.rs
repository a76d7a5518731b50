//! The tree of an explanation, read again by somebody who knows nothing but its JSON.

use serde_json::Value as Json;

/// A test in a tree.
#[derive(Debug)]
pub(crate) struct Test {
    pub(crate) number: u64,
    pub(crate) holds: bool,
    pub(crate) is_reached: bool,
    /// What is asked: equal for tests that are the same.
    pub(crate) asked: String,
}

/// The tests from left to right.
pub(crate) fn tests(tree: &Json) -> Vec<Test> {
    if tree["kind"] == "test" {
        return vec![Test {
            number: tree["test"].as_u64().unwrap(),
            holds: tree["holds"].as_bool().unwrap(),
            is_reached: tree["reached"].as_bool().unwrap(),
            asked: format!("{} {} {}", tree["field"], tree["operator"], tree["with"]),
        }];
    }
    children(tree).iter().flat_map(tests).collect()
}

/// What the tree comes to with these verdicts.
pub(crate) fn verdict(tree: &Json, holds: &dyn Fn(&Test) -> bool) -> bool {
    let mut children = children(tree).iter();
    match tree["kind"].as_str().unwrap() {
        "and" => children.all(|child| verdict(child, holds)),
        "or" => children.any(|child| verdict(child, holds)),
        "not" => !verdict(children.next().unwrap(), holds),
        "macro" | "exception" => verdict(children.next().unwrap(), holds),
        "test" => holds(&tests(tree)[0]),
        "whole" => tree["holds"].as_bool().unwrap(),
        other => panic!("a {other}"),
    }
}

/// The numbers of the tests that were not asked if the tree is asked from left to right as far as it takes.
pub(crate) fn unreached(tree: &Json, is_reached: bool, unasked: &mut Vec<u64>) {
    let children = children(tree);
    let going = match tree["kind"].as_str().unwrap() {
        "and" => Some(true),
        "or" => Some(false),
        _ => None,
    };
    if tree["kind"] == "test" && !is_reached {
        unasked.push(tree["test"].as_u64().unwrap());
    }
    let mut is_reached = is_reached;
    for child in children {
        unreached(child, is_reached, unasked);
        is_reached &= going.is_none_or(|going| verdict(child, &|test| test.holds) == going);
    }
}

fn children(tree: &Json) -> &[Json] {
    tree["children"].as_array().map_or(&[], Vec::as_slice)
}
