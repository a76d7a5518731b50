//! `<`, `<=`, `>` and `>=`: bytes like `strcmp`, numbers by value.

use std::cmp::Ordering;

use falconet_ruleset::typed::Operator;

use super::{TextTest, Work};

/// Which outcomes of a comparison an ordering operator takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Order {
    /// The ordering operator that `operator` is, if it is one.
    pub(super) fn of(operator: Operator) -> Option<Self> {
        match operator {
            Operator::Less => Some(Self::Less),
            Operator::LessOrEqual => Some(Self::LessOrEqual),
            Operator::Greater => Some(Self::Greater),
            Operator::GreaterOrEqual => Some(Self::GreaterOrEqual),
            _ => None,
        }
    }

    /// Whether a value that compares so with the right side passes.
    pub(super) fn accepts(self, outcome: Ordering) -> bool {
        match self {
            Self::Less => outcome.is_lt(),
            Self::LessOrEqual => outcome.is_le(),
            Self::Greater => outcome.is_gt(),
            Self::GreaterOrEqual => outcome.is_ge(),
        }
    }
}

/// `< literal` and its like on strings; the literal is number text, compared as text.
#[derive(Debug)]
pub(super) struct TextOrder(pub(super) Order, pub(super) Box<[u8]>);

impl TextTest for TextOrder {
    fn holds(&self, value: &[u8], _: &mut Work) -> bool {
        self.0.accepts(value.cmp(&self.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_ordered_bytewise_even_if_it_is_digits() {
        let work = &mut Work::default();
        assert!(TextOrder(Order::Less, (*b"5").into()).holds(b"10", work));
        assert!(!TextOrder(Order::Greater, (*b"5").into()).holds(b"5", work));
        assert!(TextOrder(Order::GreaterOrEqual, (*b"5").into()).holds("é".as_bytes(), work));
        assert!(TextOrder(Order::LessOrEqual, (*b"5").into()).holds(b"", work));
    }

    #[test]
    fn only_the_four_words_are_orders() {
        let orders = Operator::ALL
            .iter()
            .filter_map(|&operator| Order::of(operator));
        assert_eq!(orders.count(), 4);
    }
}
