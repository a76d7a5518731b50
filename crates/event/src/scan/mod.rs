//! Reading a record once: is it a JSON value, and where in it do the wanted values stand?
//!
//! The grammar is that of fastjson, which Falco's plugins use: any bytes in strings, unknown escapes, loose
//! numbers. Nothing is decoded and nothing is built; the stack is explicit and bounded.

mod error;
pub(crate) mod index;
mod key_table;
pub(crate) mod slots;
pub(crate) mod token;
pub(crate) mod trie;

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;

pub use error::{ScanError, ScanErrorKind};

use slots::{Place, Slots};
use token::skip_blanks;
use trie::{NodeId, Trie};

use crate::json::unescape;

/// How many values may be nested in each other, the innermost counted.
pub(crate) const MAX_DEPTH: usize = 300;

/// Reusable memory of scans.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    stack: Vec<Frame>,
    key: Vec<u8>,
}

/// A container that is open.
#[derive(Clone, Copy, Debug)]
struct Frame {
    container: Container,
    /// Where it stands among the wanted paths; `None` if nothing below it is wanted.
    node: Option<NodeId>,
    /// Where it is to be noted.
    noted: Option<NodeId>,
    start: usize,
    /// Index of the current element of an array.
    element: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Container {
    Object,
    Array,
}

/// What comes next in the record.
enum Step {
    /// A value, which may be wanted.
    Value(Option<NodeId>),
    /// A key of the innermost object.
    Key,
    /// Whatever follows a value.
    AfterValue,
    /// Nothing: the outermost value is complete.
    End,
}

/// Checks the record between `at` and `end` and notes in `slots` where the values stand that `trie` wants.
pub(crate) fn scan(
    record: &[u8],
    at: usize,
    trie: &Trie,
    slots: &mut Slots,
    scratch: &mut Scratch,
) -> Result<(), ScanError> {
    slots.begin(trie);
    scratch.stack.clear();
    if u32::try_from(record.len()).is_err() {
        return Err(ScanError {
            offset: 0,
            kind: ScanErrorKind::TooLarge,
        });
    }
    let scanner = Scanner {
        text: record,
        at,
        blank_end: 0,
        trie,
        slots,
        scratch,
    };
    scanner.run()
}

struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    /// Offset after the last blank between tokens, to know which containers have none.
    blank_end: usize,
    trie: &'a Trie,
    slots: &'a mut Slots,
    scratch: &'a mut Scratch,
}

impl Scanner<'_> {
    fn run(mut self) -> Result<(), ScanError> {
        self.skip_blanks();
        let mut step = Step::Value(Some(NodeId::ROOT));
        loop {
            step = match step {
                Step::Value(node) => self.value(node)?,
                Step::Key => self.key()?,
                Step::AfterValue => self.after_value()?,
                Step::End => return self.end(),
            };
        }
    }

    #[inline]
    fn value(&mut self, node: Option<NodeId>) -> Result<Step, ScanError> {
        if self.scratch.stack.len() >= MAX_DEPTH {
            return Err(self.error(ScanErrorKind::TooDeep));
        }
        match self.text.get(self.at) {
            Some(b'"') => self.string_value(node),
            Some(b'{') => Ok(self.open(Container::Object, node)),
            Some(b'[') => Ok(self.open(Container::Array, node)),
            Some(_) => self.scalar(node),
            None => Err(self.error(ScanErrorKind::ExpectedValue)),
        }
    }

    #[inline]
    fn string_value(&mut self, node: Option<NodeId>) -> Result<Step, ScanError> {
        let start = self.at;
        let escaped = self.string()?;
        self.note(node, start, !escaped);
        Ok(Step::AfterValue)
    }

    /// Passes the string that begins here; answers whether it has escapes.
    #[inline]
    fn string(&mut self) -> Result<bool, ScanError> {
        let Some(token) = token::string(self.text, self.at + 1) else {
            return Err(self.error(ScanErrorKind::UnfinishedString));
        };
        self.at = token.end;
        Ok(token.escaped)
    }

    fn scalar(&mut self, node: Option<NodeId>) -> Result<Step, ScanError> {
        let start = self.at;
        self.at =
            scalar_end(self.text, start).ok_or_else(|| self.error(ScanErrorKind::ExpectedValue))?;
        self.note(node, start, true);
        Ok(Step::AfterValue)
    }

    fn open(&mut self, container: Container, node: Option<NodeId>) -> Step {
        let frame = Frame {
            container,
            node: node.filter(|wanted| self.trie.has_children(*wanted)),
            noted: node.filter(|wanted| self.trie.slot(*wanted).is_some()),
            start: self.at,
            element: 0,
        };
        self.at += 1;
        self.skip_blanks();
        if self.text.get(self.at) == Some(&container.closing()) {
            return self.close(frame);
        }
        self.scratch.stack.push(frame);
        match container {
            Container::Object => Step::Key,
            Container::Array => Step::Value(self.element(frame)),
        }
    }

    fn close(&mut self, frame: Frame) -> Step {
        self.at += 1;
        self.note(frame.noted, frame.start, self.blank_end <= frame.start);
        Step::AfterValue
    }

    #[inline]
    fn key(&mut self) -> Result<Step, ScanError> {
        if self.text.get(self.at) != Some(&b'"') {
            return Err(self.error(ScanErrorKind::ExpectedKey));
        }
        let start = self.at + 1;
        let escaped = self.string()?;
        let node = self.member(start, self.at - 1, escaped);
        self.skip_blanks();
        if self.text.get(self.at) != Some(&b':') {
            return Err(self.error(ScanErrorKind::ExpectedColon));
        }
        self.at += 1;
        self.skip_blanks();
        Ok(Step::Value(node))
    }

    /// Where the key between two offsets leads, if its value is wanted.
    #[inline]
    fn member(&mut self, start: usize, end: usize, escaped: bool) -> Option<NodeId> {
        let parent = self.scratch.stack.last()?.node?;
        let raw = self.text.get(start..end)?;
        let node = if escaped {
            self.scratch.key.clear();
            unescape::append(raw, &mut self.scratch.key);
            self.trie.member(parent, &self.scratch.key)?
        } else {
            self.trie.member(parent, raw)?
        };
        self.slots.enter(node, escaped).then_some(node)
    }

    fn element(&self, frame: Frame) -> Option<NodeId> {
        self.trie.element(frame.node?, frame.element)
    }

    #[inline]
    fn after_value(&mut self) -> Result<Step, ScanError> {
        let Some(frame) = self.scratch.stack.last().copied() else {
            return Ok(Step::End);
        };
        self.skip_blanks();
        match self.text.get(self.at) {
            Some(b',') => {
                self.at += 1;
                self.skip_blanks();
                Ok(self.next(frame))
            }
            Some(byte) if *byte == frame.container.closing() => {
                self.scratch.stack.pop();
                Ok(self.close(frame))
            }
            _ => Err(self.error(frame.container.expected())),
        }
    }

    /// What follows the comma in a container.
    #[inline]
    fn next(&mut self, mut frame: Frame) -> Step {
        if frame.container == Container::Object {
            return Step::Key;
        }
        frame.element += 1;
        if let Some(top) = self.scratch.stack.last_mut() {
            top.element = frame.element;
        }
        Step::Value(self.element(frame))
    }

    fn end(mut self) -> Result<(), ScanError> {
        self.skip_blanks();
        if self.at == self.text.len() {
            Ok(())
        } else {
            Err(self.error(ScanErrorKind::TrailingText))
        }
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
        let Some(slot) = node.and_then(|wanted| self.trie.slot(wanted)) else {
            return;
        };
        let place = Place {
            start: offset(start),
            end: offset(self.at),
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
