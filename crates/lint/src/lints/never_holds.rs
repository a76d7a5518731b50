//! FN0002: a test that no value can pass.

use std::collections::HashSet;

use falconet_ruleset::typed::{Leaf, Literal};

use crate::conditions::Conditions;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::{Goal, NodeId};

pub(crate) const LINT: Lint = Lint {
    code: "FN0002",
    name: "never-holds",
    level: Level::Warn,
    summary: "a test that no value of its field passes",
    run,
};

/// Values that are named in one message.
const MOST_VALUES: usize = 3;

fn run(input: &Input<'_>, findings: &mut Findings<'_>) {
    for conditions in input.conditions() {
        let mut seen = HashSet::new();
        for (id, node) in conditions.formula().nodes() {
            if let Some(test) = node.test
                && seen.insert(test.span)
            {
                look_at(conditions, id, test, findings);
            }
        }
    }
}

fn look_at(conditions: &Conditions<'_>, id: NodeId, test: &Leaf, findings: &mut Findings<'_>) {
    let message = if conditions.refuted(&[Goal::holds(id)], findings) {
        format!("{} never holds", conditions.text(id))
    } else {
        let impossible = conditions.logic.impossible_literals(test);
        if impossible.is_empty() {
            return;
        }
        format!("`{}` is never {}", test.left.text, list_of(&impossible))
    };
    let finding = Finding::new(conditions.labels(id), message);
    findings.add(match conditions.logic.about_values(test) {
        Some(help) => finding.help(help),
        None => finding,
    });
}

fn list_of(literals: &[&Literal]) -> String {
    let texts = literals.iter().filter_map(|literal| match literal {
        Literal::Text(text) => Some(format!("`{}`", String::from_utf8_lossy(text))),
        Literal::Number(number) => Some(format!("`{number}`")),
        Literal::Bool(value) => Some(format!("`{value}`")),
        _ => None,
    });
    let texts: Vec<_> = texts.take(MOST_VALUES).collect();
    texts.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{diagnostics, messages_of, rule};
    use crate::{Level, Levels};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn values_that_a_field_cannot_have_are_found() {
        assert_eq!(
            found("ct.name = A and ct.readonly = True"),
            ["`ct.readonly = True` never holds"]
        );
        assert_eq!(
            found("ct.name = A and tolower(ct.user) in (Alice, bob)"),
            ["`tolower(ct.user)` is never `Alice`"]
        );
    }

    #[test]
    fn a_test_of_an_exception_is_quoted_with_its_field_and_shown_at_its_value() {
        let exception = "  exceptions:\n  - name: e\n    fields: [ct.user, ct.readonly]\n    values:\n    - [a, true]\n    - [b, maybe]\n";
        let text = rule("ct.name = A") + exception;
        let mut levels = Levels::default();
        levels.set("all", Level::Allow).unwrap();
        levels.set("FN0002", Level::Warn).unwrap();
        let found = diagnostics(&text, &levels);
        assert_eq!(found[0].message, "`ct.readonly = maybe` never holds");
        let labels = found[0].labels.iter();
        let shown: Vec<_> = labels
            .map(|label| (&text[label.span.range()], label.text.as_str()))
            .collect();
        assert_eq!(
            shown,
            [
                ("maybe", ""),
                ("ct.readonly", "the field"),
                ("name: e", "in exception `e`")
            ]
        );
    }

    #[test]
    fn numbers_below_zero_are_found() {
        assert_eq!(found("s3.bytes < 0"), ["`s3.bytes < 0` never holds"]);
        assert_eq!(found("s3.bytes > -1"), ["`s3.bytes > -1` never holds"]);
    }

    #[test]
    fn what_a_field_can_be_is_said() {
        let mut levels = Levels::default();
        levels.set("all", Level::Allow).unwrap();
        levels.set("FN0002", Level::Warn).unwrap();
        let found = diagnostics(&rule("ct.readonly = yes"), &levels);
        let help = found[0].help.as_deref();
        assert_eq!(help, Some("`ct.readonly` is `false` or `true`, or missing"));
    }

    #[test]
    fn what_can_be_is_let_be() {
        let text = "ct.readonly = true and tolower(ct.user) = alice and s3.bytes >= 0";
        assert!(found(text).is_empty());
        assert!(found("evt.num = 0").is_empty());
    }
}
