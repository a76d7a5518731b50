//! String values, and lists of them in parentheses.

use super::{Parsed, Parser};
use crate::ParseErrorKind;
use crate::ast::Literal;

impl Parser<'_> {
    /// A quoted or a bare string.
    pub(super) fn text_value(&mut self) -> Parsed<Option<Literal>> {
        match self.quoted()? {
            Some(quoted) => Ok(Some(quoted)),
            None => Ok(self.cursor.take_bare_string()),
        }
    }

    pub(super) fn quoted(&mut self) -> Parsed<Option<Literal>> {
        let quoted = self.cursor.take_quoted();
        quoted.map_err(|problem| self.error(problem.into()))
    }

    /// The rest of a list whose opening parenthesis has been taken.
    pub(super) fn list(&mut self) -> Parsed<Vec<Literal>> {
        self.enter()?;
        let mut items = Vec::new();
        if let Some(first) = self.first_item() {
            items.push(first);
            self.further_items(&mut items)?;
        }
        self.expect(")", ParseErrorKind::ExpectedClosingParenthesis)?;
        self.leave();
        Ok(items)
    }

    /// Falco tries the first item, and takes any failure, even a bad escape, for an empty list. The place is not
    /// put back, so `in ("\q")` is `in ()`.
    fn first_item(&mut self) -> Option<Literal> {
        let depth = self.depth;
        let first = self.item();
        self.depth = depth;
        first.ok()
    }

    fn further_items(&mut self, items: &mut Vec<Literal>) -> Parsed<()> {
        self.cursor.skip_blank();
        while self.cursor.take(",") {
            items.push(self.item()?);
            self.cursor.skip_blank();
        }
        Ok(())
    }

    fn item(&mut self) -> Parsed<Literal> {
        self.enter()?;
        self.cursor.skip_blank();
        let Some(value) = self.text_value()? else {
            return Err(self.error(ParseErrorKind::ExpectedListItem));
        };
        self.leave();
        Ok(value)
    }
}
