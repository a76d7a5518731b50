//! What the parts of a rules file are: kinds of items, the order of their keys.

use std::collections::HashSet;

use crate::condition::Use;
use crate::tree::{Content, Entry, NodeId, Tree};

/// The kinds of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    EngineVersion,
    PluginVersions,
    List,
    Macro,
    Rule,
}

/// The keys that make an item what it is, in the order in which Falco looks for them.
const KIND_KEYS: [(&str, Kind); 5] = [
    ("required_engine_version", Kind::EngineVersion),
    ("required_plugin_versions", Kind::PluginVersions),
    ("list", Kind::List),
    ("macro", Kind::Macro),
    ("rule", Kind::Rule),
];

/// What a node is for. Decides how it is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// A rules file: a sequence of items.
    File,
    /// An item; of no kind that Falco knows, if it has none of their keys. And how its condition is used, if it has one.
    Item(Option<Kind>, Use),
    /// The condition of a macro or a rule.
    Condition(Use),
    /// Words: the items of a list, tags, the fields of an exception.
    Words,
    /// A sequence of mappings, or a mapping, that is written on lines of its own.
    Block(&'static [&'static str]),
    /// The values of an exception.
    Tuples,
    /// One of them.
    Tuple,
    /// Anything else.
    Any,
}

const RULE_KEYS: &[&str] = &[
    "rule",
    "desc",
    "condition",
    "exceptions",
    "output",
    "priority",
    "source",
    "tags",
    "enabled",
    "warn_evttypes",
    "skip-if-unknown-filter",
    "capture",
    "capture_duration",
    "append",
    "override",
];
const MACRO_KEYS: &[&str] = &["macro", "condition", "append", "override"];
const LIST_KEYS: &[&str] = &["list", "items", "append", "override"];
const EXCEPTION_KEYS: &[&str] = &["name", "fields", "comps", "values"];
const PLUGIN_KEYS: &[&str] = &["name", "version", "alternatives"];

/// The kind of an item.
pub(crate) fn kind_of(tree: &Tree<'_>, item: NodeId) -> Option<Kind> {
    let found = KIND_KEYS
        .iter()
        .find(|(key, _)| tree.get(item, key).is_some());
    found.map(|(_, kind)| *kind)
}

/// The condition of an item that can have one.
pub(crate) fn condition_of(tree: &Tree<'_>, item: NodeId) -> Option<NodeId> {
    matches!(kind_of(tree, item), Some(Kind::Macro | Kind::Rule))
        .then(|| tree.get(item, "condition"))
        .flatten()
}

/// Whether an item's condition is appended to another one.
pub(crate) fn usage_of(tree: &Tree<'_>, item: NodeId) -> Use {
    let text = |node: Option<NodeId>| node.and_then(|node| tree.text(node));
    let says_append = text(tree.get(item, "append")).is_some_and(|text| !is_false(text));
    let overrides = tree.get(item, "override");
    let operation = overrides.and_then(|overrides| tree.get(overrides, "condition"));
    if says_append || text(operation) == Some("append") {
        Use::Appended
    } else {
        Use::Whole
    }
}

fn is_false(text: &str) -> bool {
    ["n", "no", "false", "off"]
        .iter()
        .any(|word| word.eq_ignore_ascii_case(text))
}

impl Role {
    /// What a node below one of this role is for; `key` is nothing in a sequence.
    pub(crate) fn of_child(self, key: Option<&str>) -> Self {
        match (self, key) {
            (Self::Item(Some(kind), usage), Some(key)) => of_value(kind, key, usage),
            (Self::Block(EXCEPTION_KEYS), Some("fields" | "comps")) => Self::Words,
            (Self::Block(EXCEPTION_KEYS), Some("values")) => Self::Tuples,
            (Self::Block(PLUGIN_KEYS), Some("alternatives")) | (Self::Block(_), None) => self,
            (Self::Tuples, None) => Self::Tuple,
            _ => Self::Any,
        }
    }

    /// The role of an element of a rules file.
    pub(crate) fn of_item(tree: &Tree<'_>, item: NodeId) -> Self {
        Self::Item(kind_of(tree, item), usage_of(tree, item))
    }

    /// The order of a mapping's keys; those that are not named follow in their own order.
    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Item(Some(Kind::Rule), _) => RULE_KEYS,
            Self::Item(Some(Kind::Macro), _) => MACRO_KEYS,
            Self::Item(Some(Kind::List), _) => LIST_KEYS,
            Self::Block(keys) => keys,
            _ => &[],
        }
    }
}

fn of_value(kind: Kind, key: &str, usage: Use) -> Role {
    match (kind, key) {
        (Kind::Macro | Kind::Rule, "condition") => Role::Condition(usage),
        (Kind::List, "items") | (Kind::Rule, "tags") => Role::Words,
        (Kind::Rule, "exceptions") => Role::Block(EXCEPTION_KEYS),
        (Kind::PluginVersions, "required_plugin_versions") => Role::Block(PLUGIN_KEYS),
        (Kind::List | Kind::Macro | Kind::Rule, "override") => Role::Block(&[]),
        _ => Role::Any,
    }
}

/// The entries of a mapping in the order of their role's keys, or as they are where another order could mean
/// something else: with a key twice, with anchors or aliases.
pub(crate) fn ordered<'e, 't>(
    tree: &'e Tree<'t>,
    mapping: NodeId,
    role: Role,
) -> Vec<&'e Entry<'t>> {
    let Some(collection) = tree.collection(mapping) else {
        return Vec::new();
    };
    let mut entries: Vec<_> = collection.entries.iter().collect();
    let keys = role.keys();
    if collection.is_mapping
        && !keys.is_empty()
        && !has_twins(tree, &entries)
        && !is_entangled(tree, mapping)
    {
        let rank = |entry: &&Entry<'t>| {
            let key = tree.key(entry).unwrap_or_default();
            keys.iter()
                .position(|known| *known == key)
                .unwrap_or(keys.len())
        };
        entries.sort_by_key(rank);
    }
    entries
}

/// Whether two of these keys are the same.
fn has_twins(tree: &Tree<'_>, entries: &[&Entry<'_>]) -> bool {
    let mut seen = HashSet::new();
    !entries.iter().all(|entry| seen.insert(tree.key(entry)))
}

/// Whether there are anchors or aliases in a node.
fn is_entangled(tree: &Tree<'_>, id: NodeId) -> bool {
    let Some(node) = tree.node(id) else {
        return false;
    };
    if node.anchor.is_some() {
        return true;
    }
    match &node.content {
        Content::Alias { .. } => true,
        Content::Scalar(_) => false,
        Content::Collection(collection) => collection.entries.iter().any(|entry| {
            is_entangled(tree, entry.value) || entry.key.is_some_and(|key| is_entangled(tree, key))
        }),
    }
}
