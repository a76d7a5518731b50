//! Lists whose items name other lists.

use std::collections::HashSet;

use crate::collect::{ListInfo, Placed, Table};
use crate::expand::{ListTable, MappedText, NamedList};

/// The lists with each item that names an earlier list replaced by that list's items as they are written: one level
/// deep, whatever those items name.
pub(super) fn expand_items(lists: &Table<ListInfo>) -> ListTable {
    let mut used = HashSet::new();
    let expanded: Vec<_> = lists
        .iter()
        .map(|list| expanded_items(list, lists, &mut used))
        .collect();
    let named = lists.iter().zip(expanded).map(|(list, items)| NamedList {
        name: list.info.name.clone(),
        items,
        used: used.contains(list.info.name.as_str()),
    });
    ListTable::new(named.collect())
}

fn expanded_items<'l>(
    list: &'l Placed<ListInfo>,
    lists: &'l Table<ListInfo>,
    used: &mut HashSet<&'l str>,
) -> Vec<MappedText> {
    let mut items = Vec::with_capacity(list.info.items.len());
    for item in &list.info.items {
        match lists
            .get(item.text())
            .filter(|named| named.index < list.visibility)
        {
            Some(named) => {
                used.insert(&named.info.name);
                let what = format!("list `{}`, used here", named.info.name);
                items.extend(
                    named
                        .info
                        .items
                        .iter()
                        .map(|inner| through(inner, &what, item)),
                );
            }
            None => items.push(item.clone()),
        }
    }
    items
}

fn through(inner: &MappedText, what: &str, item: &MappedText) -> MappedText {
    let mut text = MappedText::default();
    text.append_through(
        inner,
        what,
        item,
        falconet_diagnostics::Span::new(0, item.len()),
    );
    text
}
