//! Lines for a condition.

use unicode_width::UnicodeWidthStr;

use super::leaf::Leaf;
use super::piece::{Junction, Piece, PieceKind};
use super::{STAND_IN, Understood, Use};

/// How far what is in parentheses is indented.
const INDENT: usize = 2;

/// How much room there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Columns behind the key.
    pub(crate) beside_key: usize,
    /// Columns of a line below it.
    pub(crate) below: usize,
}

/// The lines of a condition: one that fits beside the key, or some to stand below it. Nothing, if it cannot be laid
/// out.
pub(crate) fn laid_out(condition: &Understood, room: Room) -> Option<Vec<String>> {
    let piece = Piece::new(condition)?;
    let stand_in = match condition.usage {
        Use::Whole => 0,
        Use::Appended => STAND_IN.len(),
    };
    if piece.width <= room.beside_key + stand_in {
        let line = flat(&piece).get(stand_in..)?.to_owned();
        return Some(vec![line]);
    }
    let mut lines = Lines {
        width: room.below,
        done: Vec::new(),
    };
    lines.piece(&piece, 0, String::new());
    match condition.usage {
        Use::Whole => Some(lines.done),
        Use::Appended => without_stand_in(lines.done),
    }
}

/// The lines behind the stand-in, if it has one for itself and none of them is left indented by its going.
fn without_stand_in(mut lines: Vec<String>) -> Option<Vec<String>> {
    let first = (!lines.is_empty()).then(|| lines.remove(0))?;
    let is_alone = first.trim() == STAND_IN.trim();
    (is_alone && lines.first().is_some_and(|line| !line.starts_with(' '))).then_some(lines)
}

fn flat(piece: &Piece) -> String {
    let mut out = String::new();
    write_flat(piece, &mut out);
    out
}

fn write_flat(piece: &Piece, out: &mut String) {
    match &piece.kind {
        PieceKind::Chain(junction, pieces) => write_chain(*junction, pieces, out),
        PieceKind::Not(count, piece) => {
            out.push_str(&"not ".repeat(*count));
            write_flat(piece, out);
        }
        PieceKind::Group(piece) => {
            out.push('(');
            write_flat(piece, out);
            out.push(')');
        }
        PieceKind::Leaf(leaf) => out.push_str(&leaf.flat()),
    }
}

fn write_chain(junction: Junction, pieces: &[Piece], out: &mut String) {
    for (index, piece) in pieces.iter().enumerate() {
        if index > 0 {
            out.extend([" ", junction.word(), " "]);
        }
        write_flat(piece, out);
    }
}

struct Lines {
    width: usize,
    done: Vec<String>,
}

impl Lines {
    /// Writes a piece at an indentation, behind a prefix on its first line.
    fn piece(&mut self, piece: &Piece, indent: usize, prefix: String) {
        if indent + prefix.width() + piece.width <= self.width {
            return self.line(indent, &format!("{prefix}{}", flat(piece)));
        }
        match &piece.kind {
            PieceKind::Chain(junction, pieces) => {
                let further = if prefix.is_empty() {
                    indent
                } else {
                    indent + INDENT
                };
                self.chain(*junction, pieces, (indent, prefix), further);
            }
            PieceKind::Not(count, piece) => {
                self.piece(piece, indent, format!("{prefix}{}", "not ".repeat(*count)));
            }
            PieceKind::Group(piece) => self.group(piece, indent, &prefix),
            PieceKind::Leaf(leaf) => self.leaf(leaf, indent, &prefix),
        }
    }

    /// One piece a line, those behind the first at the indentation `further`; a chain in a chain still further.
    fn chain(
        &mut self,
        junction: Junction,
        pieces: &[Piece],
        (indent, prefix): (usize, String),
        further: usize,
    ) {
        let Some((first, others)) = pieces.split_first() else {
            return;
        };
        match &first.kind {
            PieceKind::Chain(inner, pieces) if indent + first.width > self.width => {
                self.chain(*inner, pieces, (indent, prefix), further + INDENT);
            }
            _ => self.piece(first, indent, prefix),
        }
        for piece in others {
            self.piece(piece, further, format!("{} ", junction.word()));
        }
    }

    fn group(&mut self, inner: &Piece, indent: usize, prefix: &str) {
        self.line(indent, &format!("{prefix}("));
        self.piece(inner, indent + INDENT, String::new());
        self.line(indent, ")");
    }

    /// As many items a line as fit.
    fn leaf(&mut self, leaf: &Leaf, indent: usize, prefix: &str) {
        let Some(items) = leaf.items.as_deref().filter(|items| items.len() > 1) else {
            return self.line(indent, &format!("{prefix}{}", leaf.flat()));
        };
        self.line(indent, &format!("{prefix}{} (", leaf.text));
        let mut line = String::new();
        for (index, item) in items.iter().enumerate() {
            let comma = if index + 1 < items.len() { "," } else { "" };
            let width = indent + INDENT + line.width() + item.width() + 2;
            if !line.is_empty() && width > self.width {
                self.line(indent + INDENT, &std::mem::take(&mut line));
            }
            let blank = if line.is_empty() { "" } else { " " };
            line = format!("{line}{blank}{item}{comma}");
        }
        self.line(indent + INDENT, &line);
        self.line(indent, ")");
    }

    fn line(&mut self, indent: usize, text: &str) {
        self.done.push(format!("{:indent$}{text}", ""));
    }
}
