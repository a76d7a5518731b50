//! Definitions by name, in the order in which the names first came.

use std::collections::BTreeMap;

use crate::changes::Change;

/// A definition and its places in the order of all definitions.
#[derive(Clone, Debug)]
pub(crate) struct Placed<T> {
    pub(crate) info: T,
    /// When the name was first defined: its position.
    pub(crate) index: usize,
    /// When it was last defined, appended to or replaced: what it sees lies before.
    pub(crate) visibility: usize,
    /// What the files did to it, redefinitions included.
    pub(crate) changes: Vec<Change>,
}

/// Definitions in position order.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    entries: Vec<Placed<T>>,
    by_name: BTreeMap<String, usize>,
    /// The first entry that was changed since [`Self::settle`], or a bound that no entry reaches.
    first_changed: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
            by_name: BTreeMap::new(),
            first_changed: usize::MAX,
        }
    }
}

impl<T> Table<T> {
    /// Defines a name. A name that exists keeps its position and nothing else.
    pub(crate) fn define(&mut self, name: &str, info: T, number: usize) {
        if let Some(entry) = self.get_mut(name) {
            entry.info = info;
            entry.visibility = number;
            return;
        }
        self.by_name.insert(name.to_owned(), self.entries.len());
        self.entries.push(Placed {
            info,
            index: number,
            visibility: number,
            changes: Vec::new(),
        });
    }

    /// Notes what an item did to a name, if it is defined.
    pub(crate) fn note(&mut self, name: &str, change: Change) {
        if let Some(entry) = self.get_mut(name) {
            entry.changes.push(change);
        }
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Placed<T>> {
        self.entries.get(*self.by_name.get(name)?)
    }

    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut Placed<T>> {
        let number = *self.by_name.get(name)?;
        self.first_changed = self.first_changed.min(number);
        self.entries.get_mut(number)
    }

    /// The definition of that name, or the names that there are.
    pub(crate) fn find_mut(
        &mut self,
        name: &str,
    ) -> Result<&mut Placed<T>, impl Iterator<Item = &str>> {
        let number = self.by_name.get(name).copied().unwrap_or(usize::MAX);
        self.first_changed = self.first_changed.min(number);
        match self.entries.get_mut(number) {
            Some(entry) => Ok(entry),
            None => Err(self.by_name.keys().map(String::as_str)),
        }
    }

    /// The entries from that number on.
    pub(crate) fn from(&self, number: usize) -> &[Placed<T>] {
        self.entries.get(number..).unwrap_or_default()
    }

    /// Forgets which entries were changed.
    pub(crate) const fn settle(&mut self) {
        self.first_changed = usize::MAX;
    }

    /// Whether one of the first entries was changed since they were settled.
    pub(crate) const fn is_changed_among(&self, first: usize) -> bool {
        self.first_changed < first
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Placed<T>> {
        self.entries.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redefinition_keeps_the_position_and_moves_the_visibility() {
        let mut table = Table::default();
        table.define("a", 1, 0);
        table.define("b", 2, 1);
        table.define("a", 3, 2);
        let seen: Vec<_> = table
            .iter()
            .map(|entry| (entry.info, entry.index, entry.visibility))
            .collect();
        assert_eq!(seen, [(3, 0, 2), (2, 1, 1)]);
        assert!(table.get("c").is_none());
    }

    #[test]
    fn only_changes_of_what_was_there_when_it_was_settled_are_changes_among_the_first() {
        let mut table = Table::default();
        table.define("a", 1, 0);
        table.settle();
        table.define("b", 2, 1);
        table.define("b", 3, 2);
        assert!(!table.is_changed_among(1) && table.from(1).len() == 1);
        assert!(table.find_mut("a").is_ok());
        assert!(table.is_changed_among(1));
    }
}
