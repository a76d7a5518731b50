//! Keys that stand twice in one mapping of an item, of which only the first is read.

use std::collections::HashMap;

use super::Reader;
use crate::collect::RepeatedKey;
use crate::yaml::{Kind, Node};

/// More of them are not remembered.
const MOST_REPEATED_KEYS: usize = 1000;
/// More of one is not shown.
const MOST_CHARACTERS: usize = 64;
/// Each of its entries is read, the first as well as the second.
const READ_IN_FULL: &str = "override";

impl Reader<'_> {
    /// Notes the keys that an item, or something in it, has twice.
    pub(super) fn note_repeated_keys(&mut self, item: Node<'_>) {
        let mut open = vec![item];
        while let Some(node) = open.pop() {
            let values = node.entries().filter(|(key, _)| is_searched(*key));
            let inner = node.items().chain(values.map(|(_, value)| value));
            open.extend(inner.filter(|node| matches!(node.kind(), Kind::Mapping | Kind::Sequence)));
            self.note_repeated_keys_of(node);
        }
    }

    fn note_repeated_keys_of(&mut self, mapping: Node<'_>) {
        let mut seen: HashMap<&str, Node<'_>> = HashMap::new();
        for (node, _) in mapping.entries() {
            let Some(key) = node.scalar() else { continue };
            let first = *seen.entry(key).or_insert(node);
            let is_first = first.span() == node.span();
            if !is_first && self.collector.repeated_keys.len() < MOST_REPEATED_KEYS {
                let repeated = RepeatedKey {
                    key: key.chars().take(MOST_CHARACTERS).collect(),
                    first: self.labels(first),
                    again: self.labels(node),
                };
                self.collector.repeated_keys.push(repeated);
            }
        }
    }
}

fn is_searched(key: Node<'_>) -> bool {
    key.scalar() != Some(READ_IN_FULL)
}
