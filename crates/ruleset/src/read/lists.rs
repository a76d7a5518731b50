//! `list` items.

use super::Reader;
use super::names::is_list_name;
use super::overrides::{Overridable, require_one_way};
use crate::changes::ChangeKind;
use crate::collect::ListInfo;
use crate::report::{Context, ItemType, Loaded, WarningCode};
use crate::yaml::Node;

pub(super) const OVERRIDABLE: Overridable = Overridable {
    append: &["items"],
    replace: &["items"],
};
const INVALID_NAME: &str = "List has an invalid name. List names should match a regular expression: ([^()\"'[:space:]=,]+)";

impl Reader<'_> {
    pub(super) fn list(&mut self, item: Node<'_>) -> Loaded<Context> {
        let unnamed = self.item_context(ItemType::List, "", item, &self.root);
        let name = self.string(item, "list", &unnamed)?;
        let context = self.item_context(ItemType::List, &name, item, &self.root);
        if !is_list_name(&name) {
            self.with
                .report
                .warn(WarningCode::InvalidListName, INVALID_NAME, &context);
        }
        let items = self.scalars(item, "items", &context)?;
        let items = items.into_iter().map(|item| self.mapped(item)).collect();
        let appends = self.append_flag(item, &context)?;
        let overrides = self.overrides(item, OVERRIDABLE, &context)?;
        require_one_way(appends, &overrides, &context)?;
        let change = self.change(item, ChangeKind::of_item(appends), &overrides);
        let info = ListInfo {
            name: name.clone(),
            items,
            context: context.clone(),
        };
        if appends || overrides.append.contains("items") {
            self.collector.append_list(info)?;
        } else if overrides.replace.contains("items") {
            self.collector.replace_list(info);
        } else {
            self.collector.define_list(info);
        }
        self.collector.lists.note(&name, change);
        Ok(context)
    }
}
