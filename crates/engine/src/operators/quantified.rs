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
        Ok(Self { modifier, items })
    }

    /// Whether as many items as the modifier asks for hold; never for an empty list.
    pub(crate) fn holds(&self, value: Value<'_>, work: &mut Work) -> bool {
        let mut outcomes = self.items.iter().map(|item| item.holds(value, work));
        match self.modifier {
            Modifier::AnyOf => outcomes.any(|held| held),
            Modifier::AllOf => !self.items.is_empty() && outcomes.all(|held| held),
            Modifier::OneOf => outcomes.filter(|&held| held).take(2).count() == 1,
        }
    }
}

#[cfg(test)]
mod tests {
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
    fn nothing_holds_for_an_empty_list() {
        for modifier in Modifier::ALL {
            assert!(!holds("a", Operator::NotEqual, *modifier, &[]));
        }
    }
}
