//! FN0103: a part of a condition that can never be true.

use crate::conditions::Conditions;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::parts::{Part, Trouble};

pub(crate) const LINT: Lint = Lint {
    code: "FN0103",
    name: "dead-part",
    level: Level::Warn,
    summary: "a part of a condition can never be true",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for (conditions, part) in input.idle_parts(findings) {
        if part.trouble == Trouble::Dead && !is_test_alone(conditions, part) {
            findings.add(finding(conditions, part));
        }
    }
}

/// A test that no value passes is another lint's matter.
fn is_test_alone(conditions: &Conditions<'_>, part: &Part) -> bool {
    let goal = conditions.formula().without_not(part.goal);
    part.because.is_empty() && conditions.formula().node(goal.node).is_test()
}

fn finding(conditions: &Conditions<'_>, part: &Part) -> Finding {
    let (text, truth) = (
        conditions.text(part.goal.node),
        if part.goal.holds { "never" } else { "always" },
    );
    let here = if part.because.is_empty() { "" } else { " here" };
    let at = Finding::new(
        conditions.labels(part.goal.node),
        format!("{text} is {truth} true{here}"),
    );
    let because = part.because.iter().take(3).fold(at, |finding, other| {
        finding.beside(&conditions.labels(other.node), "because of this")
    });
    because.help("remove it, or test what was meant")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn parts(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn a_branch_that_contradicts_itself_is_found() {
        assert_eq!(
            parts("ct.src = x and (ct.name = A or (ct.user = y and ct.name = B and ct.name = C))"),
            ["`ct.user = y and ct.name = B and ct.name = C` is never true"]
        );
    }

    #[test]
    fn a_branch_that_contradicts_what_is_around_it_is_found() {
        assert_eq!(
            parts("ct.name = A and (ct.src = x or ct.name = B)"),
            ["`ct.name = B` is never true here"]
        );
    }

    #[test]
    fn a_negated_contradiction_is_found() {
        assert_eq!(
            parts("ct.name = A and not (ct.src = x and ct.name = A)"),
            ["`ct.name = A` is always true here"]
        );
    }

    #[test]
    fn a_macro_may_say_more_than_one_rule_needs() {
        let text = format!(
            "- macro: m\n  condition: ct.name = A or ct.name = B\n{}",
            rule("ct.name = A and m")
        );
        assert!(messages_of(&LINT, &text).is_empty());
    }

    #[test]
    fn branches_that_can_be_are_let_be() {
        assert!(parts("ct.src = x and (ct.name = A or (ct.name = B and ct.user = y))").is_empty());
    }
}
