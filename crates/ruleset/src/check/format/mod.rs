//! Output texts: `user %ct.user called %toupper(ct.name)`.

mod error;
mod fields;
mod token;

pub use error::{FormatError, FormatErrorKind};

use falconet_condition::Span;
use falconet_event::catalogue::Source;

use self::fields::distinct_fields;
use self::token::read_token;
use crate::typed::{Expression, Format, Piece};

/// The widest field of an output. Falco pads further; a rule should not be able to fill the memory.
pub const MAX_WIDTH: usize = 4096;

/// Checks an output text and cuts it at its fields.
///
/// A leading `*` is Falco's way to ask for `<NA>` where a field is absent. Alerts always print that, so the star
/// is only removed. There is no way to write a literal `%`.
pub fn format(text: &str, source: &Source) -> Result<Format, FormatError> {
    if text.is_empty() {
        return Err(FormatErrorKind::Empty.at(Span::default()));
    }
    let body = text.strip_prefix('*').unwrap_or(text);
    let reader = Reader {
        text,
        rest: body,
        source,
    };
    let pieces = reader.pieces()?;
    let fields = distinct_fields(&pieces);
    Ok(Format { pieces, fields })
}

struct Reader<'t, 's> {
    text: &'t str,
    rest: &'t str,
    source: &'s Source,
}

impl Reader<'_, '_> {
    fn pieces(mut self) -> Result<Vec<Piece>, FormatError> {
        let mut pieces = Vec::new();
        while let Some((before, behind)) = self.rest.split_once('%') {
            push_text(&mut pieces, before);
            self.rest = behind;
            let width = self.width()?;
            let expression = self.token()?;
            pieces.push(Piece::Value { expression, width });
        }
        push_text(&mut pieces, self.rest);
        Ok(pieces)
    }

    fn width(&mut self) -> Result<Option<usize>, FormatError> {
        if self.rest.is_empty() {
            return Err(FormatErrorKind::EndsWithPercent.at(self.span_to_end(1)));
        }
        let behind = self.rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let (digits, behind) = self.rest.split_at(self.rest.len() - behind.len());
        if behind.is_empty() {
            let span = self.span_to_end(1 + digits.len());
            return Err(FormatErrorKind::EndsWithNumber.at(span));
        }
        self.rest = behind;
        Ok(parse_width(digits))
    }

    fn token(&mut self) -> Result<Expression, FormatError> {
        let Some((expression, length)) = read_token(self.rest, self.source) else {
            return Err(FormatErrorKind::UnknownField.at(self.span_of_word()));
        };
        self.rest = self.rest.get(length..).unwrap_or_default();
        Ok(expression)
    }

    fn span_to_end(&self, length: usize) -> Span {
        Span::new(self.text.len() - length, self.text.len())
    }

    /// What is no field: up to the next blank.
    fn span_of_word(&self) -> Span {
        let start = self.text.len() - self.rest.len();
        let length = self.rest.find(char::is_whitespace);
        Span::new(start, start + length.unwrap_or(self.rest.len()))
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

/// No digits, and zeros alone, ask for no width.
fn parse_width(digits: &str) -> Option<usize> {
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return None;
    }
    Some(
        significant
            .parse()
            .map_or(MAX_WIDTH, |width: usize| width.min(MAX_WIDTH)),
    )
}

#[cfg(test)]
mod tests;
