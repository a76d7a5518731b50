//! FN0307: an exception that excepts nothing that the rule matches.

use crate::conditions::{Conditions, RuleCondition};
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::{Goal, NodeId};

pub(crate) const LINT: Lint = Lint {
    code: "FN0307",
    name: "idle-exception",
    level: Level::Warn,
    summary: "an exception for events that the rule does not match",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for conditions in input.conditions() {
        for rule in &conditions.rules {
            let condition = [Goal::holds(rule.condition)];
            if !rule.exceptions.is_empty() && !conditions.refuted(&condition, findings) {
                for denied in &rule.exceptions {
                    look_at(conditions, rule, *denied, findings);
                }
            }
        }
    }
}

/// Looks at each tuple of values of an exception.
fn look_at(
    conditions: &Conditions<'_>,
    rule: &RuleCondition<'_>,
    denied: NodeId,
    findings: &mut Findings,
) {
    let formula = conditions.formula();
    let exception = formula.without_not(Goal::fails(denied));
    let is_test = formula.node(exception.node).is_test();
    let tuples = formula.disjuncts(exception).filter(|_| !is_test);
    for tuple in tuples.unwrap_or_else(|| vec![exception]) {
        if conditions.refuted(&[Goal::holds(rule.condition), tuple], findings) {
            findings.add(finding(conditions, rule, tuple.node));
        }
    }
}

fn finding(conditions: &Conditions<'_>, rule: &RuleCondition<'_>, tuple: NodeId) -> Finding {
    let name = &rule.rule.name;
    let message = format!("rule `{name}` matches no event that this exception is for");
    let labels = conditions.labels(tuple);
    Finding::new(labels, message)
        .beside(&conditions.labels(rule.condition), "the condition")
        .help("mend the values, or remove the exception")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn with_exception(exception: &str) -> Vec<String> {
        let rule = rule("ct.src = x and ct.name in (A, B)");
        messages_of(&LINT, &format!("{rule}  exceptions:\n  - {exception}\n"))
    }

    #[test]
    fn values_that_the_rule_does_not_match_are_found() {
        assert_eq!(
            with_exception("{name: e, fields: [ct.name, ct.user], values: [[A, x], [C, y]]}"),
            ["rule `r` matches no event that this exception is for"]
        );
        assert_eq!(
            with_exception("{name: e, fields: ct.name, values: [C, D]}").len(),
            1
        );
    }

    #[test]
    fn values_that_the_rule_matches_are_let_be() {
        assert!(with_exception("{name: e, fields: ct.name, values: [C, A]}").is_empty());
        assert!(with_exception("{name: e, fields: [ct.user], values: [[x], [y]]}").is_empty());
        assert!(with_exception("{name: e, fields: [ct.user]}").is_empty());
    }
}
