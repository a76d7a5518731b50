//! One check: what is tested, the operator, and what it is tested against.

use super::{Parsed, Parser};
use crate::ParseErrorKind;
use crate::ast::{Check, ExprKind, Literal, Modifier, Operand, Operator, Right};

/// What may stand on the right of an operator.
#[derive(Clone, Copy)]
enum Family {
    Nothing,
    Number,
    Text,
    List,
}

impl Operator {
    const fn family(self) -> Family {
        match self {
            Self::Exists => Family::Nothing,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual => Family::Number,
            Self::Intersects | Self::In | Self::PMatch => Family::List,
            _ => Family::Text,
        }
    }

    const fn is_symbol(self) -> bool {
        matches!(self, Self::DoubleEqual | Self::Equal | Self::NotEqual)
    }

    /// Whether the operator is only one with a blank behind it.
    pub(crate) const fn needs_blank(self) -> bool {
        matches!(self.family(), Family::Text) && !self.is_symbol()
    }
}

impl Parser<'_> {
    pub(super) fn check(&mut self) -> Parsed<()> {
        self.enter()?;
        self.cursor.skip_blank();
        if self.cursor.take("(") {
            self.group()?;
        } else {
            self.test_or_macro()?;
        }
        self.leave();
        Ok(())
    }

    /// Not inlined, for the frame of the descent would have to hold what it holds.
    #[inline(never)]
    fn test_or_macro(&mut self) -> Parsed<()> {
        let start = self.cursor.offset();
        let kind = if let Some(left) = self.operand()? {
            ExprKind::Check(Box::new(self.test(left)?))
        } else if let Some(name) = self.cursor.take_identifier() {
            ExprKind::Macro(self.text(name))
        } else {
            return Err(self.error(ParseErrorKind::ExpectedCheck));
        };
        self.push(kind, start);
        Ok(())
    }

    fn test(&mut self, left: Operand) -> Parsed<Check> {
        self.enter()?;
        self.cursor.skip_blank();
        let start = self.cursor.offset();
        let Some(operator) = self.cursor.take_operator() else {
            return Err(self.error(ParseErrorKind::ExpectedOperator));
        };
        let mut operator_span = self.cursor.span_from(start);
        let blank = self.cursor.skip_blank();
        let modifier = if blank { self.modifier(operator) } else { None };
        if modifier.is_some() {
            operator_span = self.cursor.span_from(start);
            self.cursor.skip_blank();
        }
        let start = self.cursor.offset();
        let right = self.right(operator, modifier)?;
        let right_span = self.cursor.span_from(start);
        self.leave();
        Ok(Check {
            left,
            operator,
            modifier,
            operator_span,
            right,
            right_span,
        })
    }

    fn right(&mut self, operator: Operator, modifier: Option<Modifier>) -> Parsed<Right> {
        match (operator.family(), modifier) {
            (_, Some(_)) => self.list_of_modifier(),
            (Family::Nothing, _) => Ok(Right::Nothing),
            (Family::Number, _) => self.number_side(),
            (Family::Text, _) => self.text_side(),
            (Family::List, _) => self.list_side(),
        }
    }

    /// A modifier behind a string operator. It is one only with a blank and a list or an identifier behind it;
    /// otherwise the word is the value, and left where it is.
    fn modifier(&mut self, operator: Operator) -> Option<Modifier> {
        if !matches!(operator.family(), Family::Text) {
            return None;
        }
        let before = self.cursor;
        let modifier = self.cursor.take_modifier()?;
        let behind_word = self.cursor;
        let is_modifier = self.cursor.skip_blank() && self.goes_on_with_list();
        self.cursor = if is_modifier { behind_word } else { before };
        is_modifier.then_some(modifier)
    }

    fn goes_on_with_list(&mut self) -> bool {
        if self.cursor.take("(") {
            return true;
        }
        let name = self
            .cursor
            .take_identifier()
            .map(|span| self.cursor.slice(span));
        name.is_some_and(|name| !matches!(name, "and" | "or" | "not"))
    }

    fn list_of_modifier(&mut self) -> Parsed<Right> {
        match self.list_or_identifier()? {
            Some(list) => Ok(list),
            None => Err(self.error(ParseErrorKind::ExpectedPlainList)),
        }
    }

    fn list_side(&mut self) -> Parsed<Right> {
        self.enter()?;
        let right = if let Some(operand) = self.right_operand()? {
            Right::Operand(operand)
        } else if let Some(list) = self.list_or_identifier()? {
            list
        } else {
            return Err(self.error(ParseErrorKind::ExpectedList));
        };
        self.leave();
        Ok(right)
    }

    fn list_or_identifier(&mut self) -> Parsed<Option<Right>> {
        if self.cursor.take("(") {
            return Ok(Some(Right::List(self.list()?)));
        }
        let name = self.cursor.take_identifier();
        Ok(name.map(|span| {
            Right::Value(Literal {
                value: self.text(span).into_bytes(),
                span,
            })
        }))
    }

    fn number_side(&mut self) -> Parsed<Right> {
        self.enter()?;
        let right = if let Some(operand) = self.right_operand()? {
            Right::Operand(operand)
        } else if let Some(number) = self.cursor.take_number() {
            Right::Value(number)
        } else {
            return Err(self.error(ParseErrorKind::ExpectedNumber));
        };
        self.leave();
        Ok(right)
    }

    fn text_side(&mut self) -> Parsed<Right> {
        self.enter()?;
        let right = if let Some(operand) = self.right_operand()? {
            Right::Operand(operand)
        } else if let Some(value) = self.text_value()? {
            Right::Value(value)
        } else {
            return Err(self.error(ParseErrorKind::ExpectedText));
        };
        self.leave();
        Ok(right)
    }
}
