//! Compiling macros: every text is parsed first, and then references are replaced one macro after the other.

use falconet_condition::Span;

use super::Compiler;
use super::condition::Written;
use crate::collect::{Collector, MacroInfo, Placed, Unread};
use crate::expand::{MacroTree, Macros, references};
use crate::report::Loaded;

impl Compiler<'_> {
    pub(super) fn compile_macros(&mut self, collector: &Collector) -> Loaded<()> {
        let trees: Loaded<Vec<_>> = collector
            .macros
            .iter()
            .map(|placed| self.parse_macro(placed))
            .collect();
        self.macros = Macros::new(trees?);
        collector
            .macros
            .iter()
            .enumerate()
            .try_for_each(|(number, placed)| self.resolve_macro(number, placed, &collector.unread))
    }

    fn parse_macro(&mut self, placed: &Placed<MacroInfo>) -> Loaded<MacroTree> {
        let MacroInfo {
            name,
            condition,
            condition_context,
            ..
        } = &placed.info;
        let tree = self.parse_condition(condition.clone(), Some(name), condition_context);
        let tree = self.report.recovered(tree)?;
        Ok(MacroTree {
            name: name.clone(),
            index: placed.index,
            references: tree.as_ref().map(references).unwrap_or_default(),
            written: tree.as_ref().map_or_else(Span::default, |tree| tree.span),
            tree,
            used: false,
        })
    }

    fn resolve_macro(
        &mut self,
        number: usize,
        placed: &Placed<MacroInfo>,
        unread: &Unread,
    ) -> Loaded<()> {
        let Some(tree) = self.macros.tree(number).cloned() else {
            return Ok(());
        };
        let text = placed.info.condition.text().into();
        let written = Written {
            text: &text,
            context: &placed.info.context,
            references: &[],
        };
        let resolved = self.resolve_macros(&tree, placed.visibility, unread, &written);
        let tree = match resolved {
            Ok(resolved) => resolved.is_whole.then_some(resolved.tree),
            Err(errors) => {
                self.recover_all(errors)?;
                None
            }
        };
        self.macros.set_tree(number, tree);
        Ok(())
    }
}
