//! What shape a value gets.

use unicode_width::UnicodeWidthStr;

use super::{INDENT, Printer};
use crate::condition::{Room, Understood, Use, laid_out, means_the_same};
use crate::items::Role;
use crate::scalar::{Block, Written, is_plain_in_block, written};
use crate::tree::{Collection, Entry, NodeId};

/// The shape of a value.
pub(super) enum Form {
    Line(String),
    Lines(Vec<String>),
    Block(Block),
    /// A collection with its entries on lines of their own.
    Collection,
}

impl Form {
    /// Whether the value is below its key.
    pub(super) const fn is_block(&self) -> bool {
        !matches!(self, Self::Line(_))
    }
}

impl<'t> Printer<'_, 't> {
    /// The shape of a value that starts at a column.
    pub(super) fn form(&self, id: NodeId, role: Role, column: usize) -> Form {
        let Some(node) = self.tree.node(id) else {
            return Form::Line(String::new());
        };
        if let Role::Condition(usage) = role
            && let Some(form) = self.condition(id, usage, column)
        {
            return form;
        }
        match written(node) {
            Some(Written::Line(line)) => Form::Line(line),
            Some(Written::Lines(lines)) => Form::Lines(lines),
            Some(Written::Block(block)) => Form::Block(block),
            None => self.collection(id, role, column),
        }
    }

    fn collection(&self, id: NodeId, role: Role, column: usize) -> Form {
        let Some(collection) = self.tree.collection(id) else {
            return Form::Collection;
        };
        let properties = self.properties(id);
        let taken = column + properties.width() + usize::from(!properties.is_empty());
        let limit = self.width_of_flow(collection, role, taken);
        match limit.and_then(|limit| self.in_brackets(collection, limit)) {
            Some(line) => Form::Line(line),
            None => Form::Collection,
        }
    }

    /// How wide a collection in brackets may be; nothing, if it is to be on lines of its own.
    fn width_of_flow(
        &self,
        collection: &Collection<'t>,
        role: Role,
        taken: usize,
    ) -> Option<usize> {
        let left = self.layout.width.saturating_sub(taken);
        if collection.entries.is_empty() {
            return Some(usize::MAX);
        }
        match role {
            Role::Words => Some(left),
            Role::Tuples if self.has_scalars_only(collection) => Some(left),
            Role::Tuple => Some(usize::MAX),
            Role::Any => collection.is_flow.then_some(left),
            _ => None,
        }
    }

    fn has_scalars_only(&self, collection: &Collection<'t>) -> bool {
        let is_scalar = |entry: &Entry<'t>| self.tree.text(entry.value).is_some();
        collection.entries.iter().all(is_scalar)
    }

    /// A condition in our layout; nothing, if it is to stay as it is written.
    fn condition(&self, id: NodeId, usage: Use, column: usize) -> Option<Form> {
        let node = self.tree.node(id)?;
        if self.is_shared || node.has_properties() || !self.surroundings.allow(usage) {
            return None;
        }
        let value = &self.tree.scalar(id)?.value;
        let room = Room {
            beside_key: self.layout.width.saturating_sub(column),
            below: self
                .layout
                .width
                .saturating_sub(column.saturating_sub("condition: ".len()) + INDENT),
        };
        let lines = laid_out(&Understood::new(value, usage)?, room)?;
        let is_printable = lines.iter().all(|line| !line.contains(char::is_control));
        let text = lines.join("\n");
        let is_same =
            means_the_same(value, &text, usage) && self.surroundings.same_lists(value, &text);
        (is_printable && is_same).then(|| shape(lines, &text, room))
    }
}

fn shape(lines: Vec<String>, text: &str, room: Room) -> Form {
    if lines.len() == 1 && text.width() <= room.beside_key && is_plain_in_block(text) {
        return Form::Line(text.to_owned());
    }
    Form::Block(Block::folded(lines))
}
