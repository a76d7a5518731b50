//! Collections in brackets, and keys.

use unicode_width::UnicodeWidthStr;

use super::Printer;
use crate::scalar::{Written, is_plain_in_flow, written};
use crate::tree::{Collection, Content, Entry, NodeId};
use saphyr_parser::ScalarStyle;

impl<'t> Printer<'_, 't> {
    /// A collection on one line of at most so many columns. Nothing, if it is wider or has to have more lines.
    pub(super) fn in_brackets(&self, collection: &Collection<'t>, limit: usize) -> Option<String> {
        let mut line = String::new();
        self.flow(collection, limit, &mut line)?;
        Some(line)
    }

    fn flow(&self, collection: &Collection<'t>, limit: usize, line: &mut String) -> Option<()> {
        if !collection.dangling.is_empty() {
            return None;
        }
        line.push(if collection.is_mapping { '{' } else { '[' });
        for (index, entry) in collection.entries.iter().enumerate() {
            line.push_str(if index == 0 { "" } else { ", " });
            self.flow_entry(entry, collection.is_flow, limit, line)?;
        }
        line.push(if collection.is_mapping { '}' } else { ']' });
        (line.len() <= limit || line.width() <= limit).then_some(())
    }

    fn flow_entry(
        &self,
        entry: &Entry<'t>,
        was_flow: bool,
        limit: usize,
        line: &mut String,
    ) -> Option<()> {
        let has_comments =
            !entry.lead.is_empty() || entry.header.is_some() || entry.after.is_some();
        // A character is four bytes and two columns at most, or nothing wide: this only ends long lines early.
        if has_comments || line.len() / 8 > limit {
            return None;
        }
        if entry.key.is_some() {
            line.push_str(&self.key(entry)?);
            line.push_str(": ");
        }
        self.flow_value(entry.value, was_flow, limit, line)
    }

    fn flow_value(
        &self,
        id: NodeId,
        was_flow: bool,
        limit: usize,
        line: &mut String,
    ) -> Option<()> {
        let node = self.tree.node(id)?;
        let properties = self.properties(id);
        line.push_str(&properties);
        if !properties.is_empty() {
            line.push(' ');
        }
        if let Content::Collection(collection) = &node.content {
            return self.flow(collection, limit, line);
        }
        let Some(Written::Line(text)) = written(node) else {
            return None;
        };
        if text.is_empty() || !(was_flow || self.is_bare_in_flow(id, &text)) {
            return None;
        }
        line.push_str(&text);
        Some(())
    }

    /// Whether what is written outside of brackets means the same inside.
    fn is_bare_in_flow(&self, id: NodeId, text: &str) -> bool {
        let is_plain = |style| style == ScalarStyle::Plain;
        let scalar = self.tree.scalar(id);
        !scalar.is_some_and(|scalar| is_plain(scalar.style)) || is_plain_in_flow(text)
    }

    /// A key as it is written, without its colon.
    pub(super) fn key(&self, entry: &Entry<'t>) -> Option<String> {
        let id = entry.key?;
        let node = self.tree.node(id)?;
        let Some(Written::Line(text)) = written(node) else {
            return None;
        };
        let properties = self.properties(id);
        let blank = if properties.is_empty() { "" } else { " " };
        // The colon would be part of an alias's name.
        let end = if matches!(node.content, Content::Alias { .. }) {
            " "
        } else {
            ""
        };
        Some(format!("{properties}{blank}{text}{end}"))
    }
}
