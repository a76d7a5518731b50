//! Keys of mappings.

use std::collections::BTreeSet;

use falconet_diagnostics::Span;
use falconet_ruleset::yaml::{Kind, Node};

use crate::json::{is_merge_key, one_or_more};

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

/// The merge keys in a value under which there is something else than mappings. Recursion goes as deep as YAML may nest.
pub(super) fn merging_nothing(node: Node<'_>) -> Vec<Span> {
    let merges = |value| {
        let mut all = one_or_more(value).into_iter();
        all.all(|one| one.kind() == Kind::Mapping)
    };
    let wrong = node.entries();
    let wrong = wrong.filter(|(key, value)| is_merge_key(*key) && !merges(*value));
    let mut found: Vec<Span> = wrong.map(|(key, _)| key.span()).collect();
    let inside = node.entries().map(|(_, value)| value).chain(node.items());
    found.extend(inside.flat_map(merging_nothing));
    found
}
