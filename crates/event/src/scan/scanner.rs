//! Walking the grammar from string to string, beside the tree of wanted paths.

use super::MAX_DEPTH;
use super::error::{ScanError, ScanErrorKind};
use super::marks::Marks;
use super::slots::{Place, Slots};
use super::token::{self, skip_blanks};
use super::trie::{NodeId, SlotId, Trie};
use crate::json::unescape;

/// A container that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    container: Container,
    /// Where it stands among the wanted paths, if it is wanted or anything below it is.
    node: Option<NodeId>,
    /// Whether anything below it is wanted.
    has_wanted: bool,
    start: u32,
    /// Index of the current element of an array.
    element: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Object,
    Array,
}

/// What comes next.
enum Next {
    /// A value, and where it leads if it is wanted.
    Value(Option<NodeId>),
    /// Nothing more of what was begun.
    Done,
}

/// Reusable memory of walks.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    stack: Vec<Frame>,
    key: Vec<u8>,
}

/// A walk through one record.
pub(super) struct Scanner<'a> {
    text: &'a [u8],
    /// Where the record begins in the text.
    origin: usize,
    at: usize,
    /// Offset after the last blank between tokens, to know which containers have none.
    blank_end: usize,
    trie: &'a Trie,
    slots: &'a mut Slots,
    stack: &'a mut Vec<Frame>,
    key: &'a mut Vec<u8>,
    marks: &'a mut Marks,
}

impl<'a> Scanner<'a> {
    /// Before the value that begins at `at`, but for blanks.
    pub(super) fn new(
        text: &'a [u8],
        at: usize,
        (trie, slots): (&'a Trie, &'a mut Slots),
        (memory, marks): (&'a mut Memory, &'a mut Marks),
    ) -> Result<Self, ScanError> {
        slots.begin(trie);
        let Memory { stack, key } = memory;
        stack.clear();
        if u32::try_from(text.len()).is_err() {
            return Err(ScanError {
                offset: 0,
                kind: ScanErrorKind::TooLarge,
            });
        }
        Ok(Self {
            text,
            origin: 0,
            at,
            blank_end: 0,
            trie,
            slots,
            stack,
            key,
            marks,
        })
    }

    /// Passes the value and blanks behind it; there must be no more in the text.
    pub(super) fn whole(mut self) -> Result<(), ScanError> {
        self.outermost()?;
        self.skip_blanks();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(self.error(ScanErrorKind::TrailingText))
        }
    }

    /// Passes the value, whatever follows; answers where it ends. Places are relative to where it begins.
    pub(super) fn value_within(mut self) -> Result<usize, ScanError> {
        self.origin = self.at;
        self.outermost()?;
        Ok(self.at)
    }

    /// Passes the outermost value.
    fn outermost(&mut self) -> Result<(), ScanError> {
        self.skip_blanks();
        let mut node = Some(NodeId::ROOT);
        loop {
            let next = match self.value(node)? {
                Next::Done => self.after_value()?,
                below @ Next::Value(_) => below,
            };
            node = match next {
                Next::Value(node) => node,
                Next::Done => return Ok(()),
            };
        }
    }

    /// Passes the value that begins here, or goes into it: then the answer is where its first one leads.
    #[inline]
    fn value(&mut self, node: Option<NodeId>) -> Result<Next, ScanError> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.error(ScanErrorKind::TooDeep));
        }
        match self.text.get(self.at) {
            Some(b'"') => self.string_value(node).map(|()| Next::Done),
            Some(b'{') => self.open(Container::Object, node),
            Some(b'[') => self.open(Container::Array, node),
            Some(_) => self.scalar(node).map(|()| Next::Done),
            None => Err(self.error(ScanErrorKind::ExpectedValue)),
        }
    }

    #[inline]
    fn string_value(&mut self, node: Option<NodeId>) -> Result<(), ScanError> {
        let start = self.at;
        self.string()?;
        if let Some(slot) = node.and_then(|wanted| self.trie.slot(wanted)) {
            let verbatim = !self.marks.has_backslash(start, self.at);
            self.note_in(slot, start, verbatim);
        }
        Ok(())
    }

    /// Passes the string whose opening quote stands here.
    #[inline]
    fn string(&mut self) -> Result<(), ScanError> {
        let opening = self.marks.quote(self.text);
        let closing = self.marks.quote(self.text);
        match (opening, closing) {
            (Some(opening), Some(closing)) if opening == self.at => {
                self.at = closing + 1;
                Ok(())
            }
            _ => Err(self.error(ScanErrorKind::UnfinishedString)),
        }
    }

    fn scalar(&mut self, node: Option<NodeId>) -> Result<(), ScanError> {
        let start = self.at;
        self.at =
            scalar_end(self.text, start).ok_or_else(|| self.error(ScanErrorKind::ExpectedValue))?;
        self.note(node, start, true);
        Ok(())
    }

    #[inline]
    fn open(&mut self, container: Container, node: Option<NodeId>) -> Result<Next, ScanError> {
        let frame = Frame {
            container,
            node,
            has_wanted: node.is_some_and(|wanted| self.trie.has_children(wanted)),
            start: offset(self.at),
            element: 0,
        };
        self.at += 1;
        self.skip_blanks();
        if self.text.get(self.at) == Some(&container.closing()) {
            self.close(frame);
            return Ok(Next::Done);
        }
        self.stack.push(frame);
        match container {
            Container::Object => self.key(frame).map(Next::Value),
            Container::Array => Ok(Next::Value(self.element(frame))),
        }
    }

    #[inline]
    fn close(&mut self, frame: Frame) {
        self.at += 1;
        let start = frame.start as usize;
        self.note(frame.node, start, self.blank_end <= start);
    }

    /// Passes a key; answers where it leads.
    #[inline]
    fn key(&mut self, frame: Frame) -> Result<Option<NodeId>, ScanError> {
        if self.text.get(self.at) != Some(&b'"') {
            return Err(self.error(ScanErrorKind::ExpectedKey));
        }
        let start = self.at;
        self.string()?;
        let parent = frame.node.filter(|_| frame.has_wanted);
        let node = parent.and_then(|parent| self.member(parent, start));
        self.skip_blanks();
        if self.text.get(self.at) != Some(&b':') {
            return Err(self.error(ScanErrorKind::ExpectedColon));
        }
        self.at += 1;
        self.skip_blanks();
        Ok(node)
    }

    /// Where the key that begins at `start` and ends here leads, if its value is wanted.
    #[inline]
    fn member(&mut self, parent: NodeId, start: usize) -> Option<NodeId> {
        let raw = self.text.get(start + 1..self.at - 1)?;
        let escaped = self.marks.has_backslash(start, self.at);
        let node = if escaped {
            self.key.clear();
            unescape::append(raw, self.key);
            self.trie.member(parent, self.key)?
        } else {
            self.trie.member(parent, raw)?
        };
        self.slots.enter(node, escaped).then_some(node)
    }

    fn element(&self, frame: Frame) -> Option<NodeId> {
        let parent = frame.node.filter(|_| frame.has_wanted)?;
        self.trie.element(parent, frame.element)
    }

    /// Passes what follows a value, the ends of containers included. Answers where the next value leads; nothing after
    /// the outermost value.
    #[inline]
    fn after_value(&mut self) -> Result<Next, ScanError> {
        while let Some(frame) = self.stack.last().copied() {
            self.skip_blanks();
            match self.text.get(self.at) {
                Some(b',') => {
                    self.at += 1;
                    self.skip_blanks();
                    return self.next(frame).map(Next::Value);
                }
                Some(byte) if *byte == frame.container.closing() => {
                    self.stack.pop();
                    self.close(frame);
                }
                _ => return Err(self.error(frame.container.expected())),
            }
        }
        Ok(Next::Done)
    }

    /// What follows the comma in a container.
    #[inline]
    fn next(&mut self, mut frame: Frame) -> Result<Option<NodeId>, ScanError> {
        if frame.container == Container::Object {
            return self.key(frame);
        }
        frame.element += 1;
        if let Some(top) = self.stack.last_mut() {
            top.element = frame.element;
        }
        Ok(self.element(frame))
    }

    #[inline]
    fn skip_blanks(&mut self) {
        let end = skip_blanks(self.text, self.at);
        if end != self.at {
            self.blank_end = end;
            self.at = end;
        }
    }

    #[inline]
    fn note(&mut self, node: Option<NodeId>, start: usize, verbatim: bool) {
        if let Some(slot) = node.and_then(|wanted| self.trie.slot(wanted)) {
            self.note_in(slot, start, verbatim);
        }
    }

    fn note_in(&mut self, slot: SlotId, start: usize, verbatim: bool) {
        let place = Place {
            start: offset(start - self.origin),
            end: offset(self.at - self.origin),
            verbatim,
        };
        self.slots.note(slot, place);
    }

    #[cold]
    fn error(&self, kind: ScanErrorKind) -> ScanError {
        ScanError {
            offset: self.at.min(self.text.len()),
            kind,
        }
    }
}

impl Container {
    const fn closing(self) -> u8 {
        match self {
            Self::Object => b'}',
            Self::Array => b']',
        }
    }

    const fn expected(self) -> ScanErrorKind {
        match self {
            Self::Object => ScanErrorKind::ExpectedCommaOrBrace,
            Self::Array => ScanErrorKind::ExpectedCommaOrBracket,
        }
    }
}

/// The end of a literal or number that begins at `at`.
fn scalar_end(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    match rest.first()? {
        b't' => rest.starts_with(b"true").then_some(at + 4),
        b'f' => rest.starts_with(b"false").then_some(at + 5),
        b'n' if rest.starts_with(b"null") => Some(at + 4),
        _ => token::number(text, at),
    }
}

/// Records fit in 32 bits, which the scan checks first.
fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
