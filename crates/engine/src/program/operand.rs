//! What an expression yields for one event.

use std::ops::Range;

use falconet_event::{ListValue, Value};
use falconet_ruleset::typed::Literal;

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

    /// The operand that a literal stands for; nothing for a pattern or a network.
    pub(crate) fn literal(literal: &'a Literal) -> Option<Self> {
        let value = match literal {
            Literal::Text(text) => Value::Text(text),
            Literal::Number(number) => Value::Number(*number),
            Literal::Bool(truth) => Value::Bool(*truth),
            Literal::Address(address) => Value::Address(*address),
            Literal::Network(_) | Literal::Pattern(_) => return None,
        };
        Some(Self::One(value))
    }

    /// Whether both are the same scalar.
    pub(crate) fn is_same_scalar(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::One(one), Self::One(other)) => match (one, other) {
                (Value::Text(one), Value::Text(other)) => one == other,
                (Value::Number(one), Value::Number(other)) => one == other,
                (Value::Bool(one), Value::Bool(other)) => one == other,
                (Value::Address(one), Value::Address(other)) => one == other,
                _ => false,
            },
            _ => false,
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
