//! Judging events that are wrapped. An event is known by the record that holds it, which is the one that an input has.

use falconet_event::records::{Held, HeldText, Limits, Piece, Shape, Splitter, Wrapping};
use memchr::memchr;

use super::Judge;
use crate::{BatchResult, RecordPlace};

/// What is known of wrappings, and memory for what they hold.
#[derive(Debug)]
pub(super) struct Unwrapping {
    pub(super) wrapping: Wrapping,
    pub(super) most: usize,
    pub(super) shape: Shape,
    pub(super) limits: Limits,
    /// The texts that are open, outermost first.
    pub(super) texts: Vec<Vec<u8>>,
}

/// Where a record lies.
#[derive(Clone, Copy, Debug)]
pub(super) struct At {
    /// Number of the record of the input that it is, or lies in.
    pub(super) number: u64,
    /// Where that one begins in the input.
    pub(super) offset: u64,
    /// How many wrappings are around it.
    depth: usize,
    /// The key of the innermost one.
    key: Option<&'static str>,
}

/// Why what is wrapped cannot be judged.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum Unopened {
    #[error("events are wrapped more than {0} times (max_wrappings)")]
    TooDeep(usize),
    #[error("the record is no event, and does not hold any as `{0}` wraps them")]
    NotWrapped(&'static str),
    #[error("`{0}` is no text")]
    NoText(&'static str),
}

impl At {
    /// A record of the input itself.
    pub(super) const fn input(number: u64, offset: u64) -> Self {
        Self {
            number,
            offset,
            depth: 0,
            key: None,
        }
    }

    /// The record of the input.
    pub(super) const fn record(&self) -> RecordPlace {
        RecordPlace {
            record: self.number,
            offset: self.offset,
            is_wrapped: self.key.is_some(),
        }
    }

    /// Where a byte of the record lies in the input; of one that is wrapped where the one around it begins.
    pub(super) const fn place(&self, offset: usize) -> u64 {
        match self.key {
            None => self.offset + offset as u64,
            Some(_) => self.offset,
        }
    }

    /// What is wrong, as a sentence.
    pub(super) fn reason(&self, reason: &dyn std::fmt::Display) -> String {
        match self.key {
            None => reason.to_string(),
            Some(key) => format!("{reason}, in `{key}`"),
        }
    }

    const fn inside(self, key: &'static str) -> Self {
        Self {
            depth: self.depth + 1,
            key: Some(key),
            ..self
        }
    }
}

impl Unwrapping {
    /// Whether records at this place are envelopes before they are anything else.
    pub(super) const fn comes_first(&self, at: At) -> bool {
        at.depth == 0 && self.wrapping.is_pinned()
    }

    const fn at(&self, at: At) -> Wrapping {
        match at.depth {
            0 => self.wrapping,
            _ => Wrapping::Auto,
        }
    }

    /// Whether a text may hold events: whoever says what they are wrapped in is told of every text that does not.
    fn may_hold_events(&self, text: &[u8], at: At) -> bool {
        let is_pinned = at.depth == 1 && self.wrapping.is_pinned();
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
        is_pinned || matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
    }
}

impl Judge {
    /// Judges what a record holds; false if it is no envelope.
    pub(super) fn open(&mut self, record: &[u8], at: At, out: &mut BatchResult) -> bool {
        let mut is_envelope = false;
        for held in self.unwrapping.at(at).open(record) {
            self.held(held, at, out);
            is_envelope = true;
        }
        is_envelope
    }

    /// A record that is no event, unless it holds some.
    pub(super) fn no_event(&mut self, record: &[u8], at: At, out: &mut BatchResult) {
        if self.unwrapping.comes_first(at) {
            let reason = Unopened::NotWrapped(self.unwrapping.wrapping.name());
            self.problem(at, at.offset, &reason, out);
        } else if !self.open(record, at, out) {
            out.skipped += 1;
        }
    }

    fn held(&mut self, held: Held<'_>, at: At, out: &mut BatchResult) {
        match held {
            Held::Text(text) => self.text(text, at, out),
            Held::Object(key, object) => self.decoded(object, at.inside(key), out),
            Held::LogEvents(events) => events.iter().for_each(|held| self.held(held, at, out)),
            Held::Nothing => out.skipped += 1,
            Held::Names(objects) => self.problem(at, at.offset, &objects, out),
            Held::NoText(key) => self.problem(at, at.offset, &Unopened::NoText(key), out),
        }
    }

    fn text(&mut self, text: HeldText<'_>, at: At, out: &mut BatchResult) {
        let mut decoded = self.unwrapping.texts.pop().unwrap_or_default();
        text.decode(&mut decoded);
        self.decoded(&decoded, at.inside(text.key), out);
        self.unwrapping.texts.push(decoded);
    }

    fn decoded(&mut self, text: &[u8], at: At, out: &mut BatchResult) {
        if !self.unwrapping.may_hold_events(text, at) {
            out.skipped += 1;
        } else if self.may_open(at, out) && !self.one_event(text.trim_ascii(), at, out) {
            let mut splitter = Splitter::new(self.unwrapping.shape, self.unwrapping.limits);
            splitter.feed(text, true, &mut |piece: Piece<'_>| match piece {
                Piece::Record { bytes, .. } => self.record(bytes, at, out),
                Piece::Problem { reason, .. } => self.problem(at, at.offset, &reason, out),
            });
        }
    }

    fn may_open(&mut self, at: At, out: &mut BatchResult) -> bool {
        let most = self.unwrapping.most;
        let may = at.depth <= most;
        if !may {
            self.problem(at, at.offset, &Unopened::TooDeep(most), out);
        }
        may
    }

    /// Judges a text that clearly is one event: the splitter would say the same, but takes longer.
    fn one_event(&mut self, text: &[u8], at: At, out: &mut BatchResult) -> bool {
        let may_be = matches!(text, [b'{', .., b'}']) && memchr(b'\n', text).is_none();
        let acceptance = may_be
            .then(|| self.program.scan_alone(text, &mut self.scratch))
            .flatten();
        acceptance.is_some_and(|acceptance| {
            self.accepted(text, acceptance, super::Scanned::Whole, at, out);
            true
        })
    }
}
