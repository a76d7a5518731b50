//! A condition from text to tree, and what is said when that fails.

use std::sync::Arc;

use falconet_condition::ast::{Expr, ExprKind};
use falconet_condition::{ParseError, ParseLimits, Span, parse};
use falconet_diagnostics::{Label, Span as FileSpan};

use super::Compiler;
use crate::advice::{self, Advice};
use crate::collect::Unread;
use crate::expand::{
    Exceeded, MacroError, MappedText, Reference, Resolved, Scope, resolve, shift, way,
};
use crate::report::{Context, ErrorCode, LoadError, Loaded};

/// A condition before lists are substituted, and where it stands. Falco names this text in every message but those
/// of its parser.
pub(super) struct Written<'w> {
    pub(super) text: &'w Arc<str>,
    pub(super) context: &'w Context,
    /// The macros that it refers to.
    pub(super) references: &'w [Reference],
}

impl Compiler<'_> {
    /// Substitutes lists in a condition and parses it.
    pub(super) fn parse_condition(
        &mut self,
        condition: MappedText,
        macro_name: Option<&str>,
        context: &Context,
    ) -> Loaded<Expr> {
        let exceeded = |error: Exceeded| {
            LoadError::new(ErrorCode::CompileCondition, error.to_string(), context).final_one()
        };
        self.budget
            .check_condition(condition.len())
            .map_err(exceeded)?;
        let condition = self
            .lists
            .substitute(condition, &mut self.budget)
            .map_err(exceeded)?;
        self.budget.take_text(condition.len()).map_err(exceeded)?;
        let parsed = parse(condition.text(), ParseLimits::RULE_LOADER);
        let mut tree = parsed.map_err(|error| unparsable(&error, &condition, context))?;
        let base = self
            .ruleset
            .texts
            .add(condition, macro_name.map(str::to_owned));
        shift(&mut tree, base);
        Ok(tree)
    }

    /// Replaces references to macros whose index is below `visibility`.
    pub(super) fn resolve_macros(
        &mut self,
        tree: &Expr,
        visibility: usize,
        unread: &Unread,
        written: &Written<'_>,
    ) -> Result<Resolved, Vec<LoadError>> {
        let scope = Scope { visibility, unread };
        resolve(tree, &mut self.macros, scope, &mut self.budget).map_err(|errors| {
            let errors = errors.iter();
            errors
                .map(|error| self.macro_error(error, written))
                .collect()
        })
    }

    fn macro_error(&self, error: &MacroError, written: &Written<'_>) -> LoadError {
        let place = self.place(written, error.span());
        let message = error.to_string();
        match error {
            MacroError::Undefined(name, _) => LoadError::new(ErrorCode::Validate, message, &place)
                .advised(advice::undefined_macro(name, &self.macros, &self.lists)),
            MacroError::Loop(..) => LoadError::new(ErrorCode::Validate, message, &place)
                .advised("a macro cannot stand for itself, not even by way of others"),
            MacroError::TooDeep(_) => LoadError::new(ErrorCode::CompileCondition, message, &place),
            MacroError::Exceeded(..) => {
                LoadError::new(ErrorCode::CompileCondition, message, &place).final_one()
            }
        }
    }

    /// The context of a span of any tree.
    pub(super) fn place(&self, written: &Written<'_>, span: Span) -> Context {
        self.place_at(written, span, span)
    }

    /// The context of a span, reported at the position of another.
    pub(super) fn place_at(&self, written: &Written<'_>, reported: Span, span: Span) -> Context {
        let mut labels = self.ruleset.texts.labels(span);
        labels.extend(self.uses(written, span));
        written
            .context
            .in_condition(self.ruleset.texts.position(reported), written.text, labels)
    }

    /// The references by which the macro that a span lies in got into a condition, the innermost first.
    fn uses(&self, written: &Written<'_>, span: Span) -> Vec<Label> {
        let Some(name) = self.ruleset.texts.macro_name(span) else {
            return Vec::new();
        };
        let way = way(written.references, name, &self.macros);
        let labels = way.into_iter().rev().filter_map(|step| {
            let mut label = self.ruleset.texts.labels(step.span).into_iter().next()?;
            label.text = format!("macro `{}`, used here", step.name);
            Some(label)
        });
        labels.collect()
    }
}

/// What the parser says, at the place that Falco names and at the one that is to blame.
fn unparsable(error: &ParseError, condition: &MappedText, context: &Context) -> LoadError {
    let index = error.position.index;
    let stopped = FileSpan::new(index, index + 1);
    let text = condition.text().into();
    let place = context.in_condition(error.position, &text, condition.labels(stopped));
    let advice = advice::unparsable(error, &text);
    let (span, label) = advice.place.unwrap_or_default();
    let labels = condition.labels(FileSpan::new(span.start, span.end));
    LoadError::new(ErrorCode::CompileCondition, error.to_string(), &place).advised(Advice {
        help: advice.help.map(|help| Box::new(help.into())),
        labels,
        label,
        ..Advice::default()
    })
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
