//! The swift part of a walk: what nearly all of nearly every record consists of.
//!
//! It is one loop that calls nothing, so that what it needs from token to token stays in registers; compilers of
//! WebAssembly move all of it to memory for a single call. It stops at whatever is not quite ordinary, before a token, and
//! the rest of the scanner passes that.
#![expect(
    clippy::inline_always,
    reason = "a call would move what the loop needs to memory"
)]

use super::frames::{Container, Frame, Frames};
use super::keys::Found;
use super::plain;
use super::scanner::{Scanner, offset};
use super::slots::{self, Slots};
use super::trie::{Below, NodeId, Trie};
use super::view::{Place, View};

/// What stands where a walk stopped.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stop {
    /// A value, which may be wanted.
    Value(Option<NodeId>),
    /// What follows a value.
    AfterValue,
    /// The opening brace of an object that is open already.
    Opened,
}

/// A walk, with what it needs from token to token.
struct Swift<'w, 'a> {
    view: View<'w>,
    at: usize,
    /// How many quotes of the view were passed.
    quotes: usize,
    /// What the innermost open container ends with; [`NOTHING`] outside.
    closing: u32,
    /// What is wanted of what is in it.
    below: Option<&'a Below>,
    /// There is neither a backslash nor a NUL before that.
    all_plain_before: usize,
    blank_end: usize,
    origin: usize,
    trie: &'a Trie,
    slots: &'w mut Slots,
    frames: &'w mut Frames,
}

/// What is no byte of a grammar.
const NOTHING: u32 = 0;
const COMMA: u32 = b',' as u32;
/// Stands for the byte behind a container that was gone into.
const OPENED: u32 = 0x100;

impl Scanner<'_> {
    /// Passes tokens from a value on.
    #[inline(never)]
    pub(super) fn pass(&mut self, node: Option<NodeId>) -> Stop {
        let Some(view) = View::new(self.text, self.marks, self.quotes) else {
            return Stop::Value(node);
        };
        let mut swift = Swift {
            view,
            at: self.at,
            quotes: 0,
            closing: closing_of(self.frames.top().container),
            below: self.below,
            all_plain_before: self.marks.all_plain_before(),
            blank_end: self.blank_end,
            origin: self.origin,
            trie: self.trie,
            slots: self.slots,
            frames: self.frames,
        };
        let stop = swift.pass(node);
        self.at = swift.at;
        self.quotes += swift.quotes;
        self.below = swift.below;
        stop
    }
}

/// The byte that ends a container.
#[inline(always)]
fn closing_of(container: Container) -> u32 {
    container.closing().map_or(NOTHING, u32::from)
}

impl Swift<'_, '_> {
    #[inline(always)]
    fn pass(&mut self, mut node: Option<NodeId>) -> Stop {
        loop {
            let Some(next) = self.value(node) else {
                return Stop::Value(node);
            };
            let is_open = next == OPENED;
            if next != COMMA && !is_open && !self.close_up_to_comma(next) {
                return Stop::AfterValue;
            }
            match self.next_value() {
                Some(found) => node = found,
                None if is_open => return Stop::Opened,
                None => return Stop::AfterValue,
            }
        }
    }

    /// Passes a value, or goes into it; answers the byte behind it, or [`OPENED`].
    #[inline(always)]
    fn value(&mut self, node: Option<NodeId>) -> Option<u32> {
        let start = self.view.place(self.at)?;
        let [opening, closing] = self.view.quotes(self.quotes)?;
        if opening != start {
            return self.other_value(start, node);
        }
        if !self.note_string(node, start, closing) {
            return None;
        }
        self.quotes += 2;
        self.at = closing.offset() + 1;
        Some(u32::from(self.view.byte::<1>(closing)))
    }

    /// Leaves containers that end here, up to a comma: whether there is one.
    #[inline(always)]
    fn close_up_to_comma(&mut self, mut next: u32) -> bool {
        while next == self.closing && next != NOTHING {
            match self.close() {
                Some(COMMA) => return true,
                Some(byte) => next = byte,
                None => return false,
            }
        }
        false
    }

    /// Passes what stands before the next value in the innermost container; answers where the value stands.
    #[expect(
        clippy::option_option,
        reason = "not ordinary, leading nowhere, leading to a node"
    )]
    #[inline(always)]
    fn next_value(&mut self) -> Option<Option<NodeId>> {
        if self.closing == u32::from(b'}') {
            return self.key();
        }
        let is_plain = self.closing == u32::from(b']') && self.below.is_none();
        self.at += usize::from(is_plain);
        is_plain.then_some(None)
    }

    /// Notes a string, if it is wanted; `false` if it may have escapes or a NUL.
    #[inline(always)]
    fn note_string(&mut self, node: Option<NodeId>, start: Place, closing: Place) -> bool {
        let Some(node) = node else {
            return true;
        };
        let end = closing.offset() + 1;
        let is_plain = end <= self.all_plain_before;
        if is_plain {
            self.note(node, start.offset(), end, true);
        }
        is_plain
    }

    #[inline(always)]
    fn note(&mut self, node: NodeId, start: usize, end: usize, verbatim: bool) {
        if let Some(slot) = self.trie.slot(node) {
            let place = slots::Place {
                start: offset(start.wrapping_sub(self.origin)),
                end: offset(end.wrapping_sub(self.origin)),
                verbatim,
            };
            self.slots.note(slot, place);
        }
    }

    #[inline(always)]
    fn other_value(&mut self, start: Place, node: Option<NodeId>) -> Option<u32> {
        match self.view.byte::<0>(start) {
            b'{' => self.open(Container::Object, b'}', start, node),
            b'[' => self.open(Container::Array, b']', start, node),
            _ => self.scalar(start, node),
        }
    }

    #[inline(always)]
    fn scalar(&mut self, start: Place, node: Option<NodeId>) -> Option<u32> {
        let (length, next) = match &self.view.bytes::<0, 4>(start) {
            b"null" | b"true" => (4, self.view.byte::<4>(start)),
            b"fals" if self.view.byte::<4>(start) == b'e' => (5, self.view.byte::<5>(start)),
            [b'0'..=b'9', ..] => self.number(start)?,
            _ => return None,
        };
        if let Some(node) = node {
            self.note(node, start.offset(), start.offset() + length, true);
        }
        self.at += length;
        Some(u32::from(next))
    }

    /// Length of a number, and the byte behind it.
    #[inline(always)]
    fn number(&self, start: Place) -> Option<(usize, u8)> {
        let mut length = 1;
        loop {
            let next = self
                .view
                .byte::<0>(self.view.place(start.offset() + length)?);
            if !matches!(next, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E') {
                return Some((length, next));
            }
            length += 1;
        }
    }

    #[inline(always)]
    fn open(
        &mut self,
        container: Container,
        closing: u8,
        start: Place,
        node: Option<NodeId>,
    ) -> Option<u32> {
        let next = self.view.byte::<1>(start);
        if next == closing {
            if let Some(node) = node {
                self.note(node, start.offset(), start.offset() + 2, true);
            }
            self.at += 2;
            return Some(u32::from(self.view.byte::<2>(start)));
        }
        let below = node.and_then(|wanted| self.trie.below(wanted));
        let has_elements = container == Container::Array && below.is_some();
        if next <= b' ' || has_elements || self.frames.is_nearly_full() {
            return None;
        }
        self.frames.open(Frame {
            container,
            node,
            start: offset(start.offset()),
            element: 0,
        });
        self.closing = u32::from(closing);
        self.below = below;
        Some(OPENED)
    }

    /// Leaves the innermost container, whose end stands here; answers the byte behind it.
    #[inline(always)]
    fn close(&mut self) -> Option<u32> {
        let behind = self.view.place(self.at + 1)?;
        self.at += 1;
        let frame = self.frames.top();
        if let Some(node) = frame.node {
            let start = frame.start as usize;
            self.note(node, start, self.at, self.blank_end <= start);
        }
        self.frames.close();
        let around = self.frames.top();
        self.closing = closing_of(around.container);
        self.below = around.node.and_then(|wanted| self.trie.below(wanted));
        Some(u32::from(self.view.byte::<0>(behind)))
    }

    /// Passes what stands here before a key, members that are not wanted, the next key, and its colon; answers where it
    /// leads, if its value is wanted. Where that is not ordinary only members are passed.
    #[expect(
        clippy::option_option,
        reason = "not ordinary, leading nowhere, leading to a node"
    )]
    #[inline(always)]
    fn key(&mut self) -> Option<Option<NodeId>> {
        let [opening] = self.view.quotes(self.quotes)?;
        if opening.offset() != self.at + 1 {
            return None;
        }
        self.quotes = plain::pass(self.view, self.quotes, self.below, self.all_plain_before);
        let [opening] = self.view.quotes(self.quotes)?;
        self.at = opening.offset() - 1;
        let [_, closing] = self.view.quotes(self.quotes)?;
        if self.view.byte::<1>(closing) != b':' {
            return None;
        }
        let node = match self.below {
            Some(below) => self.member(below, opening, closing)?,
            None => None,
        };
        self.quotes += 2;
        self.at = closing.offset() + 2;
        Some(node)
    }
    /// Where a key leads, if its value is wanted.
    #[expect(
        clippy::option_option,
        reason = "not known, leading nowhere, leading to a node"
    )]
    #[inline(always)]
    fn member(&mut self, below: &Below, opening: Place, closing: Place) -> Option<Option<NodeId>> {
        if closing.offset() >= self.all_plain_before {
            return None;
        }
        match below.quoted(self.view, opening, closing) {
            Found::Nothing => Some(None),
            Found::Node(node) => Some(self.slots.enter(node, false).then_some(node)),
            Found::Unsure => None,
        }
    }
}
