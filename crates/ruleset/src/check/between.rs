//! A field against another expression.

use std::fmt;

use falconet_condition::ast::{Check, Operand, Operator};
use falconet_event::catalogue::ValueType;

use super::expression::subject;
use crate::typed::Expression;

/// Why two expressions cannot be compared. The texts are Falco's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BetweenError {
    /// `pmatch` and `regex` take literals only.
    #[error("operator '{0}' doesn't support right-hand side fields")]
    Operator(&'static str),
    /// Networks are compared with literals only.
    #[error("field type '{0}' doesn't support right-hand side fields")]
    Type(&'static str),
    /// The two have different types.
    #[error(
        "field '{left}' has type '{left_type}' while the right-hand side field '{right}' has incompatible type '{right_type}'"
    )]
    Mismatch {
        /// The field on the left.
        left: String,
        /// Its type.
        left_type: TypeName,
        /// The field on the right.
        right: String,
        /// Its type.
        right_type: TypeName,
    },
}

/// A type as Falco's message names it: `CHARBUF`, `CHARBUF (list)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypeName {
    value_type: ValueType,
    is_list: bool,
}

impl TypeName {
    const fn of(expression: &Expression) -> Self {
        Self {
            value_type: expression.value_type,
            is_list: expression.is_list,
        }
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.value_type.falco_name())?;
        out.write_str(if self.is_list { " (list)" } else { "" })
    }
}

/// Refuses a comparison that Falco refuses.
pub(super) fn require_comparable(
    check: &Check,
    left: &Expression,
    operand: &Operand,
    right: &Expression,
) -> Result<(), BetweenError> {
    match check.operator {
        Operator::PMatch => return Err(BetweenError::Operator("PMATCH")),
        Operator::Regex => return Err(BetweenError::Operator("REGEX")),
        _ => {}
    }
    if left.value_type == ValueType::IpNet {
        return Err(BetweenError::Type(left.value_type.falco_name()));
    }
    let (left_type, right_type) = (TypeName::of(left), TypeName::of(right));
    if left_type == right_type {
        return Ok(());
    }
    Err(BetweenError::Mismatch {
        left: subject(&check.left),
        left_type,
        right: subject(operand),
        right_type,
    })
}

#[cfg(test)]
mod tests {
    use super::super::mock::{accepts, error};

    #[test]
    fn expressions_of_one_type_are_comparable() {
        for condition in [
            "t.string = val(u.string)",
            "t.string glob val(u.string)",
            "t.string < toupper(u.string)",
            "l.string in val(l.string)",
            "len(t.string) = val(t.uint64)",
            "t.ipaddr = val(t.ipaddr)",
            "t.string = concat(u.string, 'x')",
        ] {
            assert!(accepts(condition), "{condition}");
        }
    }

    #[test]
    fn types_and_list_ness_must_be_the_same() {
        assert_eq!(
            error("t.string = val(t.uint64)"),
            "field 't.string' has type 'CHARBUF' while the right-hand side field 't.uint64' has incompatible type 'UINT64'"
        );
        assert_eq!(
            error("t.string in val(l.string)"),
            "field 't.string' has type 'CHARBUF' while the right-hand side field 'l.string' has incompatible type 'CHARBUF (list)'"
        );
        assert_eq!(
            error("t.uint64 = val(t.reltime)"),
            "field 't.uint64' has type 'UINT64' while the right-hand side field 't.reltime' has incompatible type 'RELTIME'"
        );
    }

    #[test]
    fn some_operators_and_types_take_literals_only() {
        assert_eq!(
            error("t.string pmatch val(u.string)"),
            "operator 'PMATCH' doesn't support right-hand side fields"
        );
        assert_eq!(
            error("t.string regex val(u.string)"),
            "operator 'REGEX' doesn't support right-hand side fields"
        );
        assert_eq!(
            error("t.ipnet = val(t.ipnet)"),
            "field type 'IPNET' doesn't support right-hand side fields"
        );
    }
}
