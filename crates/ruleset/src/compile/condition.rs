//! A condition from text to tree, and what is said when that fails.

use std::sync::Arc;

use falconet_condition::ast::{Expr, ExprKind};
use falconet_condition::{ParseLimits, Span, parse};

use super::Compiler;
use super::shift::shift;
use crate::expand::{MacroError, MappedText, resolve};
use crate::report::{Context, ErrorCode, LoadError, Loaded};

/// A condition before lists are substituted, and where it stands. Falco names this text in every message but those
/// of its parser.
pub(super) struct Written<'w> {
    pub(super) text: &'w Arc<str>,
    pub(super) context: &'w Context,
}

impl Compiler<'_> {
    /// Substitutes lists in a condition and parses it.
    pub(super) fn parse_condition(
        &mut self,
        condition: MappedText,
        macro_name: Option<&str>,
        context: &Context,
    ) -> Loaded<Expr> {
        let exceeded = |error: crate::expand::Exceeded| {
            LoadError::new(ErrorCode::CompileCondition, error.to_string(), context)
        };
        self.budget
            .check_condition(condition.len())
            .map_err(exceeded)?;
        let condition = self
            .lists
            .substitute(condition, &mut self.budget)
            .map_err(exceeded)?;
        self.budget.take_text(condition.len()).map_err(exceeded)?;
        match parse(condition.text(), ParseLimits::RULE_LOADER) {
            Ok(mut tree) => {
                shift(
                    &mut tree,
                    self.texts.add(condition, macro_name.map(str::to_owned)),
                );
                Ok(tree)
            }
            Err(error) => {
                let place =
                    falconet_diagnostics::Span::new(error.position.index, error.position.index + 1);
                let context = context.in_condition(
                    error.position,
                    &condition.text().into(),
                    condition.labels(place),
                );
                Err(LoadError::new(
                    ErrorCode::CompileCondition,
                    error.to_string(),
                    &context,
                ))
            }
        }
    }

    /// Replaces references to macros whose index is below `visibility`.
    pub(super) fn resolve_macros(
        &mut self,
        tree: &Expr,
        visibility: usize,
        written: &Written<'_>,
    ) -> Loaded<Expr> {
        resolve(tree, &mut self.macros, visibility, &mut self.budget).map_err(|error| {
            let code = match error {
                MacroError::Undefined(..) | MacroError::Loop(..) => ErrorCode::Validate,
                MacroError::TooDeep(_) | MacroError::Exceeded(..) => ErrorCode::CompileCondition,
            };
            LoadError::new(code, error.to_string(), &self.place(written, error.span()))
        })
    }

    /// The context of a span of any tree.
    pub(super) fn place(&self, written: &Written<'_>, span: Span) -> Context {
        self.place_at(written, span, span)
    }

    /// The context of a span, reported at the position of another.
    pub(super) fn place_at(&self, written: &Written<'_>, reported: Span, span: Span) -> Context {
        written.context.in_condition(
            self.texts.position(reported),
            written.text,
            self.texts.labels(span),
        )
    }
}

/// The checks of a tree. Falco says that something is wrong with a check, whichever part of it is.
#[derive(Default)]
pub(super) struct Checks {
    /// In the order of their places.
    spans: Vec<Span>,
}

impl Checks {
    pub(super) fn of(tree: &Expr) -> Self {
        let mut spans = Vec::new();
        collect_checks(tree, &mut spans);
        spans.sort_unstable_by_key(|span| span.start);
        Self { spans }
    }

    /// The check that a span lies in.
    pub(super) fn around(&self, span: Span) -> Span {
        let before = self
            .spans
            .partition_point(|check| check.start <= span.start);
        let last = before.checked_sub(1).and_then(|last| self.spans.get(last));
        last.filter(|check| span.start <= check.end)
            .copied()
            .unwrap_or(span)
    }
}

fn collect_checks(expr: &Expr, spans: &mut Vec<Span>) {
    match &expr.kind {
        ExprKind::And(children) | ExprKind::Or(children) => children
            .iter()
            .for_each(|child| collect_checks(child, spans)),
        ExprKind::Not(child) => collect_checks(child, spans),
        ExprKind::Check(_) => spans.push(expr.span),
        ExprKind::Macro(_) => {}
    }
}
