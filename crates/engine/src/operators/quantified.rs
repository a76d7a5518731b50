//! `oneof`, `anyof` and `allof` behind an operator: the test against each item of a list.

use falconet_event::Value;
use falconet_ruleset::typed::Literal;
use falconet_ruleset::typed::{Modifier, Operator};

use super::{RegexError, ScalarTest, Work};

/// `operator modifier (…)`.
#[derive(Debug)]
pub(crate) struct Quantified {
    modifier: Modifier,
    items: Vec<ScalarTest>,
    /// The outcome, where it is the same for every value.
    fixed: Option<bool>,
}

impl Quantified {
    /// Compiles the test against each literal.
    pub(crate) fn new(
        operator: Operator,
        modifier: Modifier,
        literals: &[Literal],
        regex_size: usize,
    ) -> Result<Self, RegexError> {
        let items = literals
            .iter()
            .map(|literal| ScalarTest::new(operator, literal, regex_size))
            .collect::<Result<_, _>>()?;
        Ok(Self {
            modifier,
            items,
            fixed: of_networks(operator, modifier, literals),
        })
    }

    /// Whether as many items as the modifier asks for hold; never for an empty list.
    pub(crate) fn holds(&self, value: Value<'_>, work: &mut Work) -> bool {
        if let Some(outcome) = self.fixed {
            return outcome;
        }
        let mut outcomes = self.items.iter().map(|item| item.holds(value, work));
        match self.modifier {
            Modifier::AnyOf => outcomes.any(|held| held),
            Modifier::AllOf => !self.items.is_empty() && outcomes.all(|held| held),
            Modifier::OneOf => outcomes.filter(|&held| held).take(2).count() == 1,
        }
    }
}

/// Falco answers `= anyof` and `!= allof` by looking the value up in a set of the items, and the bytes of an address
/// are never those of a network.
fn of_networks(operator: Operator, modifier: Modifier, literals: &[Literal]) -> Option<bool> {
    let networks = matches!(literals.first(), Some(Literal::Network(_)));
    match (operator, modifier) {
        (Operator::Equal, Modifier::AnyOf) if networks => Some(false),
        (Operator::NotEqual, Modifier::AllOf) if networks => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use falconet_ruleset::typed::Network;

    use super::*;

    fn holds(value: &str, operator: Operator, modifier: Modifier, items: &[&str]) -> bool {
        let literals: Vec<_> = items
            .iter()
            .map(|item| Literal::Text(item.as_bytes().to_vec()))
            .collect();
        Quantified::new(operator, modifier, &literals, 1 << 20)
            .unwrap()
            .holds(Value::Text(value.as_bytes()), &mut Work::default())
    }

    #[test]
    fn oneof_counts_duplicates() {
        assert!(holds("a", Operator::Equal, Modifier::OneOf, &["a", "b"]));
        assert!(!holds("a", Operator::Equal, Modifier::OneOf, &["a", "a"]));
        assert!(!holds("c", Operator::Equal, Modifier::OneOf, &["a", "b"]));
    }

    #[test]
    fn anyof_wants_one_and_allof_every_item() {
        assert!(holds(
            "ab",
            Operator::Contains,
            Modifier::AnyOf,
            &["z", "a"]
        ));
        assert!(holds(
            "ab",
            Operator::Contains,
            Modifier::AllOf,
            &["b", "a"]
        ));
        assert!(!holds(
            "ab",
            Operator::Contains,
            Modifier::AllOf,
            &["b", "z"]
        ));
        assert!(holds("c", Operator::NotEqual, Modifier::AllOf, &["a", "b"]));
    }

    #[test]
    fn an_address_is_never_found_in_a_set_of_networks() {
        let network = Literal::Network(Network {
            address: "10.0.0.0".parse().unwrap(),
            prefix: 8,
        });
        let holds = |operator, modifier| {
            Quantified::new(operator, modifier, std::slice::from_ref(&network), 0)
                .unwrap()
                .holds(
                    Value::Address("10.1.1.1".parse().unwrap()),
                    &mut Work::default(),
                )
        };
        assert!(!holds(Operator::Equal, Modifier::AnyOf));
        assert!(holds(Operator::Equal, Modifier::AllOf));
        assert!(holds(Operator::NotEqual, Modifier::AllOf));
        assert!(!holds(Operator::NotEqual, Modifier::AnyOf));
    }

    #[test]
    fn nothing_holds_for_an_empty_list() {
        for modifier in Modifier::ALL {
            assert!(!holds("a", Operator::NotEqual, *modifier, &[]));
        }
    }
}
