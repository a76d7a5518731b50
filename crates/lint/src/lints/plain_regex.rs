//! FN0204: a `regex` that needs no pattern, where Falco does not say so itself.

use falconet_condition::ast::{Operator, Right};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::plain_pattern::PlainPattern;
use crate::quote::quoted;
use crate::trees::left;

pub(crate) const LINT: Lint = Lint {
    code: "FN0204",
    name: "plain-regex",
    level: Level::Warn,
    summary: "a `regex` pattern where a simpler operator says the same",
    run,
};

/// Of a pattern without backslashes and alternatives Falco says the same.
fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for (check, span) in tree.checks() {
            let (Operator::Regex, None, Right::Value(pattern)) =
                (check.operator, check.modifier, &check.right)
            else {
                continue;
            };
            let plain =
                PlainPattern::of(&pattern.value).filter(|_| !is_known_to_falco(&pattern.value));
            if let Some(plain) = plain {
                let message = format!("{} needs no `regex`", quoted(tree.written(span)));
                let finding = Finding::new(tree.labels(span), message);
                findings.add(finding.help(format!("write `{}`", plain.test(&left(check)))));
            }
        }
    }
}

fn is_known_to_falco(pattern: &[u8]) -> bool {
    !pattern.iter().any(|byte| b"\\|()".contains(byte))
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn patterns_of_names_are_found() {
        let condition = "ct.name regex '(Create|Delete)'";
        assert_eq!(
            found(condition),
            [format!("`{condition}` needs no `regex`")]
        );
        assert_eq!(found(r"ct.src regex 'iam\\.amazonaws\\.com'").len(), 1);
    }

    #[test]
    fn what_falco_says_itself_and_what_is_needed_is_let_be() {
        assert!(found("ct.name regex 'Create.*'").is_empty());
        assert!(found("ct.name regex '(Create|Delete)[A-Z].*'").is_empty());
    }
}
