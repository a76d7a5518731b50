//! Everything collected, compiled: lists, then macros, then rules, each in position order, which is the order of errors.

mod condition;
mod deprecated;
mod event_type;
mod failure;
mod lists;
mod macros;
mod na_check;
mod output;
mod rule_condition;
mod rules;

use std::collections::HashSet;

use falconet_condition::Span;
use falconet_event::catalogue::Catalogue;

use crate::collect::{Collector, ListInfo, MacroInfo, Placed};
use crate::expand::{Budget, ConditionTexts, ListTable, MacroTree, Macros, MappedText, NamedList};
use crate::options::LoadOptions;
use crate::report::{FileReport, LoadError, Loaded, WarningCode};
use crate::ruleset::{ListSummary, MacroSummary, Rule, Ruleset};

/// Compiles everything, and warns of what nothing refers to. What has an error is left out, unless that ends it.
pub(crate) fn compile(
    collector: &Collector,
    catalogue: &Catalogue,
    options: &LoadOptions,
    report: &mut FileReport,
) -> Loaded<Ruleset> {
    let mut budget = Budget::new(options.expansion);
    let mut compiler = Compiler {
        catalogue,
        options,
        report,
        lists: lists::expand_items(&collector.lists, &mut budget)?,
        budget,
        texts: ConditionTexts::default(),
        macros: Macros::default(),
        told: HashSet::new(),
    };
    compiler.compile_macros(collector)?;
    let rules = compiler.compile_rules(collector)?;
    if compiler.report.successful() {
        compiler.warn_of_unused(collector);
    }
    Ok(compiler.finish(rules, collector))
}

struct Compiler<'c> {
    catalogue: &'c Catalogue,
    options: &'c LoadOptions,
    report: &'c mut FileReport,
    budget: Budget,
    texts: ConditionTexts,
    lists: ListTable,
    macros: Macros,
    /// The errors in conditions that were reported: a macro's mistake is found again in every rule that uses it.
    told: HashSet<(Span, String)>,
}

impl Compiler<'_> {
    fn recover_all(&mut self, errors: Vec<LoadError>) -> Loaded<()> {
        errors
            .into_iter()
            .try_for_each(|error| self.report.recover(error))
    }

    fn warn_of_unused(&mut self, collector: &Collector) {
        for (found, placed) in self.macros.all().iter().zip(collector.macros.iter()) {
            if !found.used {
                self.report.warn(
                    WarningCode::UnusedMacro,
                    "Macro not referred to by any other rule/macro",
                    &placed.info.context,
                );
            }
        }
        for (found, placed) in self.lists.lists().iter().zip(collector.lists.iter()) {
            if !found.used {
                self.report.warn(
                    WarningCode::UnusedList,
                    "List not referred to by any other rule/macro",
                    &placed.info.context,
                );
            }
        }
    }

    fn finish(self, rules: Vec<Rule>, collector: &Collector) -> Ruleset {
        let lists = self.lists.lists().iter().zip(collector.lists.iter());
        let macros = self
            .macros
            .into_all()
            .into_iter()
            .zip(collector.macros.iter());
        Ruleset {
            rules,
            lists: lists
                .map(|(found, placed)| list_summary(found, placed))
                .collect(),
            macros: macros
                .map(|(found, placed)| macro_summary(found, placed))
                .collect(),
            texts: self.texts,
            required_engine_version: collector.required_engine_version,
        }
    }
}

fn list_summary(found: &NamedList, placed: &Placed<ListInfo>) -> ListSummary {
    let texts = |items: &[MappedText]| items.iter().map(|item| item.text().to_owned()).collect();
    ListSummary {
        name: found.name.clone(),
        items: texts(&placed.info.items),
        items_compiled: texts(&found.items),
        used: found.used,
        changes: placed.changes.clone(),
    }
}

fn macro_summary(found: MacroTree, placed: &Placed<MacroInfo>) -> MacroSummary {
    MacroSummary {
        name: found.name,
        condition: placed.info.condition.text().to_owned(),
        used: found.used,
        changes: placed.changes.clone(),
        condition_span: found.written,
    }
}
