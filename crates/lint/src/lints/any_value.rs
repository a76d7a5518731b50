//! FN0106: a test that every value passes.

use std::collections::HashSet;

use falconet_ruleset::typed::{Leaf, Test};

use crate::conditions::Conditions;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::{Goal, NodeId};

pub(crate) const LINT: Lint = Lint {
    code: "FN0106",
    name: "any-value",
    level: Level::Warn,
    summary: "tests that every value of a field passes",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for conditions in input.conditions() {
        let mut seen = HashSet::new();
        for (id, node) in conditions.formula().nodes() {
            if let Some(test) = asks(conditions, id)
                && seen.insert((node.span, node.is_test()))
                && holds_for_all(conditions, id, test, findings)
            {
                findings.add(finding(conditions, id, test));
            }
        }
    }
}

/// A test of the field that a node is about: the test that it is, or the first of an `or` of tests of one field.
fn asks<'a>(conditions: &Conditions<'a>, id: NodeId) -> Option<&'a Leaf> {
    let formula = conditions.formula();
    let node = formula.node(id);
    if let Some(test) = node.test {
        return Some(test).filter(|test| test.test != Test::Exists);
    }
    let parts = formula.disjuncts(Goal::holds(id))?;
    let mut tests = parts.iter().map(|part| formula.node(part.node).test);
    let first = tests.next()??;
    let is_about_the_same = |test: Option<&Leaf>| {
        test.is_some_and(|test| test.left == first.left && test.test != Test::Exists)
    };
    (first.test != Test::Exists && tests.all(is_about_the_same)).then_some(first)
}

fn holds_for_all(
    conditions: &Conditions<'_>,
    id: NodeId,
    test: &Leaf,
    findings: &mut Findings,
) -> bool {
    conditions.logic.existence(test).is_some_and(|exists| {
        let goals = [Goal::holds(exists), Goal::fails(id)];
        conditions.refuted(&goals, findings) && !conditions.refuted(&goals[..1], findings)
    })
}

fn finding(conditions: &Conditions<'_>, id: NodeId, test: &Leaf) -> Finding {
    let (written, field) = (conditions.text(id), &test.left.text);
    let message = format!("{written} holds for every value of `{field}`");
    let help = if conditions.formula().node(id).is_test() {
        format!("if that is meant, write `{field} exists`")
    } else {
        format!(
            "if none of the values is meant, join the tests by `and`; else write `{field} exists`"
        )
    };
    Finding::new(conditions.labels(id), message).help(help)
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn inequalities_joined_by_or_are_found() {
        assert_eq!(
            found("ct.src = x and (ct.name != A or ct.name != B)"),
            ["`ct.name != A or ct.name != B` holds for every value of `ct.name`"]
        );
    }

    #[test]
    fn empty_affixes_are_found() {
        assert_eq!(
            found("ct.name startswith \"\""),
            ["`ct.name startswith \"\"` holds for every value of `ct.name`"]
        );
        assert_eq!(found("ct.name glob *").len(), 1);
        assert_eq!(found("s3.bytes >= 0").len(), 1);
    }

    #[test]
    fn tests_that_some_value_fails_are_let_be() {
        assert!(found("ct.name != A and ct.name != B").is_empty());
        assert!(found("ct.name != A or ct.user != B").is_empty());
        assert!(found("ct.name exists or ct.name = A").is_empty());
    }
}
