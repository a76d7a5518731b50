//! What a scan found: where the wanted values stand in the record.

use super::trie::{NodeId, SlotId, Trie};

/// Where a value stands in its record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// Offset of its first byte.
    pub(crate) start: u32,
    /// Offset after its last byte.
    pub(crate) end: u32,
    /// A string has no escape and no NUL, a container no blank between its tokens: the text can be used as it stands.
    pub(crate) verbatim: bool,
}

/// Places by slot, valid for one event; starting the next event costs nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Slots {
    epoch: u32,
    places: Vec<(u32, Place)>,
    /// The keys that led to the nodes of the trie.
    visits: Vec<Visit>,
    /// The last event with a key that has escapes first and none later.
    respelt: u32,
}

/// The key that last led to a node.
#[derive(Clone, Copy, Debug, Default)]
struct Visit {
    /// In which event.
    epoch: u32,
    /// Whether the key has escapes.
    escaped: bool,
}

impl Slots {
    /// Forgets the last event and makes room for what `trie` wants.
    pub(crate) fn begin(&mut self, trie: &Trie) {
        self.epoch = self.epoch.wrapping_add(1);
        if self.epoch == 0 {
            self.forget_all();
        }
        self.places.resize(trie.slot_count(), Default::default());
        self.visits.resize(trie.len(), Visit::default());
    }

    /// Whether events are counted from the beginning (again): what is remembered of others must go.
    pub(crate) const fn is_first_epoch(&self) -> bool {
        self.epoch == 1
    }

    /// Identifies the current event.
    pub(crate) const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Where the value of a slot stands, if the event has it.
    pub(crate) fn place(&self, slot: SlotId) -> Option<Place> {
        let (epoch, place) = self.places.get(slot.index())?;
        (*epoch == self.epoch).then_some(*place)
    }

    #[inline]
    pub(super) fn note(&mut self, slot: SlotId, place: Place) {
        if let Some(entry) = self.places.get_mut(slot.index()) {
            *entry = (self.epoch, place);
        }
    }

    /// Whether the value of a key that leads to `node` counts: only the first of equal keys does.
    #[inline]
    pub(super) fn enter(&mut self, node: NodeId, escaped: bool) -> bool {
        let Some(visit) = self.visits.get_mut(node.index()) else {
            return false;
        };
        if visit.epoch == self.epoch {
            if visit.escaped && !escaped {
                self.respelt = self.epoch;
            }
            return false;
        }
        *visit = Visit {
            epoch: self.epoch,
            escaped,
        };
        true
    }

    /// Whether a wanted key stands in the record with escapes first and without them later.
    pub(crate) const fn is_respelt(&self) -> bool {
        self.respelt == self.epoch
    }

    fn forget_all(&mut self) {
        self.epoch = 1;
        self.respelt = 0;
        self.places.clear();
        self.visits.clear();
    }

    /// As if as many events had been read.
    #[cfg(test)]
    pub(crate) fn set_epoch(&mut self, epoch: u32) {
        self.epoch = epoch;
    }
}
