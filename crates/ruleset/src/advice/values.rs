//! Conditions that parse, but do not fit the fields they test.

use falconet_condition::ast::Operator;
use falconet_event::catalogue::{Catalogue, FieldError};

use super::fields::{field_argument, unknown_field};
use super::{Advice, OwnCode};
use crate::check::{BetweenError, CheckErrorKind, OperatorError, TransformerError, ValueError};
use crate::silent::Fields;

/// A part of a condition that does not fit its field.
pub(crate) fn unfit(kind: &CheckErrorKind, fields: Fields<'_>, catalogue: &Catalogue) -> Advice {
    match kind {
        CheckErrorKind::Field(FieldError::Nonexistent { text }) => {
            unknown_field(&String::from_utf8_lossy(text), fields, catalogue)
        }
        CheckErrorKind::Field(error) => field_argument(error),
        CheckErrorKind::Operator(error) => {
            Advice::from(operator(error)).coded(OwnCode::OperatorForType)
        }
        CheckErrorKind::Value(error) => value(error).map(str::to_owned).into(),
        CheckErrorKind::Transformer(error) => transformer(error).map(str::to_owned).into(),
        CheckErrorKind::Between(error) => between(error).into(),
        CheckErrorKind::Macro(_) | CheckErrorKind::TooDeep(_) => Advice::default(),
    }
}

fn operator(error: &OperatorError) -> &'static str {
    match error {
        OperatorError::List(Operator::Equal | Operator::DoubleEqual | Operator::Contains) => {
            "the field is a list: `intersects (value)` holds if the list has the value; it also takes `in` and `exists`"
        }
        OperatorError::List(_) => {
            "the field is a list, which takes `intersects`, `in` and `exists`"
        }
        OperatorError::Numeric(_) => {
            "a number or a truth value is compared with `=`, `!=`, `in` or `exists`, and a number also with `<`, `<=`, `>` or `>=`"
        }
        OperatorError::Text(_) => {
            "this operator is for bytes, which no field of a plugin has: use `contains` or `startswith`"
        }
        OperatorError::Address(_) | OperatorError::AddressWithModifier(_) => {
            "an address is compared with `=`, `!=`, `in` or `exists`; a network such as `10.0.0.0/8` may stand in `in`"
        }
    }
}

const fn value(error: &ValueError) -> Option<&'static str> {
    match error {
        ValueError::Number(_) => Some("the field is a number: compare it with decimal digits"),
        ValueError::Bool(_) => {
            Some("the field is a truth value: compare it with `true` or `false`")
        }
        ValueError::Ipv4(_) | ValueError::Ipv6(_) => {
            Some("the field is an address: compare it with one, such as `10.1.2.3`")
        }
        ValueError::Network(_)
        | ValueError::NetworkAddress(_)
        | ValueError::Netmask(_)
        | ValueError::MissingNetmask6(_)
        | ValueError::Netmask6(_) => {
            Some("the field is a network: compare it with one, such as `10.0.0.0/8`")
        }
        ValueError::Regex(_) => {
            Some("patterns are those of RE2: no lookaround such as `(?!…)`, and no back references")
        }
        ValueError::TooLong { .. } => Some("no value may be that long: compare with a part of it"),
        ValueError::Nul => None,
    }
}

const fn transformer(error: &TransformerError) -> Option<&'static str> {
    match error {
        TransformerError::Selector(_) | TransformerError::SelectorOfMany(_) => {
            Some("brackets belong to the field inside: `tolower(field[name])`")
        }
        TransformerError::ManyArguments => Some("this transformer takes one field"),
        TransformerError::OneArgument(_) => Some("this transformer takes several arguments"),
        TransformerError::Type { .. } => {
            Some("most transformers are for texts, and `len` for texts and lists")
        }
        _ => None,
    }
}

const fn between(error: &BetweenError) -> &'static str {
    match error {
        BetweenError::Operator(_) => "`pmatch` and `regex` compare with literal values only",
        BetweenError::Type(_) => "a network is compared with literal values only",
        BetweenError::Mismatch { .. } => "two fields can be compared if they have the same type",
    }
}
