//! Keys of mappings.

use std::collections::BTreeSet;

use falconet_diagnostics::Span;
use falconet_ruleset::yaml::{Kind, Node};

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Unknown,
    Repeated,
}

/// The keys of a mapping that are not among the known ones, or that were there before.
pub(super) fn troubles(node: Node<'_>, known: &[&str]) -> Vec<(Span, String, Trouble)> {
    let mut seen = BTreeSet::new();
    let mut troubles = Vec::new();
    for (key, _) in node.entries() {
        let name = key.scalar().unwrap_or("null");
        if !known.contains(&name) {
            troubles.push((key.span(), name.to_owned(), Trouble::Unknown));
        } else if !seen.insert(name) {
            troubles.push((key.span(), name.to_owned(), Trouble::Repeated));
        }
    }
    troubles
}

/// The keys of a mapping that were there before.
pub(super) fn repeated(node: Node<'_>) -> Vec<(Span, String)> {
    let mut seen = BTreeSet::new();
    let names = node
        .entries()
        .filter_map(|(key, _)| Some((key, key.scalar()?)));
    names
        .filter(|(_, name)| !seen.insert(*name))
        .map(|(key, name)| (key.span(), name.to_owned()))
        .collect()
}

/// Whether a mapping has no key but these.
pub(super) fn all_among(node: Node<'_>, known: &[&str]) -> bool {
    troubles(node, known).is_empty()
}

/// The items of a list; anything else is the one item of its own.
pub(super) fn one_or_more(node: Node<'_>) -> Vec<Node<'_>> {
    match node.kind() {
        Kind::Sequence => node.items().collect(),
        _ => vec![node],
    }
}
