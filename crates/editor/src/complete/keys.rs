//! Keys and whole items.

use super::{Completion, CompletionKind, completion};
use crate::documentation::{KEYS, of_key};
use crate::outline::{Item, ItemKind};

const RULE: &str = "rule: ${1:Name of the rule}\n  desc: ${2:What it is for.}\n  condition: ${3:ct.name = ConsoleLogin}\n  output: ${4:What happened} (user=%ct.user address=%ct.srcip region=%ct.region)\n  priority: ${5:WARNING}\n  source: aws_cloudtrail\n";
const MACRO: &str =
    "macro: ${1:name}\n  condition: (${2:ct.src = iam.amazonaws.com and not ct.error exists})\n";
const LIST: &str = "list: ${1:name}\n  items: [${2:alice, bob}]\n";

const OF_RULES: &[&str] = &[
    "desc",
    "condition",
    "output",
    "priority",
    "source",
    "tags",
    "enabled",
    "exceptions",
    "override",
    "append",
    "skip-if-unknown-filter",
    "warn_evttypes",
    "capture",
    "capture_duration",
];
const OF_MACROS: &[&str] = &["condition", "override", "append"];
const OF_LISTS: &[&str] = &["items", "override", "append"];
const OF_FILES: &[&str] = &["required_engine_version", "required_plugin_versions"];
const OF_EXCEPTIONS: &[&str] = &["name", "fields", "comps", "values"];
const OF_PLUGINS: &[&str] = &["name", "version", "alternatives"];

/// Whole items.
pub(super) fn items(has_dash: bool) -> Vec<Completion> {
    let dash = if has_dash { "" } else { "- " };
    let snippets = [("rule", RULE), ("macro", MACRO), ("list", LIST)];
    let snippets = snippets.map(|(name, text)| Completion {
        detail: Some("a whole one".to_owned()),
        documentation: of_key(name),
        insert: format!("{dash}{text}"),
        ..completion(&format!("{dash}{name}"), CompletionKind::Snippet)
    });
    let keys = OF_FILES.iter().map(|name| {
        let mut key = key(name);
        key.insert.insert_str(0, dash);
        key
    });
    snippets.into_iter().chain(keys).collect()
}

/// The keys that an item, or the value of one of its keys, has not got yet.
pub(super) fn keys(item: Option<&Item>, inside: Option<&str>) -> Vec<Completion> {
    let kind = item.and_then(Item::naming).map(|(kind, _)| kind);
    let has = |name: &str| item.is_some_and(|item| item.key(name).is_some());
    let own: &[&str] = match kind {
        Some(ItemKind::Rule) => OF_RULES,
        Some(ItemKind::Macro) => OF_MACROS,
        Some(ItemKind::List) => OF_LISTS,
        None => &[],
    };
    let names: Vec<&str> = match inside {
        Some("exceptions") => OF_EXCEPTIONS.to_vec(),
        Some("required_plugin_versions") => OF_PLUGINS.to_vec(),
        Some(_) => own
            .iter()
            .copied()
            .filter(|name| !matches!(*name, "override" | "append" | "source"))
            .collect(),
        None => own.iter().copied().filter(|name| !has(name)).collect(),
    };
    names.into_iter().map(key).collect()
}

fn key(name: &str) -> Completion {
    let meaning = KEYS.iter().find(|(key, _)| *key == name);
    Completion {
        detail: meaning.map(|(_, meaning)| (*meaning).to_owned()),
        insert: format!("{name}: "),
        ..completion(name, CompletionKind::Key)
    }
}
