//! `macro` items.

use super::Reader;
use super::names::is_macro_name;
use super::overrides::{Overridable, require_one_way};
use crate::changes::ChangeKind;
use crate::collect::MacroInfo;
use crate::report::{Context, ItemType, Loaded, WarningCode};
use crate::yaml::Node;

pub(super) const OVERRIDABLE: Overridable = Overridable {
    append: &["condition"],
    replace: &["condition"],
};
const INVALID_NAME: &str = "Macro has an invalid name. Macro names should match a regular expression: ([a-zA-Z]+[a-zA-Z0-9_]*)";

impl Reader<'_> {
    pub(super) fn macro_item(&mut self, item: Node<'_>) -> Loaded<Context> {
        let unnamed = self.item_context(ItemType::Macro, "", item, &self.root);
        let name = self.string(item, "macro", &unnamed)?;
        let context = self.item_context(ItemType::Macro, &name, item, &self.root);
        if !is_macro_name(&name) {
            self.with
                .report
                .warn(WarningCode::InvalidMacroName, INVALID_NAME, &context);
        }
        let condition = self.scalar(item, "condition", &context)?;
        let condition_context = self.context(ItemType::MacroCondition, "", condition, &context);
        let condition = self.mapped(condition);
        let appends = self.append_flag(item, &context)?;
        let overrides = self.overrides(item, OVERRIDABLE, &context)?;
        require_one_way(appends, &overrides, &context)?;
        let change = self.change(item, ChangeKind::of_item(appends), &overrides);
        let info = MacroInfo {
            name: name.clone(),
            condition,
            context: context.clone(),
            condition_context,
        };
        if appends || overrides.append.contains("condition") {
            self.collector.append_macro(&info)?;
        } else if overrides.replace.contains("condition") {
            self.collector.replace_macro(info);
        } else {
            self.collector.define_macro(info);
        }
        self.collector.macros.note(&name, change);
        Ok(context)
    }
}
