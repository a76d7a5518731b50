//! `=`, `!=` and the orderings on unsigned numbers and times.

use falconet_ruleset::typed::Operator;

use super::order::Order;

/// A test of a number against a literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NumberTest {
    kind: Kind,
    literal: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Equal,
    Differs,
    Order(Order),
}

impl NumberTest {
    /// `operator literal`; `None` for an operator that numbers do not have.
    pub(super) fn new(operator: Operator, literal: u64) -> Option<Self> {
        let kind = match operator {
            Operator::Equal | Operator::DoubleEqual => Kind::Equal,
            Operator::NotEqual => Kind::Differs,
            other => Kind::Order(Order::of(other)?),
        };
        Some(Self { kind, literal })
    }

    /// Whether the test holds for `value`.
    pub(super) fn holds(self, value: u64) -> bool {
        match self.kind {
            Kind::Equal => value == self.literal,
            Kind::Differs => value != self.literal,
            Kind::Order(order) => order.accepts(value.cmp(&self.literal)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(value: u64, operator: Operator, literal: u64) -> bool {
        NumberTest::new(operator, literal).unwrap().holds(value)
    }

    #[test]
    fn numbers_compare_by_value_up_to_the_largest() {
        assert!(holds(10, Operator::Greater, 9));
        assert!(holds(u64::MAX, Operator::GreaterOrEqual, u64::MAX));
        assert!(holds(0, Operator::LessOrEqual, 0));
        assert!(holds(1, Operator::NotEqual, 0));
        assert!(!holds(1, Operator::DoubleEqual, 0));
    }

    #[test]
    fn string_operators_are_refused() {
        assert_eq!(NumberTest::new(Operator::Contains, 1), None);
    }
}
