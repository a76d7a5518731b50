//! FN0306: an exception without values.

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;

pub(crate) const LINT: Lint = Lint {
    code: "FN0306",
    name: "exception-without-values",
    level: Level::Allow,
    summary: "an exception that excepts nothing",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for rule in input.written.rules() {
        for exception in rule
            .exceptions()
            .filter(|exception| exception.values().len() == 0)
        {
            let message = format!(
                "exception `{}` of rule `{}` has no values and excepts nothing",
                exception.name(),
                rule.name()
            );
            findings.add(
                Finding::new(exception.labels(), message)
                    .help("add values, here or from another file, or remove it"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    #[test]
    fn an_exception_without_values_is_found() {
        let text = format!(
            "{}  exceptions:\n  - {{name: e, fields: ct.user}}\n",
            rule("ct.name = A")
        );
        assert_eq!(
            messages_of(&LINT, &text),
            ["exception `e` of rule `r` has no values and excepts nothing"]
        );
    }

    #[test]
    fn values_from_an_override_count() {
        let text = format!(
            "{}  exceptions:\n  - {{name: e, fields: ct.user}}\n- rule: r\n  exceptions: [{{name: e, values: [x]}}]\n  override: {{exceptions: append}}\n",
            rule("ct.name = A")
        );
        assert!(messages_of(&LINT, &text).is_empty());
    }
}
