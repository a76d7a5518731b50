//! The wanted paths as a tree that a scan walks beside the record.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use super::MAX_DEPTH;
use super::index;
use super::keys::{Found, Keys};
use super::view::{Place, View};

/// Index of a wanted value in the slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SlotId(u32);

impl SlotId {
    pub(crate) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node of a [`Trie`]: its index and one, so that no node at all takes no more room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(NonZeroU32);

impl NodeId {
    /// Where the whole record stands.
    pub(crate) const ROOT: Self = Self(NonZeroU32::MIN);

    #[inline]
    pub(super) const fn new(index: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index))
    }

    #[inline]
    pub(crate) const fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The wanted paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trie {
    nodes: Vec<Node>,
    slots: u32,
}

#[derive(Clone, Debug, Default)]
struct Node {
    slot: Option<SlotId>,
    below: Option<Below>,
}

/// What is wanted below a node.
#[derive(Clone, Debug)]
pub(super) struct Below {
    keys: Keys,
    /// Children whose key spells an index, by index.
    elements: Vec<(u32, u32)>,
}

impl Trie {
    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// How many slots were given out.
    pub(crate) const fn slot_count(&self) -> usize {
        self.slots as usize
    }

    /// The slot that wants the value at a node.
    #[inline]
    pub(crate) fn slot(&self, node: NodeId) -> Option<SlotId> {
        self.nodes.get(node.index())?.slot
    }

    /// What is wanted below a node, if anything is.
    #[inline]
    pub(super) fn below(&self, node: NodeId) -> Option<&Below> {
        self.nodes.get(node.index())?.below.as_ref()
    }
}

impl Below {
    /// A first look at a key of an object between two quotes, without escapes.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    pub(super) fn quoted(&self, view: View<'_>, opening: Place, closing: Place) -> Found {
        self.keys.quoted(view, opening, closing)
    }

    /// The node for a key of an object.
    pub(super) fn member(&self, key: &[u8]) -> Option<NodeId> {
        self.keys.get(key)
    }

    /// The node for an element of an array.
    pub(super) fn element(&self, index: u32) -> Option<NodeId> {
        let at = self
            .elements
            .binary_search_by_key(&index, |entry| entry.0)
            .ok()?;
        self.elements.get(at).map(|entry| NodeId::new(entry.1))
    }
}

/// Collects wanted paths and gives out slots, the same for the same path.
#[derive(Debug)]
pub(crate) struct TrieBuilder {
    nodes: Vec<Draft>,
    slots: u32,
}

#[derive(Debug, Default)]
struct Draft {
    slot: Option<SlotId>,
    children: BTreeMap<Vec<u8>, u32>,
}

impl TrieBuilder {
    /// Wants nothing yet.
    pub(crate) fn new() -> Self {
        Self {
            nodes: vec![Draft::default()],
            slots: 0,
        }
    }

    /// The slot of the value at a path of keys; canonical decimal keys are indices of arrays too.
    pub(crate) fn slot<'k>(&mut self, path: impl ExactSizeIterator<Item = &'k [u8]>) -> SlotId {
        if path.len() >= MAX_DEPTH {
            return self.new_slot();
        }
        let node = path.fold(0, |node, key| self.child(node, key));
        if let Some(slot) = self.nodes.get(node).and_then(|draft| draft.slot) {
            return slot;
        }
        let slot = self.new_slot();
        if let Some(draft) = self.nodes.get_mut(node) {
            draft.slot = Some(slot);
        }
        slot
    }

    fn new_slot(&mut self) -> SlotId {
        self.slots += 1;
        SlotId(self.slots - 1)
    }

    fn child(&mut self, parent: usize, key: &[u8]) -> usize {
        let new = self.nodes.len();
        let Some(draft) = self.nodes.get_mut(parent) else {
            return parent;
        };
        if let Some(child) = draft.children.get(key) {
            return *child as usize;
        }
        draft
            .children
            .insert(key.to_vec(), u32::try_from(new).unwrap_or(u32::MAX));
        self.nodes.push(Draft::default());
        new
    }

    /// The paths that have slots, in the order of these.
    pub(crate) fn wanted(&self) -> Vec<(SlotId, Vec<Vec<u8>>)> {
        let mut wanted: Vec<(SlotId, Vec<Vec<u8>>)> = Vec::new();
        let mut open = vec![(0, Vec::new())];
        while let Some((node, path)) = open.pop() {
            let Some(draft) = self.nodes.get(node) else {
                continue;
            };
            open.extend(draft.children.iter().map(|(key, child)| {
                let mut path = path.clone();
                path.push(key.clone());
                (*child as usize, path)
            }));
            if let Some(slot) = draft.slot {
                let at = wanted.partition_point(|(other, _)| *other < slot);
                wanted.insert(at, (slot, path));
            }
        }
        wanted
    }

    /// The finished tree.
    pub(crate) fn finish(self) -> Trie {
        Trie {
            nodes: self.nodes.into_iter().map(Draft::finish).collect(),
            slots: self.slots,
        }
    }
}

impl Draft {
    fn finish(self) -> Node {
        let mut elements: Vec<(u32, u32)> = self
            .children
            .iter()
            .filter_map(|(key, child)| Some((canonical_index(key)?, *child)))
            .collect();
        elements.sort_unstable();
        let below = (!self.children.is_empty()).then(|| Below {
            keys: Keys::new(self.children),
            elements,
        });
        Node {
            slot: self.slot,
            below,
        }
    }
}

/// The index that a key spells in the one way that every reader of JSON agrees on.
fn canonical_index(key: &[u8]) -> Option<u32> {
    index::spelt(key).filter(|_| index::is_canonical(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(builder: &mut TrieBuilder, path: &[&str]) -> SlotId {
        builder.slot(path.iter().map(|key| key.as_bytes()))
    }

    #[test]
    fn the_same_path_has_the_same_slot() {
        let mut builder = TrieBuilder::new();
        let first = slot(&mut builder, &["a", "b"]);
        assert_ne!(slot(&mut builder, &["a"]), first);
        assert_ne!(slot(&mut builder, &[]), first);
        assert_eq!(slot(&mut builder, &["a", "b"]), first);
        assert_eq!(builder.finish().slot_count(), 3);
    }

    #[test]
    fn decimal_keys_lead_to_elements_as_well() {
        let mut builder = TrieBuilder::new();
        let tenth = slot(&mut builder, &["10"]);
        let second = slot(&mut builder, &["2"]);
        let loose = slot(&mut builder, &["01"]);
        let trie = builder.finish();
        let at = |index| {
            trie.below(NodeId::ROOT)
                .and_then(|below| below.element(index))
                .and_then(|node| trie.slot(node))
        };
        assert_eq!((at(10), at(2), at(1)), (Some(tenth), Some(second), None));
        let member = |key: &[u8]| {
            trie.below(NodeId::ROOT)
                .and_then(|below| below.member(key))
                .and_then(|node| trie.slot(node))
        };
        assert_eq!((member(b"10"), member(b"01")), (Some(tenth), Some(loose)));
    }

    #[test]
    fn a_path_deeper_than_any_record_makes_no_nodes() {
        let mut builder = TrieBuilder::new();
        slot(&mut builder, &["x"; MAX_DEPTH]);
        let trie = builder.finish();
        assert_eq!((trie.len(), trie.slot_count()), (1, 1));
    }
}
