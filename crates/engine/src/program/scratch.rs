//! The memory that evaluating needs, owned by the caller and reused for every event.

use super::found::Found;
use super::glance::GlanceMemory;
use super::index::RuleSet;
use super::leaves::LeafId;
use super::needles::NeedlesMemory;
use super::values::Values;
use crate::operators::Work;

/// Reusable memory for [`Program`](super::Program)'s evaluation.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    pub(crate) values: Values,
    pub(super) work: Work,
    pub(super) verdicts: Verdicts,
    pub(super) candidates: RuleSet,
    pub(super) found: Found,
    pub(super) glance: GlanceMemory,
    pub(super) needles: NeedlesMemory,
}

impl Scratch {
    /// Forgets the chunk that records were taken from.
    pub(crate) fn begin_chunk(&mut self) {
        self.values.fields.begin_chunk();
        self.glance.begin_chunk();
    }

    /// Forgets the last event.
    pub(super) fn begin(&mut self, expressions: usize, leaves: usize) {
        self.values.computed.begin(expressions);
        self.verdicts.begin(leaves);
        self.needles.begin();
    }
}

/// What each test said of the event at hand.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    /// The event's mark, with the verdict in the lowest bit.
    slots: Vec<u64>,
    event: u64,
}

impl Verdicts {
    fn begin(&mut self, leaves: usize) {
        self.slots.resize(leaves, 0);
        self.event += 1;
    }

    /// The verdict of a test that was judged for this event.
    pub(super) fn get(&self, id: LeafId) -> Option<bool> {
        let slot = *self.slots.get(id.index())?;
        (slot >> 1 == self.event).then_some(slot & 1 == 1)
    }

    /// Remembers a verdict.
    pub(super) fn set(&mut self, id: LeafId, verdict: bool) {
        if let Some(slot) = self.slots.get_mut(id.index()) {
            *slot = self.event << 1 | u64::from(verdict);
        }
    }
}
