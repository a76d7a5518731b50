//! FN0101: a rule whose condition can never be true.

use falconet_ruleset::Rule;

use crate::conditions::{Conditions, RuleCondition};
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::{EmptyLists, Goal, Home};

pub(crate) const LINT: Lint = Lint {
    code: "FN0101",
    name: "never-true",
    level: Level::Warn,
    summary: "the condition of a rule can never be true",
    run,
};

/// Of a condition of more parts it is not said which ones contradict each other.
const MOST_PARTS: usize = 64;

fn run(input: &Input<'_>, findings: &mut Findings) {
    for conditions in input.conditions() {
        for rule in &conditions.rules {
            look_at(conditions, rule, findings);
        }
    }
}

/// An empty list is no reason for a rule that is off: both may be meant to be filled in elsewhere.
fn look_at(conditions: &Conditions<'_>, rule: &RuleCondition<'_>, findings: &mut Findings) {
    let root = [Goal::holds(rule.root)];
    if conditions.refuted(&root, findings) {
        contradiction(conditions, rule, findings);
    } else if rule.rule.enabled && conditions.refuted_if(EmptyLists::AreEmpty, &root, findings) {
        empty_list(conditions, rule, findings);
    }
}

fn contradiction(conditions: &Conditions<'_>, rule: &RuleCondition<'_>, findings: &mut Findings) {
    let parts = reason(conditions, rule, EmptyLists::MayBeFilled, findings);
    let name = &rule.rule.name;
    let message = match parts.as_slice() {
        [only] if conditions.formula().node(only.node).is_test() => return,
        [one, other] if !conditions.is_mixed(one.node) && !conditions.is_mixed(other.node) => {
            let (one, other) = (text(conditions, *one), text(conditions, *other));
            format!("rule `{name}` can never match: {one} and {other} exclude each other")
        }
        _ => format!("rule `{name}` can never match: its condition contradicts itself"),
    };
    findings.add(finding(conditions, rule.rule, &parts, message, "and this"));
}

fn text(conditions: &Conditions<'_>, part: Goal) -> String {
    let text = conditions.text(part.node);
    if part.holds {
        text
    } else {
        format!("`not` {text}")
    }
}

fn empty_list(conditions: &Conditions<'_>, rule: &RuleCondition<'_>, findings: &mut Findings) {
    let parts = reason(conditions, rule, EmptyLists::AreEmpty, findings);
    let message = format!(
        "rule `{}` cannot match while this list is empty",
        rule.rule.name
    );
    let finding = finding(conditions, rule.rule, &parts, message, "with this");
    findings.add(finding.help("fill the list, or set `enabled: false` until it is filled"));
}

/// The parts of the condition that are enough to make it impossible.
fn reason(
    conditions: &Conditions<'_>,
    rule: &RuleCondition<'_>,
    lists: EmptyLists,
    findings: &mut Findings,
) -> Vec<Goal> {
    let mut parts = Vec::new();
    let mut open = vec![Goal::holds(rule.root)];
    while let Some(goal) = open.pop() {
        let goal = conditions.formula().without_not(goal);
        let inner = conditions.formula().conjuncts(goal);
        match inner.filter(|_| !conditions.formula().node(goal.node).is_test()) {
            Some(inner) => open.extend(inner.into_iter().rev()),
            None => parts.push(goal),
        }
    }
    if parts.len() > MOST_PARTS {
        return vec![Goal::holds(rule.root)];
    }
    conditions.core(lists, parts, &[], findings)
}

/// A finding at the part that the rule itself says, if it says one of them.
fn finding(
    conditions: &Conditions<'_>,
    rule: &Rule,
    parts: &[Goal],
    message: String,
    beside: &str,
) -> Finding {
    let own = |goal: &&Goal| conditions.formula().node(goal.node).home == Home::Rule;
    let main = parts.iter().rfind(own).or_else(|| parts.last());
    let Some(main) = main else {
        return Finding::new(rule.labels.clone(), message);
    };
    let others = parts.iter().filter(|part| *part != main).take(3);
    let at = Finding::new(conditions.labels(main.node), message);
    let finding = others.fold(at, |finding, part| {
        finding.beside(&conditions.labels(part.node), beside)
    });
    if own(&main) {
        finding
    } else {
        finding.beside(&rule.labels, "in this rule")
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{found, messages, rule};

    #[test]
    fn two_tests_that_exclude_each_other_are_named() {
        assert_eq!(
            messages(&rule(
                "ct.name = CreateUser and ct.src = x and ct.name in (A, B)"
            )),
            [
                "rule `r` can never match: `ct.name = CreateUser` and `ct.name in (A, B)` exclude each other"
            ]
        );
    }

    #[test]
    fn a_contradiction_through_a_macro_is_found() {
        let text = format!(
            "- macro: m\n  condition: ct.name = A and ct.src = x\n{}",
            rule("m and ct.name = B")
        );
        assert_eq!(found(&text), ["FN0101"]);
    }

    #[test]
    fn an_exception_for_everything_is_found() {
        let text = format!(
            "{}  exceptions:\n  - {{name: e, fields: [ct.name], values: [[A]]}}\n",
            rule("ct.name = A")
        );
        assert!(found(&text).contains(&"FN0101".to_owned()));
    }

    #[test]
    fn an_empty_list_is_a_reason_for_rules_that_are_on() {
        let text = format!(
            "- {{list: l, items: []}}\n{}",
            rule("ct.name = A and ct.user in (l)")
        );
        assert_eq!(
            messages(&text),
            ["rule `r` cannot match while this list is empty"]
        );
        assert!(found(&format!("{text}  enabled: false\n")).is_empty());
        assert!(found(&text.replace("ct.user in", "not ct.user in")).is_empty());
    }

    #[test]
    fn what_is_meant_to_be_never_true_is_let_be() {
        assert!(found(&rule("evt.num = 0")).is_empty());
        let text = format!(
            "- macro: never_true\n  condition: ct.name = A and ct.name = B\n{}",
            rule("never_true")
        );
        assert!(found(&text).is_empty());
    }
}
