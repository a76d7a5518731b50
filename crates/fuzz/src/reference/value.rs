//! Values that own what they hold.

use std::net::IpAddr;

use falconet_event::Value;

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Scalar {
    Text(Vec<u8>),
    Number(u64),
    Bool(bool),
    Address(IpAddr),
}

/// The value of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Data {
    One(Scalar),
    List(Vec<Scalar>),
}

impl Data {
    pub(super) fn of(value: Value<'_>) -> Self {
        match value {
            Value::List(list) => Self::List(list.iter().map(scalar).collect()),
            other => Self::One(scalar(other)),
        }
    }

    pub(super) fn text(bytes: Vec<u8>) -> Self {
        Self::One(Scalar::Text(bytes))
    }

    /// The elements of a list, or the one value.
    pub(super) fn elements(&self) -> &[Scalar] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::List(list) => list,
        }
    }

    /// The bytes of a text; empty for anything else.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::One(Scalar::Text(text)) => text,
            _ => b"",
        }
    }
}

impl Scalar {
    /// The bytes of a text; empty for anything else.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text,
            _ => b"",
        }
    }
}

fn scalar(value: Value<'_>) -> Scalar {
    match value {
        Value::Text(text) => Scalar::Text(text.to_vec()),
        Value::Number(number) => Scalar::Number(number),
        Value::Bool(truth) => Scalar::Bool(truth),
        Value::Address(address) => Scalar::Address(address),
        // A list has no lists in it.
        Value::List(_) => Scalar::Text(Vec::new()),
    }
}
