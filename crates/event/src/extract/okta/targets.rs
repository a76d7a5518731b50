//! `okta.target.*` and `okta.targets.*`: what an event acted upon.

use crate::catalogue::{OktaTarget, OktaTargetProperty};
use crate::extract::Reading;
use crate::fields::Stored;
use crate::json::{Kind, Node};
use crate::scan::trie::SlotId;

/// A property of the last target of a type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    target_type: &'static [u8],
    property: &'static [u8],
}

impl Wanted {
    pub(super) const fn new(target: OktaTarget, property: OktaTargetProperty) -> Self {
        let target_type: &[u8] = match target {
            OktaTarget::User => b"User",
            OktaTarget::UserGroup => b"UserGroup",
            OktaTarget::AppInstance => b"AppInstance",
        };
        let property: &[u8] = match property {
            OktaTargetProperty::Id => b"id",
            OktaTargetProperty::AlternateId => b"alternateId",
            OktaTargetProperty::DisplayName => b"displayName",
        };
        Self {
            target_type,
            property,
        }
    }

    pub(super) fn read(self, slot: SlotId, event: &mut Reading<'_>) -> Stored {
        let targets = event.node(slot).into_iter().flat_map(Node::elements);
        let Some(target) = targets.filter(|target| self.is_of_type(*target)).last() else {
            return Stored::Absent;
        };
        text(target.member(self.property), event)
    }

    fn is_of_type(self, target: Node<'_>) -> bool {
        let found = target.member(b"type").and_then(Node::string);
        found.is_some_and(|found| *found == *self.target_type)
    }
}

/// The names of all targets in parentheses, or the one at an index.
pub(super) fn names(slot: SlotId, index: Option<u64>, event: &mut Reading<'_>) -> Stored {
    let Some(targets) = event
        .node(slot)
        .filter(|targets| targets.kind() == Kind::Array)
    else {
        return Stored::Absent;
    };
    match index {
        Some(index) => name_at(targets, index, event),
        None => all_names(targets, event),
    }
}

fn name_at(targets: Node<'_>, index: u64, event: &mut Reading<'_>) -> Stored {
    let target = usize::try_from(index)
        .ok()
        .and_then(|index| targets.elements().nth(index));
    target.map_or(Stored::Absent, |target| {
        text(target.member(b"displayName"), event)
    })
}

fn all_names(targets: Node<'_>, event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    let mut separator: &[u8] = b"(";
    for target in targets.elements() {
        event.push(separator);
        separator = b",";
        if let Some(name) = target.member(b"displayName") {
            event.push_string(name);
        }
    }
    if separator == b"(" {
        return Stored::Absent;
    }
    event.push(b")");
    event.store_text(begun)
}

/// The text of a string; empty for anything else and for nothing.
fn text(node: Option<Node<'_>>, event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    if let Some(node) = node {
        event.push_string(node);
    }
    event.store_text(begun)
}
