//! A condition as chains, groups and leaves. Unlike the parsed tree it knows every pair of parentheses.

use falconet_condition::ast::{Expr, ExprKind};
use unicode_width::UnicodeWidthStr;

use super::Understood;
use super::leaf::Leaf;

/// The words that join conditions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Junction {
    Or,
    And,
}

impl Junction {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
        }
    }
}

/// A part of a condition, and how wide it is on one line.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) width: usize,
    pub(super) kind: PieceKind,
}

#[derive(Debug)]
pub(super) enum PieceKind {
    /// Two or more pieces.
    Chain(Junction, Vec<Piece>),
    /// Behind as many `not`.
    Not(usize, Box<Piece>),
    /// In parentheses.
    Group(Box<Piece>),
    Leaf(Leaf),
}

impl Piece {
    /// Nothing, if the tokens are not those of a condition.
    pub(super) fn new(condition: &Understood) -> Option<Self> {
        let mut tokens = Vec::new();
        let mut leaves = Vec::new();
        collect_leaves(&condition.tree, &condition.text, &mut leaves);
        let mut at = 0;
        for (start, end, leaf) in leaves {
            structure(condition.text.get(at..start)?, &mut tokens)?;
            tokens.push(Token::Leaf(leaf));
            at = end;
        }
        structure(condition.text.get(at..)?, &mut tokens)?;
        tokens.reverse();
        let piece = Assembler {
            tokens: &mut tokens,
        }
        .chain(Junction::Or)?;
        tokens.is_empty().then_some(piece)
    }

    fn chain(junction: Junction, pieces: Vec<Self>) -> Self {
        let words = (pieces.len() - 1) * (junction.word().len() + 2);
        Self {
            width: words + pieces.iter().map(|piece| piece.width).sum::<usize>(),
            kind: PieceKind::Chain(junction, pieces),
        }
    }

    fn not(count: usize, piece: Self) -> Self {
        if count == 0 {
            return piece;
        }
        Self {
            width: piece.width + 4 * count,
            kind: PieceKind::Not(count, Box::new(piece)),
        }
    }

    fn group(piece: Self) -> Self {
        Self {
            width: piece.width + 2,
            kind: PieceKind::Group(Box::new(piece)),
        }
    }

    fn leaf(leaf: Leaf) -> Self {
        Self {
            width: leaf.flat().width(),
            kind: PieceKind::Leaf(leaf),
        }
    }
}

fn collect_leaves(expr: &Expr, text: &str, leaves: &mut Vec<(usize, usize, Leaf)>) {
    let leaf = match &expr.kind {
        ExprKind::And(children) | ExprKind::Or(children) => {
            return children
                .iter()
                .for_each(|child| collect_leaves(child, text, leaves));
        }
        ExprKind::Not(child) => return collect_leaves(child, text, leaves),
        ExprKind::Macro(name) => Leaf::of_macro(name),
        ExprKind::Check(check) => Leaf::of_check(check, text),
    };
    leaves.push((expr.span.start, expr.span.end, leaf));
}

enum Token {
    Open,
    Close,
    Not,
    Join(Junction),
    Leaf(Leaf),
}

/// The tokens between two leaves.
fn structure(text: &str, tokens: &mut Vec<Token>) -> Option<()> {
    let mut rest = text.trim_ascii_start();
    while !rest.is_empty() {
        let (token, length) = structural_token(rest)?;
        tokens.push(token);
        rest = rest.get(length..)?.trim_ascii_start();
    }
    Some(())
}

fn structural_token(text: &str) -> Option<(Token, usize)> {
    let words = [
        ("(", Token::Open),
        (")", Token::Close),
        ("not", Token::Not),
        ("and", Token::Join(Junction::And)),
        ("or", Token::Join(Junction::Or)),
    ];
    words
        .into_iter()
        .find(|(word, _)| text.starts_with(word))
        .map(|(word, token)| (token, word.len()))
}

/// Puts tokens together; the last token is the next one. It nests as deep as the parser did.
struct Assembler<'a> {
    tokens: &'a mut Vec<Token>,
}

impl Assembler<'_> {
    fn chain(&mut self, junction: Junction) -> Option<Piece> {
        let mut pieces = vec![self.link(junction)?];
        while matches!(self.tokens.last(), Some(Token::Join(next)) if *next == junction) {
            self.tokens.pop();
            pieces.push(self.link(junction)?);
        }
        if pieces.len() == 1 {
            return pieces.pop();
        }
        Some(Piece::chain(junction, pieces))
    }

    fn link(&mut self, junction: Junction) -> Option<Piece> {
        match junction {
            Junction::Or => self.chain(Junction::And),
            Junction::And => self.negation(),
        }
    }

    fn negation(&mut self) -> Option<Piece> {
        let mut count = 0;
        loop {
            match self.tokens.pop()? {
                Token::Not => count += 1,
                Token::Leaf(leaf) => return Some(Piece::not(count, Piece::leaf(leaf))),
                Token::Open => return Some(Piece::not(count, self.group()?)),
                Token::Close | Token::Join(_) => return None,
            }
        }
    }

    fn group(&mut self) -> Option<Piece> {
        let inner = self.chain(Junction::Or)?;
        matches!(self.tokens.pop()?, Token::Close).then(|| Piece::group(inner))
    }
}
