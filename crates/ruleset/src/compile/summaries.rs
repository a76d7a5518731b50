//! The end of compiling: what lists and macros are in the ruleset, and whether anything refers to them.

use super::Compiler;
use crate::collect::{Collector, ListInfo, MacroInfo, Placed};
use crate::expand::{MacroTree, MappedText, NamedList};
use crate::report::{FileReport, WarningCode};
use crate::ruleset::{ListSummary, MacroSummary};

impl Compiler<'_> {
    pub(super) fn finish(&mut self, collector: &Collector, report: &mut FileReport) {
        self.summarize_lists(collector);
        self.summarize_macros(collector);
        self.ruleset.required_engine_version = collector.required_engine_version;
        if report.successful() {
            self.tell_unused(collector, report);
        }
    }

    fn summarize_lists(&mut self, collector: &Collector) {
        let lists = self.lists.lists();
        let all = lists.iter().zip(collector.lists.iter());
        let summaries = &mut self.ruleset.lists;
        let new = all.skip(summaries.len());
        summaries.extend(new.map(|(found, placed)| list_summary(found, placed)));
        for (summary, found) in summaries.iter_mut().zip(lists) {
            summary.used = found.used;
        }
    }

    fn summarize_macros(&mut self, collector: &Collector) {
        let macros = self.macros.all();
        let all = macros.iter().zip(collector.macros.iter());
        let summaries = &mut self.ruleset.macros;
        let new = all.skip(summaries.len());
        summaries.extend(new.map(|(found, placed)| macro_summary(found, placed)));
        for (summary, found) in summaries.iter_mut().zip(macros) {
            summary.used = found.used;
        }
    }

    fn tell_unused(&mut self, collector: &Collector, report: &mut FileReport) {
        let (lists, macros) = (self.lists.lists(), self.macros.all());
        let new = collector.macros.from(self.unused.macros.seen()).iter();
        let contexts = new.map(|placed| &placed.info.context);
        self.unused
            .macros
            .update(contexts, WarningCode::UnusedMacro, |number| {
                macros.get(number).is_some_and(|found| found.used)
            });
        let new = collector.lists.from(self.unused.lists.seen()).iter();
        let contexts = new.map(|placed| &placed.info.context);
        self.unused
            .lists
            .update(contexts, WarningCode::UnusedList, |number| {
                lists.get(number).is_some_and(|found| found.used)
            });
        self.unused.macros.tell(report);
        self.unused.lists.tell(report);
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

fn macro_summary(found: &MacroTree, placed: &Placed<MacroInfo>) -> MacroSummary {
    MacroSummary {
        name: found.name.clone(),
        condition: placed.info.condition.text().to_owned(),
        used: found.used,
        changes: placed.changes.clone(),
        condition_span: found.written,
    }
}
