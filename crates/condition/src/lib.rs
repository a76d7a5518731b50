//! The Falco condition language: text in, tree with spans out, and back.
//!
//! This crate knows the grammar and nothing else: no fields, no YAML, no evaluation.
//!
//! ```
//! use falconet_condition::{ParseLimits, parse, print};
//!
//! let tree = parse("a.b=c or not (x.y exists)", ParseLimits::default())?;
//! assert_eq!(print::print_condition(&tree), "(a.b = c or not x.y exists)");
//! # Ok::<(), falconet_condition::ParseError>(())
//! ```

pub mod ast;
mod cursor;
mod error;
mod escape;
mod lexical;
mod parse;
mod position;
pub mod print;
mod render;
pub mod sexp;
mod span;
pub mod words;

pub use error::{EscapeError, ParseError, ParseErrorKind};
pub use parse::{ParseLimits, parse, parse_operand_prefix};
pub use position::Position;
pub use span::Span;
