//! Walking the grammar from string to string, beside the tree of wanted paths.
//!
//! What most records consist of is passed by [`swift`](super::swift); this is the whole grammar, for what it stops at.

use super::error::{ScanError, ScanErrorKind};
use super::frames::{Container, Frame, Frames};
use super::marks::Marks;
use super::slots::{Place, Slots};
use super::swift::Stop;
use super::token::{self, skip_blanks};
use super::trie::{Below, NodeId, Trie};
use crate::json::unescape;

/// What is wrong where the walk stands.
type Step<T> = Result<T, ScanErrorKind>;

/// Reusable memory of walks.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    frames: Frames,
    key: Vec<u8>,
}

/// A walk through one record.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
    /// How many quotes of the window were passed.
    pub(super) quotes: usize,
    /// What is wanted of what is in the innermost open container.
    pub(super) below: Option<&'a Below>,
    pub(super) frames: &'a mut Frames,
    /// Where the record begins in the text.
    pub(super) origin: usize,
    /// Offset after the last blank between tokens, to know which containers have none.
    pub(super) blank_end: usize,
    pub(super) trie: &'a Trie,
    pub(super) slots: &'a mut Slots,
    pub(super) marks: &'a mut Marks,
    key: &'a mut Vec<u8>,
}

impl<'a> Scanner<'a> {
    /// Before the value that begins at `at`, but for blanks. Places are relative to `origin`.
    pub(super) fn new(
        text: &'a [u8],
        (origin, at): (usize, usize),
        (trie, slots): (&'a Trie, &'a mut Slots),
        (memory, marks): (&'a mut Memory, &'a mut Marks),
    ) -> Result<Self, ScanError> {
        slots.begin(trie);
        let Memory { frames, key } = memory;
        frames.clear();
        if u32::try_from(text.len()).is_err() {
            return Err(ScanError {
                offset: 0,
                kind: ScanErrorKind::TooLarge,
            });
        }
        Ok(Self {
            text,
            at,
            quotes: marks.passed(),
            below: None,
            frames,
            origin,
            blank_end: 0,
            trie,
            slots,
            marks,
            key,
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

    /// Passes the value, whatever follows; answers where it ends.
    pub(super) fn value_within(mut self) -> Option<usize> {
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
    fn outermost(&mut self) -> Step<()> {
        let mut stop = Stop::Value(Some(NodeId::ROOT));
        loop {
            let node = match stop {
                Stop::Value(node) => match self.value(node)? {
                    true => self.first()?,
                    false if self.after_value()? => self.next()?,
                    false => return Ok(()),
                },
                Stop::AfterValue if self.after_value()? => self.next()?,
                Stop::AfterValue => return Ok(()),
                Stop::Opened => {
                    self.at += 1;
                    self.key()?
                }
            };
            stop = self.pass(node);
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Passes the value that begins here, or goes into it and answers that.
    fn value(&mut self, node: Option<NodeId>) -> Step<bool> {
        self.skip_blanks();
        match self.byte() {
            Some(b'"') => self.string_value(node).map(|()| false),
            Some(b'{') => Ok(self.open(Container::Object, node)),
            Some(b'[') => Ok(self.open(Container::Array, node)),
            Some(_) => self.scalar(node).map(|()| false),
            None => Err(ScanErrorKind::ExpectedValue),
        }
    }

    fn string_value(&mut self, node: Option<NodeId>) -> Step<()> {
        let start = self.at;
        self.string()?;
        let verbatim = node.is_none() || !self.marks.has_sign(start, self.at);
        self.note(node, start, verbatim);
        Ok(())
    }

    /// Passes the string whose opening quote stands here.
    fn string(&mut self) -> Step<()> {
        match self.marks.pair(self.text, self.quotes) {
            Some((quotes, opening, closing)) if opening == self.at => {
                self.quotes = quotes;
                self.at = closing + 1;
                Ok(())
            }
            _ => Err(ScanErrorKind::UnfinishedString),
        }
    }

    fn scalar(&mut self, node: Option<NodeId>) -> Step<()> {
        let start = self.at;
        self.at = scalar_end(self.text, start).ok_or(ScanErrorKind::ExpectedValue)?;
        self.note(node, start, true);
        Ok(())
    }

    /// Goes into a container and answers that, unless it is empty.
    fn open(&mut self, container: Container, node: Option<NodeId>) -> bool {
        let frame = Frame {
            container,
            node,
            start: offset(self.at),
            element: 0,
        };
        self.at += 1;
        self.skip_blanks();
        self.frames.open(frame);
        if self.byte() == container.closing() {
            self.close();
            return false;
        }
        self.below = self.below();
        true
    }

    /// Leaves the innermost container, whose end stands here.
    fn close(&mut self) {
        self.at += 1;
        let frame = self.frames.top();
        let start = frame.start as usize;
        self.note(frame.node, start, self.blank_end <= start);
        self.frames.close();
        self.below = self.below();
    }

    /// What is wanted of what is in the innermost container.
    pub(super) fn below(&self) -> Option<&'a Below> {
        let trie = self.trie;
        trie.below(self.frames.top().node?)
    }

    /// Goes to the first value of a container.
    fn first(&mut self) -> Step<Option<NodeId>> {
        let node = match self.frames.top().container {
            Container::Object => self.key()?,
            _ => self.below.and_then(|below| below.element(0)),
        };
        if self.frames.is_full() {
            self.skip_blanks();
            return Err(ScanErrorKind::TooDeep);
        }
        Ok(node)
    }

    /// Goes to the next value of a container.
    fn next(&mut self) -> Step<Option<NodeId>> {
        if self.frames.top().container == Container::Object {
            return self.key();
        }
        let element = self.frames.next_element();
        Ok(self.below.and_then(|below| below.element(element)))
    }

    /// Passes a key and its colon; answers where it leads.
    fn key(&mut self) -> Step<Option<NodeId>> {
        self.skip_blanks();
        if self.byte() != Some(b'"') {
            return Err(ScanErrorKind::ExpectedKey);
        }
        let start = self.at + 1;
        self.string()?;
        let node = match self.below {
            Some(below) => self.member(below, start, self.at - 1),
            None => None,
        };
        self.colon()?;
        Ok(node)
    }

    fn colon(&mut self) -> Step<()> {
        self.skip_blanks();
        if self.byte() != Some(b':') {
            return Err(ScanErrorKind::ExpectedColon);
        }
        self.at += 1;
        Ok(())
    }

    /// Where the key that stands there leads, if its value is wanted.
    fn member(&mut self, below: &Below, start: usize, end: usize) -> Option<NodeId> {
        let key = self.text.get(start..end)?;
        let escaped = self.marks.has_sign(start, end) && key.contains(&b'\\');
        let node = if escaped {
            self.key.clear();
            unescape::append(key, self.key);
            below.member(self.key)?
        } else {
            below.member(key)?
        };
        self.slots.enter(node, escaped).then_some(node)
    }

    /// Passes what follows a value, the ends of containers included. Answers whether another value follows in a
    /// container; none does after the outermost value.
    fn after_value(&mut self) -> Step<bool> {
        loop {
            let container = self.frames.top().container;
            if container == Container::Outside {
                return Ok(false);
            }
            self.skip_blanks();
            match self.byte() {
                Some(b',') => {
                    self.at += 1;
                    return Ok(true);
                }
                byte if byte == container.closing() => self.close(),
                _ => return Err(container.expected()),
            }
        }
    }

    fn skip_blanks(&mut self) {
        let end = skip_blanks(self.text, self.at);
        if end != self.at {
            self.blank_end = end;
            self.at = end;
        }
    }

    /// Notes a value that ends here, if it is wanted.
    fn note(&mut self, node: Option<NodeId>, start: usize, verbatim: bool) {
        if let Some(slot) = node.and_then(|wanted| self.trie.slot(wanted)) {
            let place = Place {
                start: offset(start.wrapping_sub(self.origin)),
                end: offset(self.at.wrapping_sub(self.origin)),
                verbatim,
            };
            self.slots.note(slot, place);
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
#[inline]
pub(super) fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
