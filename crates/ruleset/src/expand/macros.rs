//! References to macros, replaced by the macros' trees.

use std::collections::HashMap;

use falconet_condition::Span;
use falconet_condition::ast::{Expr, ExprKind};
use thiserror::Error;

use super::budget::{Budget, Exceeded};
use super::references::Reference;
use crate::collect::{ItemKind, Unread};

/// Macros within macros, and parentheses within those, may be that deep.
const MAX_DEPTH: usize = crate::check::MAX_DEPTH;
/// How many undefined macros of one condition are reported.
const MOST_UNDEFINED: usize = 64;

/// The tree of a macro.
#[derive(Clone, Debug)]
pub(crate) struct MacroTree {
    pub(crate) name: String,
    /// Position among all definitions.
    pub(crate) index: usize,
    /// Nothing if it has an error.
    pub(crate) tree: Option<Expr>,
    /// The span of its condition as it was parsed.
    pub(crate) written: Span,
    /// What it refers to, and where.
    pub(crate) references: Vec<Reference>,
    /// Whether something refers to it.
    pub(crate) used: bool,
}

/// The macros of a load in position order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Macros {
    macros: Vec<MacroTree>,
    by_name: HashMap<String, usize>,
}

impl Macros {
    /// Adds a macro behind the others.
    pub(crate) fn push(&mut self, added: MacroTree) {
        self.by_name.insert(added.name.clone(), self.macros.len());
        self.macros.push(added);
    }

    pub(crate) fn all(&self) -> &[MacroTree] {
        &self.macros
    }

    pub(crate) fn get(&self, name: &str) -> Option<&MacroTree> {
        self.macros.get(*self.by_name.get(name)?)
    }

    pub(crate) fn set_tree(&mut self, number: usize, tree: Option<Expr>) {
        if let Some(found) = self.macros.get_mut(number) {
            found.tree = tree;
        }
    }

    pub(crate) fn tree(&self, number: usize) -> Option<&Expr> {
        self.macros.get(number)?.tree.as_ref()
    }

    fn mark_used(&mut self, numbers: &[usize]) {
        for number in numbers {
            if let Some(found) = self.macros.get_mut(*number) {
                found.used = true;
            }
        }
    }
}

impl FromIterator<MacroTree> for Macros {
    fn from_iter<I: IntoIterator<Item = MacroTree>>(macros: I) -> Self {
        let mut all = Self::default();
        macros.into_iter().for_each(|added| all.push(added));
        all
    }
}

/// Why references cannot be replaced, and where the reference stands. The texts are Falco's, but for the bounds.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum MacroError {
    #[error("Undefined macro '{0}' used in filter.")]
    Undefined(String, Span),
    #[error("reference loop in macro '{0}'")]
    Loop(String, Span),
    #[error("macros nest deeper than {MAX_DEPTH} levels")]
    TooDeep(Span),
    #[error("{0}")]
    Exceeded(Exceeded, Span),
}

impl MacroError {
    /// The reference.
    pub(crate) const fn span(&self) -> Span {
        match self {
            Self::Undefined(_, span)
            | Self::Loop(_, span)
            | Self::TooDeep(span)
            | Self::Exceeded(_, span) => *span,
        }
    }
}

/// What a reference may find.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'s> {
    /// Only macros whose index is below it.
    pub(crate) visibility: usize,
    /// Macros that are somewhere, but could not be read.
    pub(crate) unread: &'s Unread,
}

/// A tree whose references have been replaced.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub(crate) tree: Expr,
    /// Whether every macro had a tree. One that had not was reported where it is defined.
    pub(crate) is_whole: bool,
}

/// `tree` with each reference replaced. The errors are every undefined macro, or whatever ended it before.
pub(crate) fn resolve(
    tree: &Expr,
    macros: &mut Macros,
    scope: Scope<'_>,
    budget: &mut Budget,
) -> Result<Resolved, Vec<MacroError>> {
    let mut resolver = Resolver {
        macros,
        scope,
        budget,
        path: Vec::new(),
        resolved: Vec::new(),
        undefined: Vec::new(),
        is_whole: true,
    };
    let tree = resolver.expr(tree, 0).map_err(|error| vec![error])?;
    let (used, undefined, is_whole) = (resolver.resolved, resolver.undefined, resolver.is_whole);
    if !undefined.is_empty() {
        return Err(undefined);
    }
    macros.mark_used(&used);
    Ok(Resolved { tree, is_whole })
}

struct Resolver<'m> {
    macros: &'m Macros,
    scope: Scope<'m>,
    budget: &'m mut Budget,
    /// The macros that are being replaced.
    path: Vec<usize>,
    resolved: Vec<usize>,
    /// Loops are reported before undefined macros, so those wait.
    undefined: Vec<MacroError>,
    is_whole: bool,
}

impl Resolver<'_> {
    fn expr(&mut self, expr: &Expr, depth: usize) -> Result<Expr, MacroError> {
        if depth > MAX_DEPTH {
            return Err(MacroError::TooDeep(expr.span));
        }
        match &expr.kind {
            ExprKind::And(children) => Ok(with_kind(
                expr,
                ExprKind::And(self.children(children, depth)?),
            )),
            ExprKind::Or(children) => Ok(with_kind(
                expr,
                ExprKind::Or(self.children(children, depth)?),
            )),
            ExprKind::Not(child) => Ok(with_kind(
                expr,
                ExprKind::Not(Box::new(self.expr(child, depth + 1)?)),
            )),
            ExprKind::Macro(name) => self.reference(name, expr, depth),
            ExprKind::Check(_) => self.check(expr),
        }
    }

    fn children(&mut self, children: &[Expr], depth: usize) -> Result<Vec<Expr>, MacroError> {
        let mut resolved = Vec::with_capacity(children.len());
        for child in children {
            resolved.push(self.expr(child, depth + 1)?);
        }
        Ok(resolved)
    }

    fn check(&mut self, expr: &Expr) -> Result<Expr, MacroError> {
        let bytes = expr.span.end.saturating_sub(expr.span.start);
        self.budget
            .take_copy(bytes)
            .map_err(|error| MacroError::Exceeded(error, expr.span))?;
        Ok(expr.clone())
    }

    fn reference(&mut self, name: &str, expr: &Expr, depth: usize) -> Result<Expr, MacroError> {
        let visible = self
            .macros
            .by_name
            .get(name)
            .and_then(|number| Some((*number, self.macros.macros.get(*number)?)));
        let Some((number, found)) =
            visible.filter(|(_, found)| found.index < self.scope.visibility)
        else {
            self.note_undefined(name, expr.span);
            return Ok(with_kind(expr, ExprKind::And(Vec::new())));
        };
        if self.path.contains(&number) {
            return Err(MacroError::Loop(name.to_owned(), expr.span));
        }
        let Some(tree) = &found.tree else {
            self.is_whole = false;
            return Ok(with_kind(expr, ExprKind::And(Vec::new())));
        };
        self.budget
            .take_copy(1)
            .map_err(|error| MacroError::Exceeded(error, expr.span))?;
        self.path.push(number);
        let tree = self.expr(tree, depth + 1);
        self.path.pop();
        self.resolved.push(number);
        tree
    }

    fn note_undefined(&mut self, name: &str, span: Span) {
        if self.scope.unread.has(ItemKind::Macro, name) {
            self.is_whole = false;
        } else if self.undefined.len() < MOST_UNDEFINED {
            self.undefined
                .push(MacroError::Undefined(name.to_owned(), span));
        }
    }
}

fn with_kind(expr: &Expr, kind: ExprKind) -> Expr {
    Expr {
        kind,
        span: expr.span,
    }
}

#[cfg(test)]
mod tests {
    use falconet_condition::{ParseLimits, parse, print};

    use super::*;
    use crate::options::ExpansionLimits;

    fn tree(text: &str) -> Expr {
        parse(text, ParseLimits::default()).expect("a condition")
    }

    fn macros(definitions: &[(&str, &str)]) -> Macros {
        let made = definitions
            .iter()
            .enumerate()
            .map(|(index, (name, text))| MacroTree {
                written: Span::default(),
                name: (*name).to_owned(),
                index,
                tree: Some(tree(text)),
                references: Vec::new(),
                used: false,
            });
        made.collect()
    }

    fn resolved(text: &str, macros: &mut Macros, visibility: usize) -> Result<String, String> {
        let mut budget = Budget::new(ExpansionLimits {
            total_bytes: 100_000,
            ..ExpansionLimits::default()
        });
        let unread = Unread::default();
        let scope = Scope {
            visibility,
            unread: &unread,
        };
        resolve(&tree(text), macros, scope, &mut budget)
            .map(|resolved| print::print_condition(&resolved.tree))
            .map_err(|errors| errors[0].to_string())
    }

    #[test]
    fn a_reference_becomes_the_tree_of_the_macro() {
        let mut macros = macros(&[("m", "a.b = c or d.e = f"), ("unused", "a.b exists")]);
        assert_eq!(
            resolved("not m and g.h exists", &mut macros, 9).as_deref(),
            Ok("(not (a.b = c or d.e = f) and g.h exists)")
        );
        assert!(macros.all()[0].used && !macros.all()[1].used);
    }

    #[test]
    fn only_macros_below_the_visibility_are_seen() {
        let error = resolved("a.b exists and m", &mut macros(&[("m", "a.b = c")]), 0);
        assert_eq!(error.unwrap_err(), "Undefined macro 'm' used in filter.");
    }

    #[test]
    fn a_loop_is_reported_before_an_undefined_macro() {
        let error = resolved("nope or m", &mut macros(&[("m", "n"), ("n", "m")]), 9);
        assert_eq!(error.unwrap_err(), "reference loop in macro 'm'");
    }

    /// `m0` and so on, each made of the next one; the last is a check.
    fn chain(length: usize, link: fn(&str) -> String) -> Macros {
        let names: Vec<String> = (0..=length).map(|index| format!("m{index}")).collect();
        let mut texts: Vec<String> = names[1..].iter().map(|next| link(next)).collect();
        texts.push("a.b exists".to_owned());
        let names = names.iter().map(String::as_str);
        let definitions: Vec<_> = names.zip(texts.iter().map(String::as_str)).collect();
        macros(&definitions)
    }

    #[test]
    fn macros_that_double_each_other_are_stopped() {
        let mut macros = chain(60, |next| format!("{next} and {next}"));
        let error = resolved("m0", &mut macros, 99).unwrap_err();
        assert!(error.contains("longer than 100000 bytes"), "{error}");
    }

    #[test]
    fn a_long_chain_of_macros_is_stopped() {
        let mut macros = chain(3000, |next| format!("not {next}"));
        let error = resolved("m0", &mut macros, 9999).unwrap_err();
        assert!(error.contains("nest deeper"), "{error}");
    }
}
