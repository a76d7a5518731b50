//! Compiling macros: every text is parsed first, and then references are replaced one macro after the other.

use falconet_condition::Span;
use falconet_condition::ast::{Expr, ExprKind};

use super::Compiler;
use super::condition::Written;
use crate::collect::{MacroInfo, Placed, Table};
use crate::expand::{MacroTree, Macros};
use crate::report::Loaded;

impl Compiler<'_> {
    pub(super) fn compile_macros(&mut self, macros: &Table<MacroInfo>) -> Loaded<()> {
        let trees: Loaded<Vec<_>> = macros
            .iter()
            .map(|placed| self.parse_macro(placed))
            .collect();
        self.macros = Macros::new(trees?);
        macros
            .iter()
            .enumerate()
            .try_for_each(|(number, placed)| self.resolve_macro(number, placed))
    }

    fn parse_macro(&mut self, placed: &Placed<MacroInfo>) -> Loaded<MacroTree> {
        let MacroInfo {
            name,
            condition,
            condition_context,
            ..
        } = &placed.info;
        let tree = self.parse_condition(condition.clone(), Some(name), condition_context)?;
        Ok(MacroTree {
            name: name.clone(),
            index: placed.index,
            tree,
            used: false,
        })
    }

    fn resolve_macro(&mut self, number: usize, placed: &Placed<MacroInfo>) -> Loaded<()> {
        let text = placed.info.condition.text().into();
        let written = Written {
            text: &text,
            context: &placed.info.context,
        };
        let tree = self.macros.tree(number).cloned().unwrap_or(Expr {
            kind: ExprKind::And(Vec::new()),
            span: Span::default(),
        });
        let tree = self.resolve_macros(&tree, placed.visibility, &written)?;
        self.macros.set_tree(number, tree);
        Ok(())
    }
}
