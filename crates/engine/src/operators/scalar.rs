//! A test of one scalar value against one literal, whatever its type.

use std::net::IpAddr;

use falconet_event::Value;
use falconet_ruleset::typed::Operator;
use falconet_ruleset::typed::{Literal, Network};

use super::affix::{EndsWith, StartsWith};
use super::boolean::Sameness;
use super::contains::{Contains, IContains};
use super::equality::{Differs, Equals};
use super::glob::Glob;
use super::number::NumberTest;
use super::order::{Order, TextOrder};
use super::regex::{Matches, RegexError};
use super::{TextTest, Work, address, network};

/// A compiled test of a scalar.
#[derive(Debug)]
pub(crate) enum ScalarTest {
    Text(Box<dyn TextTest>),
    Number(NumberTest),
    Bool(Sameness, bool),
    Address(Sameness, IpAddr),
    Network(Sameness, Network),
    /// An operator that the type does not have: the loader refuses it, so nothing gets here.
    Impossible,
}

impl ScalarTest {
    /// Compiles `operator literal`.
    pub(crate) fn new(
        operator: Operator,
        literal: &Literal,
        regex_size: usize,
    ) -> Result<Self, RegexError> {
        Ok(match literal {
            Literal::Text(text) => text_test(operator, text).map(Self::Text),
            Literal::Pattern(pattern) => {
                Some(Self::Text(Box::new(Matches::new(pattern, regex_size)?)))
            }
            Literal::Number(number) => NumberTest::new(operator, *number).map(Self::Number),
            Literal::Bool(own) => Sameness::of(operator).map(|test| Self::Bool(test, *own)),
            Literal::Address(own) => Sameness::of(operator).map(|test| Self::Address(test, *own)),
            Literal::Network(own) => Sameness::of(operator).map(|test| Self::Network(test, *own)),
        }
        .unwrap_or(Self::Impossible))
    }

    /// Whether the test holds for `value`.
    pub(crate) fn holds(&self, value: Value<'_>, work: &mut Work) -> bool {
        match (self, value) {
            (Self::Text(test), Value::Text(value)) => test.holds(value, work),
            (Self::Number(test), Value::Number(value)) => test.holds(value),
            (Self::Bool(test, own), Value::Bool(value)) => test.accepts(*own == value),
            (Self::Address(test, own), Value::Address(value)) => address::holds(*test, value, *own),
            (Self::Network(test, own), Value::Address(value)) => {
                test.accepts(network::contains(own, value))
            }
            _ => false,
        }
    }
}

fn text_test(operator: Operator, literal: &[u8]) -> Option<Box<dyn TextTest>> {
    Some(match operator {
        Operator::Equal | Operator::DoubleEqual => Box::new(Equals(literal.into())),
        Operator::NotEqual => Box::new(Differs(literal.into())),
        Operator::Contains => Box::new(Contains::new(literal)),
        Operator::IContains => Box::new(IContains::new(literal)),
        Operator::StartsWith => Box::new(StartsWith(literal.into())),
        Operator::EndsWith => Box::new(EndsWith(literal.into())),
        Operator::Glob => Box::new(Glob::new(literal, false)),
        Operator::IGlob => Box::new(Glob::new(literal, true)),
        other => Box::new(TextOrder(Order::of(other)?, literal.into())),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(value: Value<'_>, operator: Operator, literal: &Literal) -> bool {
        ScalarTest::new(operator, literal, 1 << 20)
            .unwrap()
            .holds(value, &mut Work::default())
    }

    #[test]
    fn each_type_has_its_test() {
        let text = Literal::Text(b"ab".to_vec());
        assert!(holds(Value::Text(b"xaby"), Operator::Contains, &text));
        assert!(holds(
            Value::Number(7),
            Operator::Greater,
            &Literal::Number(6)
        ));
        assert!(holds(
            Value::Bool(true),
            Operator::NotEqual,
            &Literal::Bool(false)
        ));
    }

    #[test]
    fn an_address_of_the_other_family_is_outside_every_network() {
        let network = Literal::Network(Network {
            address: "0.0.0.0".parse().unwrap(),
            prefix: 0,
        });
        let address = Value::Address("::1".parse().unwrap());
        assert!(!holds(address, Operator::Equal, &network));
        assert!(holds(address, Operator::NotEqual, &network));
    }

    #[test]
    fn a_value_of_another_type_or_an_impossible_operator_is_false() {
        assert!(!holds(
            Value::Number(1),
            Operator::NotEqual,
            &Literal::Text(Vec::new())
        ));
        assert!(!holds(
            Value::Number(1),
            Operator::Contains,
            &Literal::Number(1)
        ));
    }
}
