//! Values that can be compared and hashed.

use std::net::IpAddr;

use falconet_event::Value;

/// A value that is no list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Scalar<'a> {
    Text(&'a [u8]),
    Number(u64),
    Bool(bool),
    Address(IpAddr),
}

impl<'a> Scalar<'a> {
    /// The scalar that `value` is; `None` for a list.
    pub(super) fn of(value: Value<'a>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(Self::Text(text)),
            Value::Number(number) => Some(Self::Number(number)),
            Value::Bool(value) => Some(Self::Bool(value)),
            Value::Address(address) => Some(Self::Address(address)),
            Value::List(_) => None,
        }
    }
}
