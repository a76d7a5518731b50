//! FN0308: a field, or values, that are twice in an exception.

use std::collections::HashMap;

use falconet_diagnostics::Label;
use falconet_ruleset::view::ExceptionView;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0308",
    name: "repeated-exception",
    level: Level::Warn,
    summary: "a field or a value that is twice in an exception",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for rule in input.written.rules() {
        for exception in rule.exceptions() {
            fields(exception, findings);
            values(exception, findings);
        }
    }
}

/// A field may be compared twice in different ways.
fn fields(exception: ExceptionView<'_>, findings: &mut Findings) {
    let comparisons = exception.comparisons();
    let fields = exception.fields().into_iter().zip(&comparisons);
    look_at(
        fields.map(|(field, comparison)| {
            (
                format!("{} {}", field.text(), comparison.text()),
                field.whole(),
            )
        }),
        findings,
    );
}

fn values(exception: ExceptionView<'_>, findings: &mut Findings) {
    let values = exception.values().map(|value| {
        let texts: Vec<_> = value.iter().map(|text| text.text()).collect();
        let labels = value.first().map(|text| text.whole());
        (texts.join(", "), labels.unwrap_or_default())
    });
    look_at(values, findings);
}

fn look_at(entries: impl Iterator<Item = (String, Vec<Label>)>, findings: &mut Findings) {
    let mut first_of: HashMap<String, Vec<Label>> = HashMap::new();
    for (entry, labels) in entries {
        if let Some(first) = first_of.get(&entry) {
            let message = format!("`{entry}` is here twice");
            findings.add(Finding::new(labels, message).beside(first, "the first time"));
        } else {
            first_of.insert(entry, labels);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn with_exception(exception: &str) -> Vec<String> {
        messages_of(
            &LINT,
            &format!("{}  exceptions:\n  - {exception}\n", rule("ct.name = A")),
        )
    }

    #[test]
    fn repeated_fields_and_values_are_found() {
        assert_eq!(
            with_exception("{name: e, fields: [ct.user, ct.user], values: [[x, x]]}"),
            ["`ct.user =` is here twice"]
        );
        assert_eq!(
            with_exception(
                "{name: e, fields: [ct.user, ct.src], values: [[x, y], [y, x], [x, y]]}"
            ),
            ["`x, y` is here twice"]
        );
    }

    #[test]
    fn different_comparisons_of_a_field_are_let_be() {
        assert!(with_exception("{name: e, fields: [ct.user, ct.user], comps: [startswith, endswith], values: [[x, y]]}").is_empty());
    }
}
