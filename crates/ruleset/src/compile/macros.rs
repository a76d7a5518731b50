//! Compiling macros: every text is parsed first, and then references are replaced one macro after the other.

use falconet_condition::Span;

use super::Compiler;
use super::condition::Written;
use crate::collect::{Collector, MacroInfo, Placed, Unread};
use crate::expand::{MacroTree, references};

impl Compiler<'_> {
    pub(super) fn compile_macros(&mut self, collector: &Collector) {
        for placed in collector.macros.from(self.macros.all().len()) {
            if self.findings.parsing_goes_on() {
                let parsed = self.parse_macro(placed);
                self.macros.push(parsed);
            }
        }
        for placed in collector.macros.from(self.resolved) {
            if self.findings.resolving_goes_on() {
                self.resolve_macro(self.resolved, placed, &collector.unread);
                self.resolved += 1;
            }
        }
    }

    fn parse_macro(&mut self, placed: &Placed<MacroInfo>) -> MacroTree {
        let MacroInfo {
            name,
            condition,
            condition_context,
            ..
        } = &placed.info;
        let tree = self.parse_condition(condition.clone(), Some(name), condition_context);
        let tree = self.findings.parsing.passed(tree);
        let references = tree.as_ref().map(references).unwrap_or_default();
        self.mentions.note_macros(&references);
        MacroTree {
            name: name.clone(),
            index: placed.index,
            references,
            written: tree.as_ref().map_or_else(Span::default, |tree| tree.span),
            tree,
            used: false,
        }
    }

    fn resolve_macro(&mut self, number: usize, placed: &Placed<MacroInfo>, unread: &Unread) {
        let Some(tree) = self.macros.tree(number).cloned() else {
            return;
        };
        let text = placed.info.condition.text().into();
        let written = Written {
            text: &text,
            context: &placed.info.context,
            references: &[],
        };
        let tree = match self.resolve_macros(&tree, placed.visibility, unread, &written) {
            Ok(resolved) => resolved.is_whole.then_some(resolved.tree),
            Err(errors) => {
                self.findings.resolving.fail_all(errors);
                None
            }
        };
        self.macros.set_tree(number, tree);
    }
}
