//! What kind of item an item is, and the keys it does not have.

use super::Reader;
use crate::report::{Context, ItemType, Loaded, WarningCode, malformed};
use crate::yaml::{Kind, Node};

const ENGINE_VERSION_KEYS: &[&str] = &["required_engine_version"];
const PLUGIN_VERSION_KEYS: &[&str] = &["required_plugin_versions"];
const LIST_KEYS: &[&str] = &["list", "items", "append", "override"];
const MACRO_KEYS: &[&str] = &["macro", "condition", "append", "override"];
const RULE_KEYS: &[&str] = &[
    "rule",
    "condition",
    "output",
    "desc",
    "priority",
    "source",
    "enabled",
    "capture",
    "capture_duration",
    "warn_evttypes",
    "skip-if-unknown-filter",
    "tags",
    "exceptions",
    "append",
    "override",
];

impl Reader<'_> {
    /// Reads an item. The first of the keys that say a kind decides; the others are then unknown keys.
    pub(super) fn item(&mut self, item: Node<'_>) -> Loaded<()> {
        let context = self.item_context(ItemType::RulesContentItem, "", item, &self.root);
        if item.kind() != Kind::Mapping {
            return Err(malformed(
                "Unexpected element type. Each element should be a yaml associative array.",
                &context,
            ));
        }
        let (context, keys) = if item.has("required_engine_version") {
            (self.engine_version(item)?, ENGINE_VERSION_KEYS)
        } else if item.has("required_plugin_versions") {
            (self.plugin_versions(item)?, PLUGIN_VERSION_KEYS)
        } else if item.has("list") {
            (self.list(item)?, LIST_KEYS)
        } else if item.has("macro") {
            (self.macro_item(item)?, MACRO_KEYS)
        } else if item.has("rule") {
            (self.rule(item)?, RULE_KEYS)
        } else {
            self.with
                .report
                .warn(WarningCode::UnknownItem, "Unknown top level item", &context);
            return Ok(());
        };
        self.warn_of_unknown_keys(item, keys, &context);
        Ok(())
    }

    fn warn_of_unknown_keys(&mut self, item: Node<'_>, keys: &[&str], context: &Context) {
        for (key, _) in item.entries() {
            let key = key.scalar().unwrap_or_default();
            if !keys.contains(&key) {
                let message = format!("Unknown key '{key}'. The key will be ignored.");
                self.with
                    .report
                    .warn(WarningCode::UnknownKey, message, context);
            }
        }
    }
}
