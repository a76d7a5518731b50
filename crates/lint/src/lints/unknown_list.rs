//! FN0305: a value that is almost the name of a list.

use falconet_condition::ast::{Check, Literal, Operator, Right};
use falconet_diagnostics::Hint;

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::nearest::distance;
use crate::trees::Tree;

pub(crate) const LINT: Lint = Lint {
    code: "FN0305",
    name: "unknown-list",
    level: Level::Warn,
    summary: "a value that is probably a misspelled list",
    run,
};

/// Shorter names are alike by chance.
const SHORTEST: usize = 6;
/// So many letters may be wrong.
const MOST_CHANGES: usize = 2;

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for (check, _) in tree.checks() {
            if let Some(value) = only_value(check)
                && !tree.is_quoted(value)
                && value.value.len() >= SHORTEST
            {
                look_at(input, tree, value, findings);
            }
        }
    }
}

/// The value in the parentheses behind `in` and the like, if there is but one.
fn only_value(check: &Check) -> Option<&Literal> {
    let takes_list = matches!(
        check.operator,
        Operator::In | Operator::Intersects | Operator::PMatch
    );
    match &check.right {
        Right::List(values) if takes_list || check.modifier.is_some() => match values.as_slice() {
            [only] => Some(only),
            _ => None,
        },
        _ => None,
    }
}

fn look_at(input: &Input<'_>, tree: &Tree<'_>, value: &Literal, findings: &mut Findings) {
    let name = String::from_utf8_lossy(&value.value);
    if !name.contains(['_', '-']) || input.written.list(&name).is_some() {
        return;
    }
    let mut lists = input
        .written
        .lists()
        .map(falconet_ruleset::view::ListView::name);
    let near = |list: &&str| findings.spend(list.len()) && distance(&name, list) <= MOST_CHANGES;
    if let Some(list) = lists.find(near) {
        let message = format!("`{name}` is no list, and is looked for as a text");
        let finding = Finding::new(tree.labels(value.span), message);
        let mut hint = Hint::did_you_mean(&name, &[list]);
        hint.text = format!("did you mean the list `{list}`?");
        findings.add(finding.help(hint));
    }
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn with_list(condition: &str) -> Vec<String> {
        messages_of(
            &LINT,
            &format!(
                "- {{list: trusted_users, items: [a, b]}}\n{}",
                rule(condition)
            ),
        )
    }

    #[test]
    fn a_misspelled_list_is_found() {
        assert_eq!(
            with_list("ct.user in (trusted_user)"),
            ["`trusted_user` is no list, and is looked for as a text"]
        );
    }

    #[test]
    fn lists_and_texts_are_let_be() {
        assert!(with_list("ct.user in (trusted_users)").is_empty());
        assert!(with_list("ct.user in ('trusted_user')").is_empty());
        assert!(with_list("ct.user in (trusted_user, other)").is_empty());
        assert!(with_list("ct.user in (somebody_else)").is_empty());
    }
}
