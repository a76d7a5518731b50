//! FN0203: a value that is twice in a list.

use std::collections::HashMap;

use falconet_diagnostics::Label;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::trees::literals;

pub(crate) const LINT: Lint = Lint {
    code: "FN0203",
    name: "duplicate-item",
    level: Level::Warn,
    summary: "a value that is twice in a list",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for list in input.written.lists() {
        let items = list
            .items()
            .map(|item| (item.text().as_bytes(), item.whole()));
        look_at(items, findings);
    }
    for tree in input.trees() {
        for (check, _) in tree.checks() {
            let values = literals(check).iter();
            look_at(
                values.map(|value| (value.value.as_slice(), tree.labels(value.span))),
                findings,
            );
        }
    }
}

fn look_at<'v>(values: impl Iterator<Item = (&'v [u8], Vec<Label>)>, findings: &mut Findings) {
    let mut first_of: HashMap<&[u8], Vec<Label>> = HashMap::new();
    for (value, labels) in values {
        if let Some(first) = first_of.get(value) {
            let message = format!("`{}` is here twice", String::from_utf8_lossy(value));
            findings.add(Finding::new(labels, message).beside(first, "the first time"));
        } else {
            first_of.insert(value, labels);
        }
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
    fn values_that_are_twice_in_a_test_are_found() {
        assert_eq!(found("ct.name in (A, B, \"A\")"), ["`A` is here twice"]);
        assert!(found("ct.name in (A, B) and ct.user in (A)").is_empty());
    }

    #[test]
    fn values_that_are_twice_in_a_list_are_found() {
        let text =
            "- {list: l, items: [a, b]}\n- {list: l, items: [b], override: {items: append}}\n";
        assert_eq!(messages_of(&LINT, text), ["`b` is here twice"]);
    }
}
