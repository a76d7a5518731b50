//! FN0102: a rule whose condition is true for every event of its source.

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::Goal;

pub(crate) const LINT: Lint = Lint {
    code: "FN0102",
    name: "always-true",
    level: Level::Warn,
    summary: "the condition of a rule is true for every event",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for conditions in input.conditions() {
        for rule in &conditions.rules {
            if conditions.refuted(&[Goal::fails(rule.root)], findings) {
                let (name, source) = (&rule.rule.name, &rule.rule.source_name);
                let message = format!("rule `{name}` matches every event of `{source}`");
                let finding = Finding::new(conditions.labels(rule.root), message);
                findings.add(finding.help(
                    "a negated test holds where the field is missing: add what the event must be",
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{found, messages, rule};

    #[test]
    fn a_condition_and_its_opposite_cover_everything() {
        assert_eq!(
            messages(&rule("not ct.name = A or not ct.name = B")),
            ["rule `r` matches every event of `aws_cloudtrail`"]
        );
    }

    #[test]
    fn an_absent_field_is_an_event_that_does_not_match() {
        assert!(!found(&rule("ct.name = A or ct.name != A")).contains(&"FN0102".to_owned()));
    }

    #[test]
    fn what_is_meant_to_be_always_true_is_let_be() {
        assert!(found(&rule("evt.num >= 0")).is_empty());
    }
}
