//! FN0002: a test that no value can pass.

use std::collections::HashSet;

use falconet_diagnostics::Label;
use falconet_ruleset::typed::{Leaf, Literal};

use crate::conditions::Conditions;
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::logic::{Goal, NodeId};
use crate::quote::quoted;

pub(crate) const LINT: Lint = Lint {
    code: "FN0002",
    name: "never-holds",
    level: Level::Warn,
    summary: "a test that no value of its field passes",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for conditions in input.conditions() {
        let (mut seen, mut told) = (HashSet::new(), HashSet::new());
        for (id, node) in conditions.formula().nodes() {
            if let Some(test) = node.test
                && seen.insert(test.span)
            {
                look_at(conditions, id, test, &mut told, findings);
            }
        }
    }
}

/// A place and what is said of it: the items of a list are told once, however many tests are against it.
type Told = HashSet<(Option<(u32, usize)>, String)>;

fn look_at(
    conditions: &Conditions<'_>,
    id: NodeId,
    test: &Leaf,
    told: &mut Told,
    findings: &mut Findings,
) {
    let help = |finding: Finding| match conditions.logic.about_values(test) {
        Some(help) => finding.help(help),
        None => finding,
    };
    if conditions.refuted(&[Goal::holds(id)], findings) {
        let message = format!("{} never holds", conditions.text(id));
        findings.add(help(Finding::new(conditions.labels(id), message)));
        return;
    }
    let impossible = conditions.logic.impossible_literals(test);
    let values = conditions.value_places(test, !impossible.is_empty());
    for (number, literal) in impossible {
        let message = format!("`{}` is never {}", test.left.text, shown(literal));
        let labels = values.labels(Some(number));
        if told.insert((place(&labels), message.clone())) {
            findings.add(help(Finding::new(labels, message)));
        }
    }
}

fn place(labels: &[Label]) -> Option<(u32, usize)> {
    let first = labels.first()?;
    Some((first.source.0, first.span.start))
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => quoted(&String::from_utf8_lossy(text)),
        Literal::Number(number) => format!("`{number}`"),
        Literal::Bool(value) => format!("`{value}`"),
        _ => "that".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{diagnostics, messages_of, named_rule, rule, shown_places};
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
    fn an_item_of_a_list_is_found_where_it_stands_and_once() {
        let one = |name| named_rule(name, "tolower(ct.user) in (people)");
        let list = "- list: people\n  items: [Alice, bob]\n\n";
        let text = format!("{list}{}{}", one("r"), one("s"));
        assert_eq!(shown_places(&LINT, &text), [["Alice", "people"]]);
        let allowed = format!("# falconet: allow(never-holds) so be it\n{text}");
        assert!(messages_of(&LINT, &allowed).is_empty());
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
