//! Where the records of an input lie.

use falconet_event::records::{Piece, Sink};

use crate::Problem;

/// The records that end in a batch, and what cannot be one. Reuse it for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pieces {
    /// The records.
    pub records: Vec<Record>,
    /// What cannot be records.
    pub malformed: u64,
    /// The first problems of the input.
    pub problems: Vec<Problem>,
    /// Whether nothing is unfinished.
    pub at_rest: bool,
    most_problems: usize,
}

/// A record of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number among the pieces of the input, from 1.
    pub number: u64,
    /// Where it begins in the input.
    pub offset: u64,
    /// Its bytes.
    pub length: u64,
}

impl Pieces {
    pub(super) fn clear(&mut self, most_problems: usize) {
        self.records.clear();
        self.malformed = 0;
        self.problems.clear();
        self.at_rest = false;
        self.most_problems = most_problems;
    }
}

impl Sink for Pieces {
    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Record {
                bytes,
                number,
                offset,
            } => self.records.push(Record {
                number,
                offset,
                length: bytes.len() as u64,
            }),
            Piece::Problem {
                number,
                offset,
                reason,
            } => {
                self.malformed += 1;
                if self.problems.len() < self.most_problems {
                    self.problems.push(Problem {
                        record: number,
                        offset,
                        reason: reason.to_string(),
                    });
                }
            }
        }
    }
}
