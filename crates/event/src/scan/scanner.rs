//! Walking the grammar from string to string, beside the tree of wanted paths.
//!
//! All of a walk is one loop without calls: what it changes from token to token stays in registers.
#![expect(
    clippy::inline_always,
    reason = "compilers keep the parts of the loop apart, which takes a third more time"
)]

use super::MAX_DEPTH;
use super::error::{ScanError, ScanErrorKind};
use super::marks::Marks;
use super::slots::{Place, Slots};
use super::token::{self, skip_blanks};
use super::trie::{NodeId, SlotId, Trie};
use crate::json::unescape;

/// A container that is open, or what the outermost value stands in.
#[derive(Clone, Copy, Debug)]
struct Frame {
    container: Container,
    /// Where it stands among the wanted paths, if it is wanted or anything below it is.
    node: Option<NodeId>,
    /// The same, if anything below it is wanted.
    parent: Option<NodeId>,
    start: usize,
    /// Index of the current element of an array.
    element: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Object,
    Array,
}

impl Frame {
    /// What the outermost value stands in. Nothing asks which container it is.
    const OUTSIDE: Self = Self {
        container: Container::Array,
        node: None,
        parent: None,
        start: 0,
        element: 0,
    };
}

/// What became of a value.
enum Passed {
    Whole,
    /// It is a container, and its first key or element comes next.
    Opened,
}

/// What is wrong where the walk stands.
type Step<T> = Result<T, ScanErrorKind>;

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
    /// The innermost open container.
    top: Frame,
    /// Those around it, and the outside.
    stack: &'a mut Vec<Frame>,
    trie: &'a Trie,
    slots: &'a mut Slots,
    key: &'a mut Vec<u8>,
    /// How many quotes of the window were passed.
    quotes: usize,
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
            top: Frame::OUTSIDE,
            stack,
            trie,
            slots,
            key,
            quotes: marks.passed(),
            marks,
        })
    }

    /// Passes the value and blanks behind it; there must be no more in the text.
    pub(super) fn whole(mut self) -> Result<(), ScanError> {
        let passed = self.outermost().and_then(|()| self.end());
        passed.map_err(|kind| ScanError {
            offset: self.at.min(self.text.len()),
            kind,
        })
    }

    /// Passes the value, whatever follows; answers where it ends. Places are relative to where it begins.
    pub(super) fn value_within(mut self) -> Option<usize> {
        self.origin = self.at;
        self.outermost().ok()?;
        self.marks.pass(self.quotes);
        Some(self.at)
    }

    /// Passes blanks behind the outermost value.
    fn end(&mut self) -> Step<()> {
        self.skip_blanks();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(ScanErrorKind::TrailingText)
        }
    }

    /// Passes the outermost value.
    #[inline(always)]
    fn outermost(&mut self) -> Step<()> {
        self.skip_blanks();
        let mut node = Some(NodeId::ROOT);
        loop {
            let is_inside = match self.value(node)? {
                Passed::Opened => true,
                Passed::Whole => self.after_value()?,
            };
            node = match self.top.container {
                _ if !is_inside => return Ok(()),
                Container::Object => self.key()?,
                Container::Array => self.element(),
            };
        }
    }

    /// Passes the value that begins here, or goes into it.
    #[inline(always)]
    fn value(&mut self, node: Option<NodeId>) -> Step<Passed> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(ScanErrorKind::TooDeep);
        }
        match self.text.get(self.at) {
            Some(b'"') => self.string_value(node).map(|()| Passed::Whole),
            Some(b'{') => Ok(self.open(Container::Object, node)),
            Some(b'[') => Ok(self.open(Container::Array, node)),
            Some(_) => self.scalar(node).map(|()| Passed::Whole),
            None => Err(ScanErrorKind::ExpectedValue),
        }
    }

    #[inline(always)]
    fn string_value(&mut self, node: Option<NodeId>) -> Step<()> {
        let start = self.at;
        self.string()?;
        if let Some(slot) = node.and_then(|wanted| self.trie.slot(wanted)) {
            let verbatim = !self.marks.has_backslash(start, self.at);
            self.note_in(slot, start, verbatim);
        }
        Ok(())
    }

    /// Passes the string whose opening quote stands here.
    #[inline(always)]
    fn string(&mut self) -> Step<()> {
        if let Some((opening, closing)) = self.marks.pair(self.quotes)
            && opening == self.at
        {
            self.quotes += 2;
            self.at = closing + 1;
            return Ok(());
        }
        let (quotes, opening, closing) = self
            .marks
            .pair_further(self.text, self.quotes)
            .ok_or(ScanErrorKind::UnfinishedString)?;
        if opening != self.at {
            return Err(ScanErrorKind::UnfinishedString);
        }
        self.quotes = quotes;
        self.at = closing + 1;
        Ok(())
    }

    #[inline(always)]
    fn scalar(&mut self, node: Option<NodeId>) -> Step<()> {
        let start = self.at;
        self.at = scalar_end(self.text, start).ok_or(ScanErrorKind::ExpectedValue)?;
        self.note(node, start, true);
        Ok(())
    }

    #[inline(always)]
    fn open(&mut self, container: Container, node: Option<NodeId>) -> Passed {
        let frame = Frame {
            container,
            node,
            parent: node.filter(|wanted| self.trie.has_children(*wanted)),
            start: self.at,
            element: 0,
        };
        self.at += 1;
        self.skip_blanks();
        if self.text.get(self.at) == Some(&container.closing()) {
            self.close(frame);
            return Passed::Whole;
        }
        self.stack.push(self.top);
        self.top = frame;
        Passed::Opened
    }

    #[inline(always)]
    fn close(&mut self, frame: Frame) {
        self.at += 1;
        self.note(frame.node, frame.start, self.blank_end <= frame.start);
    }

    /// Passes a key; answers where it leads.
    #[inline(always)]
    fn key(&mut self) -> Step<Option<NodeId>> {
        if self.text.get(self.at) != Some(&b'"') {
            return Err(ScanErrorKind::ExpectedKey);
        }
        let start = self.at;
        self.string()?;
        let node = match self.top.parent {
            Some(parent) => self.member(parent, start),
            None => None,
        };
        self.skip_blanks();
        if self.text.get(self.at) != Some(&b':') {
            return Err(ScanErrorKind::ExpectedColon);
        }
        self.at += 1;
        self.skip_blanks();
        Ok(node)
    }

    /// Where the key that begins at `start` and ends here leads, if its value is wanted.
    #[inline(always)]
    fn member(&mut self, parent: NodeId, start: usize) -> Option<NodeId> {
        let range = start + 1..self.at - 1;
        let escaped = self.marks.has_backslash(start, self.at);
        let node = if escaped {
            unescaped(self.text.get(range)?, self.key);
            self.trie.member(parent, self.key, 0..self.key.len())?
        } else {
            self.trie.member(parent, self.text, range)?
        };
        self.slots.enter(node, escaped).then_some(node)
    }

    #[inline(always)]
    fn element(&self) -> Option<NodeId> {
        self.trie.element(self.top.parent?, self.top.element)
    }

    /// Passes what follows a value, the ends of containers included. Answers whether another value follows in a
    /// container; none does after the outermost value.
    #[inline(always)]
    fn after_value(&mut self) -> Step<bool> {
        while !self.stack.is_empty() {
            self.skip_blanks();
            match self.text.get(self.at) {
                Some(b',') => {
                    self.at += 1;
                    self.skip_blanks();
                    self.top.element += 1;
                    return Ok(true);
                }
                Some(byte) if *byte == self.top.container.closing() => {
                    self.close(self.top);
                    self.top = self.stack.pop().unwrap_or(Frame::OUTSIDE);
                }
                _ => return Err(self.top.container.expected()),
            }
        }
        Ok(false)
    }

    #[inline(always)]
    fn skip_blanks(&mut self) {
        let end = skip_blanks(self.text, self.at);
        if end != self.at {
            self.blank_end = end;
            self.at = end;
        }
    }

    #[inline(always)]
    fn note(&mut self, node: Option<NodeId>, start: usize, verbatim: bool) {
        if let Some(slot) = node.and_then(|wanted| self.trie.slot(wanted)) {
            self.note_in(slot, start, verbatim);
        }
    }

    #[inline(always)]
    fn note_in(&mut self, slot: SlotId, start: usize, verbatim: bool) {
        let place = Place {
            start: offset(start - self.origin),
            end: offset(self.at - self.origin),
            verbatim,
        };
        self.slots.note(slot, place);
    }
}

#[cold]
fn unescaped(raw: &[u8], key: &mut Vec<u8>) {
    key.clear();
    unescape::append(raw, key);
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
