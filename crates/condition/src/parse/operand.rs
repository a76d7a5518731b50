//! Fields, transformers and what transformers are applied to.

use super::{Parsed, Parser};
use crate::ast::{Field, Operand, Transform, Transformer};
use crate::{ParseErrorKind, Span};

impl Parser<'_> {
    /// A field or a transformer.
    pub(super) fn operand(&mut self) -> Parsed<Option<Operand>> {
        match self.field()? {
            Some(field) => Ok(Some(Operand::Field(field))),
            None => self.only_transform(),
        }
    }

    /// `val(field)` or a transformer.
    pub(super) fn right_operand(&mut self) -> Parsed<Option<Operand>> {
        let start = self.cursor.offset();
        if self.cursor.take("val(") {
            return self.val(start).map(Some);
        }
        self.only_transform()
    }

    fn only_transform(&mut self) -> Parsed<Option<Operand>> {
        let is_transform = self.transform()?;
        Ok(is_transform.then(|| self.arguments.pop()).flatten())
    }

    fn val(&mut self, start: usize) -> Parsed<Operand> {
        self.enter()?;
        self.cursor.skip_blank();
        let Some(field) = self.field()? else {
            return Err(self.error(ParseErrorKind::ExpectedFieldInVal));
        };
        self.cursor.skip_blank();
        self.expect(")", ParseErrorKind::ExpectedTransformerEnd)?;
        // Grammatical, though the checks behind the parser refuse it.
        let selector = self.bracketed()?;
        self.leave();
        let arguments = vec![Operand::Field(field)];
        let span = self.cursor.span_from(start);
        let name = Transformer::Val;
        Ok(Operand::Transform(Box::new(Transform {
            name,
            selector,
            arguments,
            span,
        })))
    }

    fn field(&mut self) -> Parsed<Option<Field>> {
        match self.cursor.take_field_name() {
            Some(name) => self.field_behind(name).map(Some),
            None => Ok(None),
        }
    }

    fn field_behind(&mut self, name: Span) -> Parsed<Field> {
        self.enter()?;
        let argument = self.bracketed()?;
        self.leave();
        Ok(Field {
            name: self.text(name),
            argument,
            span: self.cursor.span_from(name.start),
        })
    }

    fn bracketed(&mut self) -> Parsed<Option<Vec<u8>>> {
        if !self.cursor.take("[") {
            return Ok(None);
        }
        let argument = self.bracketed_text()?;
        self.expect("]", ParseErrorKind::ExpectedClosingBracket)?;
        Ok(Some(argument))
    }

    fn bracketed_text(&mut self) -> Parsed<Vec<u8>> {
        if let Some(quoted) = self.quoted()? {
            return Ok(quoted.value);
        }
        match self.cursor.take_bare_argument() {
            Some(span) => Ok(self.text(span).into_bytes()),
            None => Err(self.error(ParseErrorKind::ExpectedFieldArgument)),
        }
    }

    /// Leaves what it parsed on the stack of arguments, as all rules below do; says whether there was any.
    fn transform(&mut self) -> Parsed<bool> {
        let start = self.cursor.offset();
        let Some(name) = self.cursor.take_transformer() else {
            return Ok(false);
        };
        self.enter()?;
        let first = self.arguments.len();
        self.separated_by_commas(Self::argument)?;
        self.close_transform(name, first, start)?;
        self.leave();
        Ok(true)
    }

    fn close_transform(&mut self, name: Transformer, first: usize, start: usize) -> Parsed<()> {
        self.expect(")", ParseErrorKind::ExpectedTransformerEnd)?;
        let selector = self.bracketed()?;
        let arguments = self.arguments.drain(first..).collect();
        let span = self.cursor.span_from(start);
        let transform = Transform {
            name,
            selector,
            arguments,
            span,
        };
        self.arguments.push(Operand::Transform(Box::new(transform)));
        Ok(())
    }

    fn separated_by_commas(&mut self, element: fn(&mut Self) -> Parsed<()>) -> Parsed<()> {
        loop {
            self.cursor.skip_blank();
            element(self)?;
            self.cursor.skip_blank();
            if !self.cursor.take(",") {
                return Ok(());
            }
        }
    }

    fn argument(&mut self) -> Parsed<()> {
        self.enter()?;
        let start = self.cursor.offset();
        if self.cursor.take("(") {
            self.transformer_list(start)?;
        } else {
            self.transform_or(ParseErrorKind::ExpectedTransformerArgument)?;
        }
        self.leave();
        Ok(())
    }

    /// The rest of a list among a transformer's arguments, whose opening parenthesis has been taken.
    fn transformer_list(&mut self, start: usize) -> Parsed<()> {
        self.enter()?;
        self.cursor.skip_blank();
        let first = self.arguments.len();
        if !self.cursor.take(")") {
            self.separated_by_commas(|parser| {
                parser.transform_or(ParseErrorKind::ExpectedTransformerListItem)
            })?;
            self.expect(")", ParseErrorKind::ExpectedTransformerListEnd)?;
        }
        self.leave();
        let items = self.arguments.drain(first..).collect();
        self.arguments
            .push(Operand::List(items, self.cursor.span_from(start)));
        Ok(())
    }

    fn transform_or(&mut self, otherwise: ParseErrorKind) -> Parsed<()> {
        if self.transform()? {
            return Ok(());
        }
        self.field_or_constant(otherwise)
    }

    fn field_or_constant(&mut self, otherwise: ParseErrorKind) -> Parsed<()> {
        let operand = if let Some(field) = self.field()? {
            Operand::Field(field)
        } else if let Some(number) = self.cursor.take_number() {
            Operand::Literal(number)
        } else if let Some(quoted) = self.quoted()? {
            Operand::Literal(quoted)
        } else {
            return Err(self.error(otherwise));
        };
        self.arguments.push(operand);
        Ok(())
    }
}
