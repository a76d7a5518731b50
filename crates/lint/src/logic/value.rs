//! Values that are compared for equality.

use std::fmt;
use std::net::IpAddr;
use std::rc::Rc;

use falconet_ruleset::typed::Literal;

/// A value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Value<'a> {
    Text(&'a [u8]),
    Number(u64),
    Bool(bool),
    Address(IpAddr),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(out, "`{}`", String::from_utf8_lossy(text)),
            Self::Number(number) => write!(out, "`{number}`"),
            Self::Bool(value) => write!(out, "`{value}`"),
            Self::Address(address) => write!(out, "`{address}`"),
        }
    }
}

impl<'a> Value<'a> {
    /// The value that equals a literal; nothing for networks and patterns, which many values fit.
    pub(super) fn of(literal: &'a Literal) -> Option<Self> {
        match literal {
            Literal::Text(text) => Some(Self::Text(text)),
            Literal::Number(number) => Some(Self::Number(*number)),
            Literal::Bool(value) => Some(Self::Bool(*value)),
            Literal::Address(address) => Some(Self::Address(*address)),
            Literal::Network(_) | Literal::Pattern(_) => None,
        }
    }
}

/// Values in order, each once.
pub(super) type Values<'a> = Rc<[Value<'a>]>;

/// The values that equal some literal, if each literal is one value.
pub(super) fn values(literals: &[Literal]) -> Option<Values<'_>> {
    let mut values: Vec<_> = literals.iter().map(Value::of).collect::<Option<_>>()?;
    values.sort_unstable();
    values.dedup();
    Some(values.into())
}

/// Whether a value is among others.
pub(super) fn contains(values: &[Value<'_>], value: &Value<'_>) -> bool {
    values.binary_search(value).is_ok()
}
