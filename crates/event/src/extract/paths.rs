//! The paths that recipes want.

use crate::json::Node;
use crate::scan::index;
use crate::scan::trie::{SlotId, Trie, TrieBuilder};

use super::Reading;

/// Collects the wanted paths.
#[derive(Debug)]
pub(crate) struct Paths {
    trie: TrieBuilder,
}

/// A path whose steps are known only when rules are loaded.
#[derive(Clone, Debug)]
pub(crate) struct Pointer {
    /// The value that the scan notes.
    slot: SlotId,
    /// The steps from there.
    rest: Box<[Box<[u8]>]>,
}

impl Paths {
    /// No paths.
    pub(crate) fn new() -> Self {
        Self {
            trie: TrieBuilder::new(),
        }
    }

    /// The slot of the value at a path of keys; the whole record's for no keys.
    pub(crate) fn slot(&mut self, path: &[&str]) -> SlotId {
        self.trie.slot(path.iter().map(|key| key.as_bytes()))
    }

    /// The slot of a key of the outermost object.
    pub(crate) fn key(&mut self, key: &[u8]) -> SlotId {
        self.trie.slot(std::iter::once(key))
    }

    /// A path of arbitrary steps. A step such as `01` is a key of its own in an object but the same index as
    /// `1` in an array, which the scan's tree cannot say: from there on the path is walked when it is read.
    pub(crate) fn pointer(&mut self, steps: &[Vec<u8>]) -> Pointer {
        let loose = |step: &Vec<u8>| index::spelt(step).is_some() && !index::is_canonical(step);
        let noted = steps.iter().position(loose).unwrap_or(steps.len());
        let (noted, rest) = steps.split_at(noted);
        Pointer {
            slot: self.trie.slot(noted.iter().map(Vec::as_slice)),
            rest: rest.iter().map(|step| step.as_slice().into()).collect(),
        }
    }

    /// The paths that were asked for so far, each with its slot, in the order in which they were.
    pub(crate) fn wanted(&self) -> Vec<(SlotId, Vec<Vec<u8>>)> {
        self.trie.wanted()
    }

    /// The tree of all paths.
    pub(crate) fn finish(self) -> Trie {
        self.trie.finish()
    }
}

impl Pointer {
    /// The slot that has the value it leads to, if the scan notes it.
    pub(crate) fn noted(&self) -> Option<SlotId> {
        self.rest.is_empty().then_some(self.slot)
    }

    /// The value it leads to, or the slot that has it if the record does.
    pub(crate) fn find<'a>(&self, event: &Reading<'a>) -> Found<'a> {
        if let Some(slot) = self.noted() {
            return Found::Noted(slot);
        }
        let steps = &mut self.rest.iter();
        let noted = event.node(self.slot);
        let walked = noted.and_then(|noted| steps.try_fold(noted, |node, step| node.step(step)));
        walked.map_or(Found::Nothing, Found::Walked)
    }
}

/// What a [`Pointer`] leads to.
pub(crate) enum Found<'a> {
    /// No value.
    Nothing,
    /// What is in a slot.
    Noted(SlotId),
    /// Somewhere in the record.
    Walked(Node<'a>),
}
