//! FN0201: equal tests of one field joined by `or`.

use std::collections::BTreeMap;

use falconet_condition::ast::{Check, Expr, ExprKind, Operator, Right};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::trees::{Tree, left};

pub(crate) const LINT: Lint = Lint {
    code: "FN0201",
    name: "or-chain",
    level: Level::Warn,
    summary: "tests for equality joined by `or` where `in` says the same",
    run,
};

/// Fewer tests are as easy to read as a list.
const FEWEST: usize = 3;

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for node in tree.nodes() {
            if let ExprKind::Or(children) = &node.kind {
                look_at(tree, children, findings);
            }
        }
    }
}

fn look_at(tree: &Tree<'_>, children: &[Expr], findings: &mut Findings) {
    let mut chains: BTreeMap<String, Vec<(&Expr, &str)>> = BTreeMap::new();
    for child in children {
        if let Some((field, value)) = equality(tree, child) {
            chains.entry(field).or_default().push((child, value));
        }
    }
    for (field, tests) in chains {
        if let (Some((first, _)), true) = (tests.first(), tests.len() >= FEWEST) {
            let message = format!(
                "`{field}` is compared with {} values one by one",
                tests.len()
            );
            let finding = Finding::new(tree.labels(first.span), message);
            findings.add(finding.help(format!(
                "write `{field} in ({}, …)`",
                tests.first().map_or("", |(_, value)| value)
            )));
        }
    }
}

/// The field and the value, as written, of a test for equality.
fn equality<'t>(tree: &'t Tree<'_>, node: &Expr) -> Option<(String, &'t str)> {
    let ExprKind::Check(check) = &node.kind else {
        return None;
    };
    match &**check {
        Check {
            operator: Operator::Equal | Operator::DoubleEqual,
            modifier: None,
            right: Right::Value(value),
            ..
        } => Some((left(check), tree.written(value.span))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn three_tests_of_one_field_are_found() {
        assert_eq!(
            found("ct.src = x and (ct.name = A or ct.name = B or ct.user = y or ct.name == C)"),
            ["`ct.name` is compared with 3 values one by one"]
        );
    }

    #[test]
    fn two_tests_and_other_tests_are_let_be() {
        assert!(found("ct.name = A or ct.name = B").is_empty());
        assert!(
            found("ct.name = A or ct.src = B or ct.name != C or ct.name = val(ct.src)").is_empty()
        );
    }
}
