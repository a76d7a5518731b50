//! Lists whose items name other lists.

use std::collections::HashSet;

use crate::collect::{ListInfo, Placed, Table};
use crate::expand::{Budget, Exceeded, ListTable, MappedText, NamedList};
use crate::report::{Loaded, invalid};

/// The lists with each item that names an earlier list replaced by that list's items as they are written: one level
/// deep, whatever those items name.
pub(super) fn expand_items(lists: &Table<ListInfo>, budget: &mut Budget) -> Loaded<ListTable> {
    let mut used = HashSet::new();
    let mut expanded = Vec::new();
    for list in lists.iter() {
        let items = expanded_items(list, lists, &mut used, budget);
        expanded.push(
            items.map_err(|error| invalid(error.to_string(), &list.info.context).final_one())?,
        );
    }
    let named = lists.iter().zip(expanded).map(|(list, items)| NamedList {
        name: list.info.name.clone(),
        items,
        used: used.contains(list.info.name.as_str()),
    });
    Ok(ListTable::new(named.collect()))
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
