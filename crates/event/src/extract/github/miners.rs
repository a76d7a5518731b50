//! `github.workflow.*`: crypto miners in workflows.

use std::collections::BTreeSet;

use super::{array, truth};
use crate::extract::{Paths, Reading};
use crate::fields::Stored;
use crate::json::Node;
use crate::scan::trie::SlotId;

/// Where the miners of a workflow are listed.
pub(super) fn slot(paths: &mut Paths) -> SlotId {
    paths.slot(&["workflow_miner_detections", "matches"])
}

/// Whether there are miners; nothing if nobody looked for them.
pub(super) fn exist(slot: SlotId, event: &Reading<'_>) -> Stored {
    match array(slot, event) {
        Some(miners) => truth(miners.elements().next().is_some()),
        None => Stored::Absent,
    }
}

/// The kinds of miners, each once, joined by commas in the order of the list. Falco's plugin has them in any order.
pub(super) fn types(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let Some(miners) = array(slot, event) else {
        return Stored::Absent;
    };
    let mut seen = BTreeSet::new();
    let begun = event.begin_text();
    for miner in miners.elements() {
        let kind = miner
            .member(b"type")
            .and_then(Node::string)
            .unwrap_or_default();
        if !seen.contains(&kind) {
            event.push(if seen.is_empty() { b"" } else { b"," });
            event.push(&kind);
            seen.insert(kind);
        }
    }
    event.store_text(begun)
}
