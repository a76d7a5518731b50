//! Whether what was collected since the last time only adds to what is compiled.
//!
//! It does if no item that is compiled was changed, and if nothing new has a name that compiled items mention: the name
//! of a list is replaced wherever it stands as a word, and a rule sees every macro. New items have later positions than
//! all others, so nothing else of what is compiled would come out differently, nor in another order.

use super::Compiler;
use crate::collect::{Collector, ItemKind};

impl Compiler<'_> {
    pub(super) fn is_added_to(&self, collector: &Collector) -> bool {
        !self.findings.are_final()
            && self.is_unchanged_in(collector)
            && self.new_lists_are_unheard_of(collector)
            && self.new_macros_are_unheard_of(collector)
            && collector
                .unread
                .spares(|kind, name| self.mentions_unread(kind, name))
    }

    fn is_unchanged_in(&self, collector: &Collector) -> bool {
        let lists = self.lists.lists().len();
        let macros = self.macros.all().len();
        !collector.lists.is_changed_among(lists)
            && !collector.macros.is_changed_among(macros)
            && !collector.rules.is_changed_among(self.checked)
    }

    fn new_lists_are_unheard_of(&self, collector: &Collector) -> bool {
        let new = collector.lists.from(self.lists.lists().len()).iter();
        let mut names = new.map(|placed| placed.info.name.as_str());
        names.all(|name| !self.lists.concerns_earlier(name))
    }

    fn new_macros_are_unheard_of(&self, collector: &Collector) -> bool {
        let new = collector.macros.from(self.macros.all().len()).iter();
        let mut names = new.map(|placed| placed.info.name.as_str());
        names.all(|name| !self.mentions.has_macro(name))
    }

    /// Whether an error would not be told if that item could not be read.
    fn mentions_unread(&self, kind: ItemKind, name: &str) -> bool {
        match kind {
            ItemKind::List => self.mentions.has_wrong_value(name),
            ItemKind::Macro => self.mentions.has_macro(name),
            ItemKind::Rule => false,
        }
    }
}
