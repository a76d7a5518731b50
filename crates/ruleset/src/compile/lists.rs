//! Lists whose items name other lists.

use std::collections::HashSet;

use super::Compiler;
use crate::collect::{ListInfo, Placed, Table};
use crate::expand::{Budget, Exceeded, MappedText, NamedList};
use crate::report::invalid;

impl Compiler<'_> {
    /// Adds the lists that are new, with each item that names an earlier list replaced by that list's items as they are
    /// written: one level deep, whatever those items name.
    pub(super) fn expand_lists(&mut self, lists: &Table<ListInfo>) {
        let mut used = HashSet::new();
        for list in lists.from(self.lists.lists().len()) {
            match expanded_items(list, lists, &mut used, &mut self.budget) {
                Ok(items) => self.lists.push(NamedList {
                    name: list.info.name.clone(),
                    items,
                    used: false,
                }),
                Err(error) => {
                    let error = invalid(error.to_string(), &list.info.context);
                    return self.findings.lists.fail(error.final_one());
                }
            }
        }
        for name in used {
            self.lists.mark_used(name);
        }
    }
}

fn expanded_items<'l>(
    list: &'l Placed<ListInfo>,
    lists: &'l Table<ListInfo>,
    used: &mut HashSet<&'l str>,
    budget: &mut Budget,
) -> Result<Vec<MappedText>, Exceeded> {
    let mut items = Vec::with_capacity(list.info.items.len());
    for item in &list.info.items {
        match lists
            .get(item.text())
            .filter(|named| named.index < list.visibility)
        {
            Some(named) => {
                used.insert(&named.info.name);
                for inner in &named.info.items {
                    budget.take_copy(inner.len())?;
                    items.push(through(inner, &named.info.name, item));
                }
            }
            None => items.push(item.clone()),
        }
    }
    Ok(items)
}

fn through(inner: &MappedText, list: &str, item: &MappedText) -> MappedText {
    let mut text = MappedText::default();
    text.append_through(
        inner,
        list,
        item,
        falconet_diagnostics::Span::new(0, item.len()),
    );
    text
}
