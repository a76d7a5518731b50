//! FN0206: a negation of a negation.

use falconet_condition::ast::{Expr, ExprKind, Operator};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::quote::quoted;
use crate::trees::{Tree, left};

pub(crate) const LINT: Lint = Lint {
    code: "FN0206",
    name: "double-negation",
    level: Level::Warn,
    summary: "a negation of a negation",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for node in tree.nodes() {
            match &node.kind {
                ExprKind::Not(child) => negated_inequality(tree, child, findings),
                ExprKind::Check(_) | ExprKind::Macro(_) => negated_twice(tree, node, findings),
                ExprKind::And(_) | ExprKind::Or(_) => {}
            }
        }
    }
}

fn negated_inequality(tree: &Tree<'_>, child: &Expr, findings: &mut Findings) {
    if let ExprKind::Check(check) = &child.kind
        && check.operator == Operator::NotEqual
        && check.modifier.is_none()
    {
        let (field, text) = (left(check), quoted(tree.written(child.span)));
        let message = format!("`not` {text} is also true where `{field}` is missing");
        let finding = Finding::new(tree.labels(child.span), message);
        findings.add(finding.help("if that is not meant, write `=`"));
    }
}

/// Two negations leave no trace in a tree.
fn negated_twice(tree: &Tree<'_>, node: &Expr, findings: &mut Findings) {
    let text = tree.text.text();
    let before = text.get(..node.span.start).unwrap_or_default();
    let behind = text.get(node.span.end..).unwrap_or_default();
    if has_two_nots(before, behind) {
        let text = quoted(tree.written(node.span));
        let message = format!("the two `not` before {text} cancel each other");
        let finding = Finding::new(tree.labels(node.span), message);
        findings.add(finding.help("remove both"));
    }
}

/// Whether `not not`, or `not (not` with the parenthesis closed directly behind, stands before something.
fn has_two_nots(before: &str, behind: &str) -> bool {
    let start =
        before.trim_end_matches(|character: char| character == '(' || character.is_whitespace());
    let Some(rest) = without_not(start) else {
        return false;
    };
    let is_enclosed = !before.get(start.len()..).unwrap_or_default().contains('(')
        && behind.trim_start().starts_with(')');
    let outer = rest.strip_suffix('(').filter(|_| is_enclosed);
    without_not(rest).is_some() || outer.map(str::trim_end).and_then(without_not).is_some()
}

/// What stands before the word `not` at the end of a text.
fn without_not(text: &str) -> Option<&str> {
    let rest = text.strip_suffix("not")?;
    let is_word = rest.ends_with(|character: char| character.is_whitespace() || character == '(')
        || rest.is_empty();
    is_word.then(|| rest.trim_end())
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn a_negated_inequality_is_found() {
        assert_eq!(
            found("ct.src = x and not ct.name != A"),
            ["`not` `ct.name != A` is also true where `ct.name` is missing"]
        );
    }

    #[test]
    fn one_negation_is_let_be() {
        assert!(found("not ct.name = A and ct.user != x and not (ct.src = y)").is_empty());
    }

    #[test]
    fn two_nots_are_found() {
        let one = ["the two `not` before `ct.name = A` cancel each other"];
        assert_eq!(found("ct.src = x and not not ct.name = A"), one);
        assert_eq!(found("ct.src = x and not (not ct.name = A)"), one);
        assert_eq!(found("not not (ct.name = A or ct.name = B)"), one);
    }

    #[test]
    fn a_not_within_a_not_that_says_more_is_let_be() {
        assert!(found("not (not ct.name = A and ct.src = x)").is_empty());
        assert!(found("not (not (ct.name = A) and ct.src = x)").is_empty());
        assert!(found("ct.name = not and not ct.src = x").is_empty());
    }
}
