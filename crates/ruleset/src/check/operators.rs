//! Which operators which types have.

use falconet_condition::ast::{Modifier, Operator};
use falconet_event::catalogue::ValueType;

use crate::typed::Expression;

/// An operator that its left side does not have. The texts are Falco's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperatorError {
    /// On a number, a time or a truth value.
    #[error("filter error: '{}' operator not supported for numeric filters", shown(*.0))]
    Numeric(Operator),
    /// On a string.
    #[error("filter error: '{}' operator not supported for string filters", shown(*.0))]
    Text(Operator),
    /// On an address or a network.
    #[error("filter error: '{}' operator not supported for ip address and network filters", shown(*.0))]
    Address(Operator),
    /// With a modifier on an address or a network.
    #[error("filter error: '{}' with modifier not supported for ip address and network filters", shown(*.0))]
    AddressWithModifier(Operator),
    /// On a list.
    #[error("filter error: '{}' operator not supported list filters", shown(*.0))]
    List(Operator),
}

/// Falco knows one `=`.
const fn shown(operator: Operator) -> &'static str {
    match operator {
        Operator::DoubleEqual => Operator::Equal.word(),
        other => other.word(),
    }
}

/// Refuses an operator that the left side does not have.
pub(super) fn require_supported(
    operator: Operator,
    modifier: Option<Modifier>,
    left: &Expression,
) -> Result<(), OperatorError> {
    if is_supported(operator, left) {
        return Ok(());
    }
    Err(match left.value_type {
        _ if left.is_list => OperatorError::List(operator),
        ValueType::String => OperatorError::Text(operator),
        ValueType::IpAddr | ValueType::IpNet if modifier.is_some() => {
            OperatorError::AddressWithModifier(operator)
        }
        ValueType::IpAddr | ValueType::IpNet => OperatorError::Address(operator),
        ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime | ValueType::Bool => {
            OperatorError::Numeric(operator)
        }
    })
}

fn is_supported(operator: Operator, left: &Expression) -> bool {
    if left.is_list {
        return is_membership(operator);
    }
    fits(operator, left.value_type)
}

fn fits(operator: Operator, value_type: ValueType) -> bool {
    match value_type {
        ValueType::String => !matches!(operator, Operator::BContains | Operator::BStartsWith),
        ValueType::Bool | ValueType::IpAddr | ValueType::IpNet => is_equality(operator),
        ValueType::Uint64 | ValueType::RelTime | ValueType::AbsTime => {
            is_equality(operator) || is_order(operator)
        }
    }
}

/// The types whose values an operator takes, for listings.
pub(crate) fn types_with(operator: Operator) -> Vec<&'static str> {
    const TYPES: [ValueType; 7] = [
        ValueType::String,
        ValueType::Uint64,
        ValueType::RelTime,
        ValueType::AbsTime,
        ValueType::Bool,
        ValueType::IpAddr,
        ValueType::IpNet,
    ];
    let scalars = TYPES
        .into_iter()
        .filter(|value_type| fits(operator, *value_type));
    let lists = is_membership(operator).then_some("lists");
    scalars.map(ValueType::word).chain(lists).collect()
}

const fn is_membership(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Exists | Operator::In | Operator::Intersects
    )
}

const fn is_equality(operator: Operator) -> bool {
    is_membership(operator)
        || matches!(
            operator,
            Operator::Equal | Operator::DoubleEqual | Operator::NotEqual
        )
}

const fn is_order(operator: Operator) -> bool {
    matches!(
        operator,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typed::ExpressionKind;

    fn left(value_type: ValueType, is_list: bool) -> Expression {
        Expression {
            kind: ExpressionKind::Constant(vec![]),
            value_type,
            is_list,
            text: String::new(),
        }
    }

    fn supported(value_type: ValueType, is_list: bool) -> String {
        let left = left(value_type, is_list);
        let words = Operator::ALL
            .iter()
            .filter(|operator| require_supported(**operator, None, &left).is_ok())
            .map(|operator| operator.word());
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn each_type_has_its_operators() {
        let equality = "exists == = != intersects in";
        assert_eq!(
            supported(ValueType::String, false),
            "exists <= < >= > == = != glob iglob contains icontains startswith endswith regex intersects in pmatch"
        );
        for numeric in [ValueType::Uint64, ValueType::RelTime, ValueType::AbsTime] {
            assert_eq!(
                supported(numeric, false),
                "exists <= < >= > == = != intersects in"
            );
        }
        for plain in [ValueType::Bool, ValueType::IpAddr, ValueType::IpNet] {
            assert_eq!(supported(plain, false), equality);
        }
        assert_eq!(supported(ValueType::String, true), "exists intersects in");
        assert_eq!(supported(ValueType::Uint64, true), "exists intersects in");
    }

    #[test]
    fn errors_are_in_the_words_of_falco() {
        let error = |operator, modifier, value_type, is_list| {
            require_supported(operator, modifier, &left(value_type, is_list))
                .unwrap_err()
                .to_string()
        };
        let any_of = Some(Modifier::AnyOf);
        assert_eq!(
            error(Operator::Contains, None, ValueType::Bool, false),
            "filter error: 'contains' operator not supported for numeric filters"
        );
        assert_eq!(
            error(Operator::Regex, any_of, ValueType::IpNet, false),
            "filter error: 'regex' with modifier not supported for ip address and network filters"
        );
        assert_eq!(
            error(Operator::DoubleEqual, any_of, ValueType::IpAddr, true),
            "filter error: '=' operator not supported list filters"
        );
    }
}
