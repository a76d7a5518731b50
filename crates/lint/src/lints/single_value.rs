//! FN0202: `in` with one value.

use falconet_condition::ast::{Operator, Right};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::trees::left;

pub(crate) const LINT: Lint = Lint {
    code: "FN0202",
    name: "single-value",
    level: Level::Allow,
    summary: "`in` with one value where `=` says the same",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for (check, span) in tree.checks() {
            let (Operator::In, Right::List(values)) = (check.operator, &check.right) else {
                continue;
            };
            if let [value] = values.as_slice()
                && !is_list(input, &value.value)
            {
                let (field, value) = (left(check), tree.written(value.span));
                let message = format!("`{field}` is looked for among one value");
                let finding = Finding::new(tree.labels(span), message);
                findings.add(finding.help(format!(
                    "write `{field} = {value}`, or a list if there will be more"
                )));
            }
        }
    }
}

/// Whether a value stands for the items of a list.
fn is_list(input: &Input<'_>, value: &[u8]) -> bool {
    std::str::from_utf8(value).is_ok_and(|name| input.written.list(name).is_some())
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn one_value_is_found() {
        assert_eq!(
            found("ct.name in (A)"),
            ["`ct.name` is looked for among one value"]
        );
    }

    #[test]
    fn several_values_and_a_list_are_let_be() {
        assert!(found("ct.name in (A, B)").is_empty());
        let text = format!("- {{list: l, items: [a]}}\n{}", rule("ct.name in (l)"));
        assert!(messages_of(&LINT, &text).is_empty());
    }
}
