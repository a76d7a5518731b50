//! What could not be read. Whatever refers to it is not to blame.

use std::collections::HashSet;

/// A kind of item with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ItemKind {
    /// A list.
    List,
    /// A macro.
    Macro,
    /// A rule.
    Rule,
}

/// The items of a collecting load that could not be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unread {
    names: HashSet<(ItemKind, String)>,
    /// Whether a whole file could not be read, so that any name may be among them.
    is_any: bool,
    /// What came since [`Self::settle`].
    new_names: Vec<(ItemKind, String)>,
    is_newly_any: bool,
}

impl Unread {
    pub(crate) fn add(&mut self, kind: ItemKind, name: &str) {
        if self.names.insert((kind, name.to_owned())) {
            self.new_names.push((kind, name.to_owned()));
        }
    }

    /// Notes a file of which nothing is known.
    pub(crate) fn add_file(&mut self) {
        self.is_newly_any |= !self.is_any;
        self.is_any = true;
    }

    /// Whether all that came since the last [`Self::settle`] is different from what somebody is concerned by.
    pub(crate) fn spares(&self, concerns: impl Fn(ItemKind, &str) -> bool) -> bool {
        let mut new = self.new_names.iter();
        !self.is_newly_any && !new.any(|(kind, name)| concerns(*kind, name))
    }

    /// Forgets what is new.
    pub(crate) fn settle(&mut self) {
        self.new_names.clear();
        self.is_newly_any = false;
    }

    /// Whether that item may be one of them.
    pub(crate) fn has(&self, kind: ItemKind, name: &str) -> bool {
        self.is_any || self.names.contains(&(kind, name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_unread_by_kind_and_name_and_files_whole() {
        let mut unread = Unread::default();
        unread.add(ItemKind::Macro, "m");
        assert!(unread.has(ItemKind::Macro, "m"));
        assert!(!unread.has(ItemKind::List, "m") && !unread.has(ItemKind::Macro, "n"));
        unread.add_file();
        assert!(unread.has(ItemKind::Rule, "anything"));
    }

    #[test]
    fn what_is_new_concerns_until_it_is_settled() {
        let concerned = |kind, name: &str| kind == ItemKind::Macro && name == "m";
        let mut unread = Unread::default();
        unread.add(ItemKind::List, "m");
        assert!(unread.spares(concerned));
        unread.add(ItemKind::Macro, "m");
        assert!(!unread.spares(concerned));
        unread.settle();
        assert!(unread.spares(concerned));
        unread.add_file();
        assert!(!unread.spares(|_, _| false));
    }
}
