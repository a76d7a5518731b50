//! What an expression yields for one event.

use std::ops::Range;

use falconet_event::{ListValue, Value};

/// The value of an expression: a field's, or what a transformer made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operand<'a> {
    /// A scalar.
    One(Value<'a>),
    /// A list field.
    List(ListValue<'a>),
    /// A list of strings that a transformer made: the text, and where each element lies in it.
    Texts(&'a [u8], &'a [Range<usize>]),
}

impl<'a> Operand<'a> {
    /// The operand that a field's value is.
    pub(crate) fn of(value: Value<'a>) -> Self {
        match value {
            Value::List(list) => Self::List(list),
            scalar => Self::One(scalar),
        }
    }

    /// The elements of a list, or the scalar alone.
    pub(crate) fn elements(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let (one, list, (bytes, ranges)) = match *self {
            Self::One(value) => (Some(value), None, (&[][..], &[][..])),
            Self::List(list) => (None, Some(list), (&[][..], &[][..])),
            Self::Texts(bytes, ranges) => (None, None, (bytes, ranges)),
        };
        let texts = ranges.iter().map(|range| text_at(bytes, range));
        one.into_iter()
            .chain(list.into_iter().flat_map(|list| list.iter()))
            .chain(texts)
    }

    /// The text of a string; empty for anything else.
    pub(crate) fn text(&self) -> &'a [u8] {
        match self {
            Self::One(Value::Text(text)) => text,
            _ => b"",
        }
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        !matches!(self, Self::One(_))
    }

    /// Whether it is a list without elements, which fails every test.
    pub(crate) fn is_empty_list(&self) -> bool {
        matches!(self, Self::Texts(_, []))
    }
}

fn text_at<'a>(bytes: &'a [u8], range: &Range<usize>) -> Value<'a> {
    Value::Text(bytes.get(range.clone()).unwrap_or_default())
}
