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

/// Counts pieces and hands them on.
pub(super) struct Output<'a> {
    pub(super) number: &'a mut u64,
    pub(super) sink: &'a mut dyn FnMut(Piece<'_>),
}

impl Output<'_> {
    pub(super) fn record(&mut self, bytes: &[u8], offset: u64) {
        *self.number += 1;
        (self.sink)(Piece::Record {
            bytes,
            number: *self.number,
            offset,
        });
    }

    pub(super) fn problem(&mut self, offset: u64, reason: Reason) {
        *self.number += 1;
        (self.sink)(Piece::Problem {
            number: *self.number,
            offset,
            reason,
        });
    }
}
