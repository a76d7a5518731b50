//! Where comments belong.

use falconet_diagnostics::Span;

use super::{Builder, Last, Open};
use crate::tree::comment::{self, Comment};

impl<'t> Builder<'t> {
    /// Looks for comments up to `end`, and puts the one beside the last key or value where it belongs.
    pub(super) fn scan(&mut self, end: usize) {
        if end > self.scanned {
            comment::find(self.text, self.scanned, end, &self.lines, &mut self.pending);
            self.scanned = end;
        }
        let beside = self
            .pending
            .first()
            .filter(|first| !self.slice(self.last_end, first.offset).contains('\n'))
            .copied();
        if let Some(comment) = beside
            && self.put_beside(comment)
        {
            self.pending.remove(0);
        }
        self.last = if self.pending.is_empty() {
            self.last
        } else {
            Last::Nothing
        };
    }

    pub(super) fn put_beside(&mut self, comment: Comment<'t>) -> bool {
        let last = std::mem::replace(&mut self.last, Last::Nothing);
        let Some(open) = self.open.last_mut() else {
            return false;
        };
        let place = match last {
            Last::Nothing => return false,
            Last::Key => &mut open.begun.header,
            Last::Value => match open.collection.entries.last_mut() {
                Some(entry) => &mut entry.after,
                None => return false,
            },
        };
        *place = Some(comment);
        true
    }

    /// A key, an element, or a root starts at `offset`: the comments seen so far stand before it.
    pub(super) fn begin(&mut self, offset: usize) {
        let is_behind_key = self.is_behind_key();
        let blank_before = self.lines.follows_blank(offset);
        let Some(open) = self.open.last_mut() else {
            return;
        };
        open.begun.lead.append(&mut self.pending);
        if !is_behind_key {
            open.begun.blank_before = blank_before;
        }
    }

    /// Comments before a collection belong to its entry, but for those below a key whose value is no bracket.
    pub(super) fn comments_before(&mut self, content: usize, span: Span, is_bracketed: bool) {
        if is_bracketed {
            self.scan(content);
            self.begin(span.start);
            self.reached(Last::Nothing, content + 1);
        } else if self.is_behind_key() || self.is_root() {
            self.scan(self.line_end(self.last_end).min(content));
        } else {
            self.scan(span.start);
            self.begin(span.start);
        }
    }

    /// Comments before the end of a collection are the last thing in it, as far as they are indented as deep.
    pub(super) fn leave_comments(&mut self, open: &mut Open<'t>, is_flow: bool) {
        let count = self
            .pending
            .iter()
            .take_while(|comment| is_flow || comment.column >= open.column)
            .count();
        let left = self.pending.drain(..count);
        if open.collection.entries.is_empty() {
            if let Some(parent) = self.open.last_mut() {
                parent.begun.lead.extend(left.as_slice());
            }
        } else {
            open.collection.dangling.extend(left.as_slice());
        }
        drop(left);
    }
}
