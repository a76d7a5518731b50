//! FN0310: an appended `and` that is about the last part of an `or` only.

use falconet_condition::ast::{Expr, ExprKind};

use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::levels::Level;
use crate::lint::Lint;
use crate::trees::Tree;

pub(crate) const LINT: Lint = Lint {
    code: "FN0310",
    name: "appended-and",
    level: Level::Warn,
    summary: "an appended `and` that binds to the last part of an `or` alone",
    run,
};

fn run(input: &Input<'_>, findings: &mut Findings) {
    for tree in input.trees() {
        let ExprKind::Or(parts) = &tree.root.kind else {
            continue;
        };
        for seam in tree.text.seams() {
            if findings.spend(parts.len())
                && let Some(part) = part_across(parts, seam)
            {
                findings.add(finding(tree, part, seam));
            }
        }
    }
}

/// The part of an `or` that reaches over a place where text was appended.
fn part_across(parts: &[Expr], seam: usize) -> Option<&Expr> {
    let reaches = |part: &&Expr| part.span.start < seam && seam < part.span.end;
    let across = parts.iter().skip(1).find(reaches);
    across.filter(|part| matches!(part.kind, ExprKind::And(_)))
}

fn finding(tree: &Tree<'_>, part: &Expr, seam: usize) -> Finding {
    let appended = falconet_condition::Span::new(seam + 1, part.span.end);
    let message = "what is appended here is about the last part of the `or` alone";
    Finding::new(tree.labels(appended), message)
        .beside(&tree.labels(part.span), "this part")
        .help("put parentheses around the condition that is appended to")
}

#[cfg(test)]
mod tests {
    use super::LINT;
    use crate::testing::{messages_of, rule};

    fn appended(condition: &str, more: &str) -> Vec<String> {
        let text = format!(
            "{}- rule: r\n  condition: {more}\n  override: {{condition: append}}\n",
            rule(condition)
        );
        messages_of(&LINT, &text)
    }

    #[test]
    fn an_and_behind_an_or_is_found() {
        assert_eq!(
            appended("ct.name = A or ct.name = B", "and not ct.user = x"),
            ["what is appended here is about the last part of the `or` alone"]
        );
    }

    #[test]
    fn parentheses_and_other_connectives_are_let_be() {
        assert!(appended("(ct.name = A or ct.name = B)", "and not ct.user = x").is_empty());
        assert!(appended("ct.name = A and ct.src = x", "and not ct.user = x").is_empty());
        assert!(appended("ct.name = A or ct.name = B", "or ct.name = C").is_empty());
    }
}
