//! `in` and `intersects`: membership of a scalar, or of the elements of a list, in a set of literals.

use std::collections::BTreeMap;
use std::net::IpAddr;

use falconet_event::{TextTable, Value};
use falconet_ruleset::typed::{Literal, Network};

use super::network;
use crate::program::Operand;

/// How many elements of a list must be members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantifier {
    /// `in`: every element.
    Every,
    /// `intersects`: at least one.
    Some,
}

/// A set of literals, by type.
#[derive(Debug, Default)]
pub(crate) struct Members {
    texts: TextTable,
    /// By their bytes.
    numbers: TextTable,
    bools: Vec<bool>,
    /// By their bytes, which are more for IPv6.
    addresses: TextTable,
    networks: Vec<Network>,
}

impl Members {
    /// The set of `literals`.
    pub(crate) fn new(literals: &[Literal]) -> Self {
        let mut members = Self::default();
        let (mut texts, mut numbers, mut addresses) = Default::default();
        for literal in literals {
            match literal {
                Literal::Text(text) => insert(text, &mut texts),
                Literal::Pattern(pattern) => insert(pattern.source.as_bytes(), &mut texts),
                Literal::Number(number) => insert(&number.to_ne_bytes(), &mut numbers),
                Literal::Bool(value) => members.bools.push(*value),
                Literal::Address(IpAddr::V4(v4)) => insert(&v4.octets(), &mut addresses),
                Literal::Address(IpAddr::V6(v6)) => insert(&v6.octets(), &mut addresses),
                Literal::Network(network) => members.networks.push(*network),
            }
        }
        members.texts = TextTable::new(texts);
        members.numbers = TextTable::new(numbers);
        members.addresses = TextTable::new(addresses);
        members
    }

    /// Whether the scalar, or as many elements of the list as `quantifier` asks for, are members.
    pub(crate) fn hold(&self, operand: &Operand<'_>, quantifier: Quantifier) -> bool {
        let mut elements = operand.elements();
        match quantifier {
            Quantifier::Every => elements.all(|element| self.contains(element)),
            Quantifier::Some => elements.any(|element| self.contains(element)),
        }
    }

    /// Whether a scalar is a member.
    pub(crate) fn contains(&self, value: Value<'_>) -> bool {
        match value {
            Value::Text(text) => self.texts.number(text).is_some(),
            Value::Number(number) => self.numbers.number(&number.to_ne_bytes()).is_some(),
            Value::Bool(value) => self.bools.contains(&value),
            Value::Address(address) => self.contains_address(address),
            Value::List(_) => false,
        }
    }

    fn contains_address(&self, address: IpAddr) -> bool {
        let own = match address {
            IpAddr::V4(v4) => self.addresses.number(&v4.octets()),
            IpAddr::V6(v6) => self.addresses.number(&v6.octets()),
        };
        own.is_some()
            || self
                .networks
                .iter()
                .any(|own| network::contains(own, address))
    }
}

fn insert(key: &[u8], keys: &mut BTreeMap<Vec<u8>, u32>) {
    keys.insert(key.to_vec(), 0);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(items: &[&str]) -> Members {
        let literals: Vec<_> = items
            .iter()
            .map(|item| Literal::Text(item.as_bytes().to_vec()))
            .collect();
        Members::new(&literals)
    }

    #[test]
    fn a_scalar_is_a_member_or_not_for_either_operator() {
        let scalar = Operand::One(Value::Text(b"a"));
        for quantifier in [Quantifier::Every, Quantifier::Some] {
            assert!(texts(&["b", "a"]).hold(&scalar, quantifier));
            assert!(!texts(&["A"]).hold(&scalar, quantifier));
            assert!(!texts(&[]).hold(&scalar, quantifier));
        }
    }

    #[test]
    fn in_wants_every_element_and_intersects_one() {
        let ranges = [0..1, 1..2, 1..2];
        let list = Operand::Texts(b"ab", &ranges);
        assert!(texts(&["a", "b", "c"]).hold(&list, Quantifier::Every));
        assert!(!texts(&["a"]).hold(&list, Quantifier::Every));
        assert!(texts(&["a"]).hold(&list, Quantifier::Some));
        assert!(!texts(&[]).hold(&list, Quantifier::Some));
    }

    #[test]
    fn networks_are_asked_one_by_one() {
        let members = Members::new(&[
            Literal::Network(Network {
                address: "10.0.0.0".parse().unwrap(),
                prefix: 8,
            }),
            Literal::Network(Network {
                address: "::1".parse().unwrap(),
                prefix: 128,
            }),
        ]);
        assert!(members.contains(Value::Address("10.9.9.9".parse().unwrap())));
        assert!(members.contains(Value::Address("::1".parse().unwrap())));
        assert!(!members.contains(Value::Address("11.0.0.0".parse().unwrap())));
    }

    #[test]
    fn numbers_and_truth_values_are_compared_by_value() {
        let members = Members::new(&[Literal::Number(7), Literal::Bool(true)]);
        assert!(members.contains(Value::Number(7)));
        assert!(!members.contains(Value::Number(8)));
        assert!(members.contains(Value::Bool(true)));
        assert!(!members.contains(Value::Bool(false)));
    }
}
