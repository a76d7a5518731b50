//! Everything collected, compiled: lists, then macros, then rules, each in position order, which is the order of errors.
//!
//! Falco compiles everything again after each file, and says again what there is to say about it. Here what is compiled
//! stays, and so does what was found, for as long as the files that follow only add to it ([`additions`]).

mod additions;
mod condition;
mod deprecated;
mod event_type;
mod failure;
mod lists;
mod macros;
mod mentions;
mod na_check;
mod output;
mod rule_condition;
mod rules;
mod stages;
mod summaries;
mod unused;

use std::collections::HashSet;

use falconet_condition::Span;
use falconet_event::catalogue::Catalogue;

use crate::collect::Collector;
use crate::expand::{Budget, ListTable, Macros};
use crate::options::{LoadOptions, Strategy};
use crate::report::{FileReport, Loaded};
use crate::ruleset::Ruleset;
use mentions::Mentions;
use stages::Stages;
use unused::UnusedItems;

/// What was compiled, and what that found.
#[derive(Clone, Debug)]
pub(crate) struct Compiler<'c> {
    catalogue: &'c Catalogue,
    options: LoadOptions,
    budget: Budget,
    lists: ListTable,
    macros: Macros,
    /// How many macros have had their references replaced.
    resolved: usize,
    /// How many rules were compiled, or left out.
    checked: usize,
    /// The errors in conditions that were found: a macro's mistake is found again in every rule that uses it.
    told: HashSet<(Span, String)>,
    mentions: Mentions,
    findings: Stages,
    unused: UnusedItems,
    ruleset: Ruleset,
}

impl<'c> Compiler<'c> {
    /// Nothing is compiled.
    pub(crate) fn new(catalogue: &'c Catalogue, options: LoadOptions) -> Self {
        Self {
            catalogue,
            budget: Budget::new(options.expansion),
            lists: ListTable::default(),
            macros: Macros::default(),
            resolved: 0,
            checked: 0,
            told: HashSet::new(),
            mentions: Mentions::default(),
            findings: Stages::new(&options),
            unused: UnusedItems::default(),
            ruleset: Ruleset::default(),
            options,
        }
    }

    /// Compiles everything, and tells what there is to say about it. What has an error is left out, unless that ends
    /// the loading.
    pub(crate) fn compile(
        &mut self,
        collector: &mut Collector,
        report: &mut FileReport,
    ) -> Loaded<()> {
        let adds = self.options.strategy == Strategy::Additions && self.is_added_to(collector);
        if !adds || !self.compile_additions(collector) {
            *self = Self::new(self.catalogue, self.options.clone());
            self.compile_rest(collector);
        }
        collector.settle();
        self.findings.tell(report)?;
        self.finish(collector, report);
        Ok(())
    }

    /// Whether a bound of the whole load was not reached. What reaches it depends on the order, so all is compiled in
    /// Falco's.
    fn compile_additions(&mut self, collector: &Collector) -> bool {
        self.compile_rest(collector);
        !self.findings.are_final()
    }

    /// Compiles what is not compiled yet.
    fn compile_rest(&mut self, collector: &Collector) {
        self.expand_lists(&collector.lists);
        self.compile_macros(collector);
        self.compile_rules(collector);
    }

    /// The rules; none that hold if the last load was not successful.
    pub(crate) const fn ruleset(&self) -> &Ruleset {
        &self.ruleset
    }

    /// The rules; none that hold if the last load was not successful.
    pub(crate) fn into_ruleset(self) -> Ruleset {
        self.ruleset
    }
}
