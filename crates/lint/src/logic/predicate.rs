//! What a condition says of one value.

use falconet_ruleset::typed::{Literal, Modifier, Operator, Test};

use super::texts::{has_part, has_part_in_any_case};
use super::value::{Value, Values, contains};

/// What a condition says of the value of a field or transformer. It never holds where there is no value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Predicate<'a> {
    /// There is a value.
    Exists,
    /// It is one of these.
    OneOf(Values<'a>),
    /// It is a number from the first to the second.
    Range(u64, u64),
    /// It begins with that.
    StartsWith(&'a [u8]),
    /// It ends with that.
    EndsWith(&'a [u8]),
    /// That is a part of it.
    Contains(&'a [u8]),
    /// Each element of the list is one of these.
    Every(Values<'a>),
    /// Some element of the list is one of these.
    Some(Values<'a>),
    /// Something that is not looked into.
    Other(&'a Test),
    /// Something that must not be looked into, such as what a macro `never_true` says.
    Opaque(&'a Test),
}

impl Predicate<'_> {
    /// Whether it is about being among no values at all, as that of an empty list is.
    pub(super) fn is_about_nothing(&self) -> bool {
        match self {
            Self::OneOf(values) | Self::Every(values) | Self::Some(values) => values.is_empty(),
            _ => false,
        }
    }

    /// Whether it holds of a scalar; nothing if that is not known.
    pub(super) fn holds(&self, value: &Value<'_>) -> Option<bool> {
        match (self, value) {
            (Self::Exists, _) => Some(true),
            (Self::OneOf(values), value) => Some(contains(values, value)),
            (Self::Range(low, high), Value::Number(number)) => Some((low..=high).contains(&number)),
            (Self::StartsWith(part), Value::Text(text)) => Some(text.starts_with(part)),
            (Self::EndsWith(part), Value::Text(text)) => Some(text.ends_with(part)),
            (Self::Contains(part), Value::Text(text)) => Some(has_part(text, part)),
            (Self::Other(test), Value::Text(value)) => holds_of_text(test, value),
            _ => None,
        }
    }
}

fn holds_of_text(test: &Test, value: &[u8]) -> Option<bool> {
    match test {
        Test::Compare(Operator::IContains, Literal::Text(part)) => {
            Some(has_part_in_any_case(value, part))
        }
        Test::CompareEach(Operator::Equal, Modifier::OneOf, literals) => {
            let equal = literals
                .iter()
                .filter(|literal| Value::of(literal) == Some(Value::Text(value)));
            Some(equal.count() == 1)
        }
        _ => None,
    }
}
