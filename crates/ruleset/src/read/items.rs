//! What kind of item an item is, and the keys it does not have.

use falconet_diagnostics::Span;
use falconet_diagnostics::render::Item;

use super::Reader;
use crate::advice;
use crate::collect::ItemKind;
use crate::report::{Context, ItemType, Loaded, WarningCode, malformed};
use crate::yaml::{Kind, Node};

/// The keys that say what an item is, the first of which decides.
const KINDS: [&str; 5] = [
    "required_engine_version",
    "required_plugin_versions",
    "list",
    "macro",
    "rule",
];
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
    /// Reads an item. One that cannot be read is left out, unless its error ends the loading.
    pub(super) fn item_or_error(&mut self, item: Node<'_>) -> Loaded<()> {
        self.note_item(item);
        self.note_repeated_keys(item);
        let Err(error) = self.item(item) else {
            return Ok(());
        };
        let named = named(item);
        let unread = &mut self.collector.unread;
        let is_follow_up = error.advice.misses_definition
            && named.is_some_and(|(kind, name)| unread.has(kind, name));
        if !is_follow_up {
            self.with.report.recover(error)?;
        }
        if let Some((kind, name)) = named {
            unread.add(kind, name);
        }
        Ok(())
    }

    fn note_item(&mut self, item: Node<'_>) {
        let name = KINDS.iter().find_map(|key| Some((key, item.get(key)?)));
        let name = name.map_or_else(
            || "unknown item".to_owned(),
            |(key, value)| format!("{key} {}", value.scalar().unwrap_or_default()),
        );
        let span = item.span();
        self.with.report.add_item(Item {
            name: name.trim_end().to_owned(),
            source: self.source,
            span: Span::new(span.start + self.base, span.end + self.base),
        });
    }

    /// Reads an item. The first of the keys that say a kind decides; the others are then unknown keys.
    fn item(&mut self, item: Node<'_>) -> Loaded<()> {
        let context = self.item_context(ItemType::RulesContentItem, "", item, &self.root);
        if item.kind() != Kind::Mapping {
            return Err(malformed(
                "Unexpected element type. Each element should be a yaml associative array.",
                &context,
            )
            .advised(advice::NO_ITEM));
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
            self.warn_of_unknown_item(item, &context);
            return Ok(());
        };
        self.warn_of_unknown_keys(item, keys, &context);
        Ok(())
    }

    fn warn_of_unknown_keys(&mut self, item: Node<'_>, keys: &[&str], context: &Context) {
        for (node, _) in item.entries() {
            let key = node.scalar().unwrap_or_default();
            if !keys.contains(&key) {
                let message = format!("Unknown key '{key}'. The key will be ignored.");
                let advice = advice::unknown_key(key, keys).at(self.labels(node));
                self.with
                    .report
                    .warn_advised(WarningCode::UnknownKey, message, context, advice);
            }
        }
    }

    fn warn_of_unknown_item(&mut self, item: Node<'_>, context: &Context) {
        let keys = item.entries().filter_map(|(key, _)| key.scalar());
        let advice = advice::unknown_item(keys);
        self.with.report.warn_advised(
            WarningCode::UnknownItem,
            "Unknown top level item",
            context,
            advice,
        );
    }
}

/// What an item defines or changes.
fn named(item: Node<'_>) -> Option<(ItemKind, &str)> {
    let kinds = [
        ("list", ItemKind::List),
        ("macro", ItemKind::Macro),
        ("rule", ItemKind::Rule),
    ];
    let (key, kind) = kinds.into_iter().find(|(key, _)| item.has(key))?;
    Some((kind, item.get(key)?.scalar()?))
}
