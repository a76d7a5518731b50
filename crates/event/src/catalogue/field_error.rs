//! Why a name in a rule means no field, in Falco's words.

use std::fmt;

/// Why a name does not mean a field. The texts are Falco's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldError {
    /// No provider has such a field.
    Nonexistent {
        /// The name and argument as written.
        text: Vec<u8>,
    },
    /// Something is wrong with the bracketed argument.
    Argument {
        /// The name and argument, up to the first blank.
        text: Vec<u8>,
        /// The field that was meant.
        field: String,
        /// What is wrong.
        problem: ArgumentProblem,
    },
}

/// What is wrong with a bracketed argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArgumentProblem {
    /// `[` is the last character.
    Incomplete,
    /// `[` is never closed.
    Unbalanced,
    /// The field takes none.
    NotAllowed(Vec<u8>),
    /// The field needs one.
    Missing,
    /// An index is empty or has a leading zero.
    LeadingZero(Vec<u8>),
    /// An index has something else than digits.
    NotDigits(Vec<u8>),
    /// An index does not fit 64 bits.
    TooLarge(Vec<u8>),
}

impl fmt::Display for FieldError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nonexistent { text } => {
                write!(
                    out,
                    "filter_check called with nonexistent field {}",
                    lossy(text)
                )
            }
            Self::Argument {
                text,
                field,
                problem,
            } => problem.write(out, &lossy(text), field),
        }
    }
}

impl std::error::Error for FieldError {}

impl ArgumentProblem {
    fn write(&self, out: &mut fmt::Formatter<'_>, text: &str, field: &str) -> fmt::Result {
        match self {
            Self::Incomplete => write!(
                out,
                "filter '{text}': {field} terminates with incomplete argument brackets"
            ),
            Self::Unbalanced => write!(
                out,
                "filter '{text}': {field} has unbalanced argument brackets"
            ),
            Self::Missing => write!(
                out,
                "filter '{text}': {field} requires an argument but none provided"
            ),
            Self::NotAllowed(argument) => write!(
                out,
                "filter '{text}': {field} does not allow nor require an argument but one is provided: {}",
                lossy(argument)
            ),
            Self::LeadingZero(index) => {
                write_index_problem(out, text, field, "starting with 0", index)
            }
            Self::NotDigits(index) => {
                write_index_problem(out, text, field, "not composed only by digits", index)
            }
            Self::TooLarge(index) => {
                write_index_problem(out, text, field, "not representable on 64 bit", index)
            }
        }
    }
}

fn write_index_problem(
    out: &mut fmt::Formatter<'_>,
    text: &str,
    field: &str,
    problem: &str,
    index: &[u8],
) -> fmt::Result {
    write!(
        out,
        "filter {text} {field} has an invalid index argument {problem}: {}",
        lossy(index)
    )
}

fn lossy(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
