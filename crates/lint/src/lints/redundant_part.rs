//! FN0104: a part of a condition that changes nothing.

use crate::conditions::Conditions;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::parts::{Part, Trouble};

pub(crate) const LINT: Lint = Lint {
    code: "FN0104",
    name: "redundant-part",
    level: Level::Warn,
    summary: "a part of a condition changes nothing",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for (conditions, part) in input.idle_parts(findings) {
        if part.trouble == Trouble::Redundant {
            findings.add(finding(conditions, part));
        }
    }
}

fn finding(conditions: &Conditions<'_>, part: &Part) -> Finding {
    let text = conditions.text(part.goal.node);
    let at = Finding::new(
        conditions.labels(part.goal.node),
        format!("{text} changes nothing here"),
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
    fn what_other_parts_imply_is_found() {
        assert_eq!(
            parts("ct.name exists and ct.name in (A, B)"),
            ["`ct.name exists` changes nothing here"]
        );
        assert_eq!(
            parts("ct.src = x and (ct.name = A or ct.src = x)"),
            ["`(ct.name = A or ct.src = x)` changes nothing here"]
                .map(|text| text.replace(['(', ')'], ""))
        );
    }

    #[test]
    fn of_two_equal_parts_the_second_is_found_once() {
        assert_eq!(parts("ct.name = A and ct.src = x and ct.name = A").len(), 1);
    }

    #[test]
    fn a_branch_that_another_covers_is_found() {
        assert_eq!(
            parts("ct.src = x and (ct.name = A or ct.name in (A, B))"),
            ["`ct.name = A` changes nothing here"]
        );
    }

    #[test]
    fn a_list_that_may_be_filled_changes_something() {
        let text = format!(
            "- {{list: l, items: []}}\n{}",
            rule("ct.name = A and not ct.user in (l)")
        );
        assert!(messages_of(&LINT, &text).is_empty());
    }

    #[test]
    fn the_tests_of_a_macro_may_be_repeated_in_a_rule() {
        let text = format!(
            "- macro: m\n  condition: ct.name = A and ct.src = x\n{}",
            rule("m and ct.src = x")
        );
        assert!(messages_of(&LINT, &text).is_empty());
    }

    #[test]
    fn parts_that_matter_are_let_be() {
        assert!(parts("ct.name != A and ct.name exists or ct.src = x").len() <= 1);
        assert!(parts("not ct.name = A and ct.name exists").is_empty());
        assert!(parts("ct.name startswith A and ct.name endswith B").is_empty());
    }
}
