//! The parser: a recursive descent without a separate lexer, as Falco's is, because its messages and the places
//! they point to are those of exactly that.
//!
//! # Stack
//!
//! Every nested construct counts against [`ParseLimits::max_depth`], in the units in which Falco counts: five for a
//! pair of parentheses, four for `not(`, two for a transformer. So the limit bounds the stack that parsing,
//! printing, cloning and dropping a tree can need. With the rule loader's limit the most costly of the deepest
//! accepted texts (nested transformers) was measured to need 170 KiB on `x86_64` with optimisation. The tests
//! parse, print and drop the deepest texts of every kind without optimisation on a stack of 512 KiB.

mod boolean;
mod check;
mod list;
mod operand;

use crate::ast::{Expr, Operand};
use crate::cursor::Cursor;
use crate::{ParseError, ParseErrorKind, Position, Span};

/// How much a condition may ask of the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParseLimits {
    /// How many nested grammar rules are too many: text that opens this many at once is refused.
    pub max_depth: usize,
}

impl ParseLimits {
    /// What Falco's rule loader allows: 198 nested parentheses around a check, or 497 nested transformers.
    pub const RULE_LOADER: Self = Self { max_depth: 1000 };
}

impl Default for ParseLimits {
    /// What Falco allows outside the rule loader: 18 nested parentheses around a check.
    fn default() -> Self {
        Self { max_depth: 100 }
    }
}

/// Parses a whole text as a condition.
pub fn parse(text: &str, limits: ParseLimits) -> Result<Expr, ParseError> {
    Parser::new(text, limits)
        .whole_text()
        .map_err(|failure| failure.in_text(text))
}

/// Parses the field or transformer at the start of a text, as in an output such as `user=%ct.user`, and says how
/// many bytes of the text it took.
///
/// There is no blank to skip before it, `val` is none, and whatever follows is left alone.
///
/// ```
/// use falconet_condition::{ParseLimits, parse_operand_prefix};
///
/// let (_, length) = parse_operand_prefix("ct.user signed in", ParseLimits::default())?;
/// assert_eq!(length, "ct.user".len());
/// # Ok::<(), falconet_condition::ParseError>(())
/// ```
pub fn parse_operand_prefix(
    text: &str,
    limits: ParseLimits,
) -> Result<(Operand, usize), ParseError> {
    Parser::new(text, limits)
        .prefix()
        .map_err(|failure| failure.in_text(text))
}

type Parsed<T> = Result<T, Failure>;

/// An error whose line has not been counted yet: it may be dropped, and counting is linear in the text. Boxed,
/// since every frame of the descent has room for one.
struct Failure(Box<FailureAt>);

struct FailureAt {
    kind: ParseErrorKind,
    offset: usize,
}

impl Failure {
    fn in_text(self, text: &str) -> ParseError {
        let FailureAt { kind, offset } = *self.0;
        let position = Position::at(text, offset);
        ParseError { kind, position }
    }
}

/// The state of a parse. Grammar rules are methods, in one file a family.
struct Parser<'t> {
    cursor: Cursor<'t>,
    limits: ParseLimits,
    depth: usize,
    /// What has been parsed and not yet been put into a larger condition. Held here and not in return values,
    /// so that the frames of the descent stay small.
    conditions: Vec<Expr>,
    /// The same for the arguments of transformers that are still open.
    arguments: Vec<Operand>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, limits: ParseLimits) -> Self {
        Self {
            cursor: Cursor::new(text),
            limits,
            depth: 0,
            conditions: Vec::new(),
            arguments: Vec::new(),
        }
    }

    fn whole_text(&mut self) -> Parsed<Expr> {
        if self.cursor.is_at_end() {
            return Err(self.error(ParseErrorKind::Empty));
        }
        self.disjunction()?;
        match self.conditions.pop() {
            Some(condition) if self.cursor.is_at_end() => Ok(condition),
            _ => Err(self.unexpected_token()),
        }
    }

    fn unexpected_token(&self) -> Failure {
        let after = self.cursor.last_token();
        self.error(ParseErrorKind::UnexpectedToken { after })
    }

    fn prefix(&mut self) -> Parsed<(Operand, usize)> {
        match self.operand()? {
            Some(operand) => Ok((operand, self.cursor.offset())),
            None => Err(self.error(ParseErrorKind::ExpectedOperand)),
        }
    }

    /// Enters a grammar rule that counts against the limit.
    fn enter(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth < self.limits.max_depth {
            return Ok(());
        }
        Err(self.error(ParseErrorKind::TooDeep(self.limits.max_depth)))
    }

    /// Leaves a grammar rule. One that fails never gets here: its failure ends the parse, but for a list's first
    /// item, where the depth is put back by hand.
    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Takes a word that must come here.
    fn expect(&mut self, word: &str, otherwise: ParseErrorKind) -> Parsed<()> {
        if self.cursor.take(word) {
            return Ok(());
        }
        Err(self.error(otherwise))
    }

    fn error(&self, kind: ParseErrorKind) -> Failure {
        let offset = self.cursor.offset();
        Failure(Box::new(FailureAt { kind, offset }))
    }

    fn text(&self, span: Span) -> String {
        self.cursor.slice(span).to_owned()
    }
}

#[cfg(test)]
mod tests;
