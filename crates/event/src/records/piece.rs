//! What input is split into.

/// A piece of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A record: an object from brace to brace, not yet known to be JSON.
    Record {
        /// Its bytes, exactly as they came.
        bytes: &'a [u8],
        /// Its number among the pieces of the input, from 1.
        number: u64,
        /// Place of its first byte in the input.
        offset: u64,
    },
    /// Something that cannot be a record.
    Problem {
        /// Its number among the pieces of the input, from 1.
        number: u64,
        /// Place of its first byte in the input.
        offset: u64,
        /// What is wrong.
        reason: Reason,
    },
}

/// Why a part of the input cannot be a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Text, or JSON that is no object.
    #[error("not a JSON object")]
    NoObject,
    /// The input ended before the record did.
    #[error("input ends inside a record")]
    EndsInside,
    /// The input ended before the document around the records did.
    #[error("input ends inside a list of records")]
    EndsBetween,
    /// The next line began another record before this one ended.
    #[error("record is cut off: the next line begins another one")]
    Interrupted,
    /// It is over [`Limits::max_record_bytes`](super::Limits::max_record_bytes).
    #[error("record is larger than {limit} bytes")]
    TooLarge {
        /// The limit.
        limit: usize,
    },
}

/// Takes what an input is split into.
pub trait Sink {
    /// Takes a piece.
    fn piece(&mut self, piece: Piece<'_>);

    /// Takes the next record before it was split off, and answers where it ends in the chunk. `None` if that cannot be
    /// told in one pass; then the splitter has a closer look. A taken record is counted as a piece.
    fn take(&mut self, _ahead: &Ahead<'_>) -> Option<usize> {
        None
    }
}

impl<F: FnMut(Piece<'_>)> Sink for F {
    fn piece(&mut self, piece: Piece<'_>) {
        self(piece);
    }
}

/// What lies ahead of a splitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead<'a> {
    /// What there is of the input.
    pub chunk: &'a [u8],
    /// Where an object begins in it.
    pub start: usize,
    /// Whether the object may wrap records instead of being one.
    pub may_wrap: bool,
    /// Most bytes of a record.
    pub max_record_bytes: usize,
    /// Its number among the pieces of the input, if it is taken.
    pub number: u64,
    /// Place of its first byte in the input.
    pub offset: u64,
}

/// Counts pieces and hands them on.
pub(super) struct Output<'a> {
    pub(super) number: &'a mut u64,
    pub(super) sink: &'a mut dyn Sink,
}

impl Output<'_> {
    /// Offers a record that was not split off; the end of it, if it was taken.
    pub(super) fn offer(&mut self, ahead: &Ahead<'_>) -> Option<usize> {
        let end = self.sink.take(ahead)?;
        *self.number += 1;
        Some(end)
    }

    pub(super) fn record(&mut self, bytes: &[u8], offset: u64) {
        *self.number += 1;
        self.sink.piece(Piece::Record {
            bytes,
            number: *self.number,
            offset,
        });
    }

    pub(super) fn problem(&mut self, offset: u64, reason: Reason) {
        *self.number += 1;
        self.sink.piece(Piece::Problem {
            number: *self.number,
            offset,
            reason,
        });
    }
}
