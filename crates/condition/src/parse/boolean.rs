//! `or`, `and`, `not` and parentheses.

use super::{Parsed, Parser};
use crate::ParseErrorKind;
use crate::ast::{Expr, ExprKind};

/// The words that chain conditions.
#[derive(Clone, Copy)]
enum Junction {
    Or,
    And,
}

impl Junction {
    const fn word(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
        }
    }

    const fn of(self, children: Vec<Expr>) -> ExprKind {
        match self {
            Self::Or => ExprKind::Or(children),
            Self::And => ExprKind::And(children),
        }
    }
}

impl Parser<'_> {
    /// Like every rule of this file, leaves what it parsed on the stack of conditions.
    pub(super) fn disjunction(&mut self) -> Parsed<()> {
        self.chain(Junction::Or)
    }

    fn chain(&mut self, junction: Junction) -> Parsed<()> {
        self.enter()?;
        self.cursor.skip_blank();
        let (start, first) = (self.cursor.offset(), self.conditions.len());
        self.link(junction)?;
        self.cursor.skip_blank();
        while self.cursor.take(junction.word()) {
            self.link_behind_word(junction)?;
            self.cursor.skip_blank();
        }
        self.join(junction, first, start);
        self.leave();
        Ok(())
    }

    /// What follows `or` or `and`. Without a blank it is a parenthesised group and nothing more, which is why
    /// `a or(b) and c` is refused.
    fn link_behind_word(&mut self, junction: Junction) -> Parsed<()> {
        if self.cursor.skip_blank() {
            return self.link(junction);
        }
        self.expect("(", ParseErrorKind::ExpectedBlank(junction.word()))?;
        self.group()
    }

    fn link(&mut self, junction: Junction) -> Parsed<()> {
        match junction {
            Junction::Or => self.chain(Junction::And),
            Junction::And => self.negation(),
        }
    }

    fn join(&mut self, junction: Junction, first: usize, start: usize) {
        if self.conditions.len() > first + 1 {
            let children = self.conditions.drain(first..).collect();
            self.push(junction.of(children), start);
        }
    }

    fn negation(&mut self) -> Parsed<()> {
        self.enter()?;
        self.cursor.skip_blank();
        let start = self.cursor.offset();
        let mut negated = false;
        while self.cursor.take_not() {
            negated = !negated;
        }
        if self.cursor.take("not(") {
            negated = !negated;
            self.group()?;
        } else {
            self.check()?;
        }
        if negated {
            self.negate(start);
        }
        self.leave();
        Ok(())
    }

    fn negate(&mut self, start: usize) {
        if let Some(child) = self.conditions.pop() {
            self.push(ExprKind::Not(Box::new(child)), start);
        }
    }

    /// The rest of a group whose opening parenthesis has been taken.
    pub(super) fn group(&mut self) -> Parsed<()> {
        self.enter()?;
        self.disjunction()?;
        self.expect(")", ParseErrorKind::ExpectedClosingParenthesis)?;
        self.leave();
        Ok(())
    }

    /// Puts a condition that reaches from `start` to the last token on the stack.
    pub(super) fn push(&mut self, kind: ExprKind, start: usize) {
        self.conditions.push(Expr {
            kind,
            span: self.cursor.span_from(start),
        });
    }
}
