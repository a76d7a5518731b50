//! FN0207: `and` beside `or` without parentheses.

use falconet_condition::ast::{Expr, ExprKind};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::trees::Tree;

pub(crate) const LINT: Lint = Lint {
    code: "FN0207",
    name: "mixed-operators",
    level: Level::Allow,
    summary: "`and` beside `or` without parentheses",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        for node in tree.nodes() {
            let ExprKind::Or(children) = &node.kind else {
                continue;
            };
            let bare = children.iter().find(|child| is_bare_and(tree, child));
            if let Some(child) = bare {
                let message = "`and` binds more tightly than the `or` beside it";
                let finding = Finding::new(tree.labels(child.span), message);
                findings.add(finding.help("put parentheses around what belongs together"));
            }
        }
    }
}

/// Whether a node is an `and` that no parentheses stand around.
fn is_bare_and(tree: &Tree<'_>, node: &Expr) -> bool {
    let text = tree.text.text();
    let before = text.get(..node.span.start).unwrap_or_default().trim_end();
    let behind = text.get(node.span.end..).unwrap_or_default().trim_start();
    let within = tree.written(node.span);
    let is_enclosed = (before.ends_with('(') && behind.starts_with(')'))
        || within.starts_with('(') && within.ends_with(')');
    matches!(node.kind, ExprKind::And(_)) && !is_enclosed
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn found(condition: &str) -> Vec<String> {
        messages_of(&LINT, &rule(condition))
    }

    #[test]
    fn and_beside_or_is_found() {
        assert_eq!(found("ct.name = A and ct.src = x or ct.name = B").len(), 1);
    }

    #[test]
    fn parentheses_are_enough() {
        assert!(found("(ct.name = A and ct.src = x) or ct.name = B").is_empty());
        assert!(found("ct.name = A or ( ct.name = B and ct.src = x )").is_empty());
        assert!(found("ct.name = A and (ct.src = x or ct.src = y)").is_empty());
    }
}
