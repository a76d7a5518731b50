//! Output formats: text with the values of fields in it.

pub(crate) mod escape;
mod shape;

use falconet_ruleset::typed::{Format, Piece};

use crate::program::{Event, ExprId, Program, ProgramBuilder, Scratch};

pub(crate) use shape::{write_element_text, write_json, write_signed, write_text};

/// What stands for a value that is absent.
const ABSENT: &[u8] = b"<NA>";

/// A compiled output format.
#[derive(Debug, Default)]
pub(crate) struct CompiledFormat(Vec<CompiledPiece>);

#[derive(Debug)]
enum CompiledPiece {
    Text(Box<[u8]>),
    Value { expression: ExprId, width: usize },
}

impl CompiledFormat {
    /// Compiles a checked format; its expressions become part of the program.
    pub(crate) fn new(format: &Format, program: &mut ProgramBuilder<'_>) -> Self {
        Self(
            format
                .pieces
                .iter()
                .map(|piece| CompiledPiece::new(piece, program))
                .collect(),
        )
    }

    /// Appends the text for `event`; absent values are `<NA>`.
    pub(crate) fn render(
        &self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        out: &mut Vec<u8>,
    ) {
        for piece in &self.0 {
            match piece {
                CompiledPiece::Text(text) => out.extend_from_slice(text),
                CompiledPiece::Value { expression, width } => {
                    let start = out.len();
                    render_value(*expression, program, event, scratch, out);
                    fit(out, start, *width);
                }
            }
        }
    }
}

impl CompiledPiece {
    fn new(piece: &Piece, program: &mut ProgramBuilder<'_>) -> Self {
        match piece {
            Piece::Text(text) => Self::Text(text.as_bytes().into()),
            Piece::Value { expression, width } => Self::Value {
                expression: program.expression(expression),
                width: width.unwrap_or(0),
            },
        }
    }
}

fn render_value(
    id: ExprId,
    program: &Program,
    event: &Event<'_>,
    scratch: &mut Scratch,
    out: &mut Vec<u8>,
) {
    match program.value(id, event, scratch) {
        Some(operand) => write_text(&operand, program.shown(id), out),
        None => out.extend_from_slice(ABSENT),
    }
}

/// Cuts or pads what was written from `start` on to `width` bytes; 0 leaves it.
fn fit(out: &mut Vec<u8>, start: usize, width: usize) {
    if width > 0 {
        out.resize(start.saturating_add(width), b' ');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(text: &str, width: usize) -> String {
        let mut out = b"x".to_vec();
        out.extend_from_slice(text.as_bytes());
        fit(&mut out, 1, width);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn a_width_cuts_or_pads_in_bytes() {
        assert_eq!(fitted("abc", 5), "xabc  ");
        assert_eq!(fitted("abc", 2), "xab");
        assert_eq!(fitted("abc", 0), "xabc");
        assert_eq!(fitted("é", 1), "x\u{fffd}");
    }
}
