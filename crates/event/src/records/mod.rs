//! Splitting input into records, without parsing it.
//!
//! Records come one after another, in arrays, and in `{"Records":[…]}` documents, any number of them, on one line
//! or many. Such a document is never held in memory: a record is handed on as soon as its last byte came. What is
//! no record becomes a problem, and does not take its neighbours with it.

mod about;
mod carry;
mod containers;
mod document;
mod line;
mod marks;
mod nested;
mod object;
mod piece;
mod splitter;
mod text;
mod unreadable;
mod wrapper;
mod wrappings;

#[cfg(test)]
mod tests;

pub use document::Shape;
pub use piece::{Ahead, Piece, Reason, Sink};
pub use splitter::Splitter;
pub use wrappings::{Held, HeldText, LogEvents, NamedObjects, Wrapping};

/// What a [`Splitter`] may use for one input.
///
/// Besides, brackets are told apart down to 1024 levels; deeper records are split all the same, but a line that
/// interrupts one of them there is not noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of a record, and of a document around records other than `{"Records":[…]}`; more is a problem.
    pub max_record_bytes: usize,
    /// Lines of an unfinished record that are remembered as possible records.
    pub max_marked_lines: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_record_bytes: 128 << 20,
            max_marked_lines: 1024,
        }
    }
}
