//! Which comments stand above an entry and which beside it.

use super::form::Form;
use super::{INDENT, Printer};
use crate::items::{Role, ordered};
use crate::tree::{Comment, Entry, NodeId};

/// The comment that has to go above an entry, since another one has the place beside it or there is none; and the
/// one beside the key, or beside the value if that is on the same line.
pub(super) fn beside<'t>(
    entry: &Entry<'t>,
    is_block: bool,
) -> (Option<Comment<'t>>, Option<Comment<'t>>) {
    match (entry.header, entry.after) {
        (None, Some(after)) if is_block && entry.key.is_none() => (Some(after), None),
        (Some(header), Some(after)) if is_block => (Some(after), Some(header)),
        (Some(header), Some(after)) => (Some(header), Some(after)),
        (header, after) => (None, header.or(after)),
    }
}

impl<'t> Printer<'_, 't> {
    /// The comments above an entry: its own, and those of what starts on its line.
    pub(super) fn lead(&self, entry: &Entry<'t>, role: Role, form: &Form) -> Vec<Comment<'t>> {
        let (displaced, _) = beside(entry, form.is_block());
        let mut lead = entry.lead.clone();
        lead.extend(displaced);
        if entry.key.is_none() && matches!(form, Form::Collection) {
            self.lead_inside(entry.value, role, &mut lead);
        }
        lead
    }

    fn lead_inside(&self, id: NodeId, role: Role, lead: &mut Vec<Comment<'t>>) {
        if self
            .tree
            .node(id)
            .is_some_and(crate::tree::Node::has_properties)
        {
            return;
        }
        let Some(first) = ordered(self.tree, id, role).into_iter().next() else {
            return;
        };
        let child_role = role.of_child(self.tree.key(first));
        let form = self.form(first.value, child_role, INDENT);
        lead.extend(self.lead(first, child_role, &form));
    }
}
