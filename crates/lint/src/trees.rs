//! Conditions as they were written: trees with the names of lists and macros in them.

use falconet_condition::Span as ConditionSpan;
use falconet_condition::ast::{Check, Expr, ExprKind, Literal, Right};
use falconet_condition::print::print_operand;
use falconet_diagnostics::Label;
use falconet_ruleset::view::{MacroView, RuleView, TextView, View};

/// A condition of a rule or macro.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) text: TextView<'a>,
    pub(crate) root: Expr,
}

/// The conditions of all macros and rules that are conditions before lists are substituted.
pub(crate) fn trees(written: View<'_>) -> Vec<Tree<'_>> {
    let macros = written.macros().map(MacroView::condition);
    let rules = written.rules().map(RuleView::condition);
    let parsed = macros.chain(rules).filter_map(|text| {
        let root = text.parse()?;
        Some(Tree { text, root })
    });
    parsed.collect()
}

impl Tree<'_> {
    /// Every node, each before those in it.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Expr> {
        let mut open = vec![&self.root];
        std::iter::from_fn(move || {
            let next = open.pop()?;
            match &next.kind {
                ExprKind::And(children) | ExprKind::Or(children) => {
                    open.extend(children.iter().rev());
                }
                ExprKind::Not(child) => open.push(child),
                ExprKind::Macro(_) | ExprKind::Check(_) => {}
            }
            Some(next)
        })
    }

    /// Every test with its place.
    pub(crate) fn checks(&self) -> impl Iterator<Item = (&Check, ConditionSpan)> {
        self.nodes().filter_map(|expr| match &expr.kind {
            ExprKind::Check(check) => Some((&**check, expr.span)),
            _ => None,
        })
    }

    /// Where a part stands in the files.
    pub(crate) fn labels(&self, span: ConditionSpan) -> Vec<Label> {
        self.text.condition_labels(span)
    }

    /// What was written.
    pub(crate) fn written(&self, span: ConditionSpan) -> &str {
        self.text
            .text()
            .get(span.start..span.end)
            .unwrap_or_default()
    }

    /// Whether a value stands in quotes.
    pub(crate) fn is_quoted(&self, literal: &Literal) -> bool {
        self.written(literal.span).starts_with(['"', '\''])
    }
}

/// The values that a test is against, as they were written.
pub(crate) fn literals(check: &Check) -> &[Literal] {
    match &check.right {
        Right::List(literals) => literals,
        Right::Value(literal) => std::slice::from_ref(literal),
        Right::Nothing | Right::Operand(_) => &[],
    }
}

/// What is tested, for comparing and for people.
pub(crate) fn left(check: &Check) -> String {
    print_operand(&check.left)
}
