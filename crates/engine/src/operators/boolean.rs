//! `=` and `!=` on truth values and on anything else that is only ever equal or not.

use falconet_ruleset::typed::Operator;

/// `=` or `!=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sameness {
    Equal,
    Differs,
}

impl Sameness {
    /// The test that `operator` is, if it is one of the two.
    pub(super) fn of(operator: Operator) -> Option<Self> {
        match operator {
            Operator::Equal | Operator::DoubleEqual => Some(Self::Equal),
            Operator::NotEqual => Some(Self::Differs),
            _ => None,
        }
    }

    /// Whether two things that are the same, or not, pass.
    pub(super) fn accepts(self, same: bool) -> bool {
        match self {
            Self::Equal => same,
            Self::Differs => !same,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differs_is_the_opposite_of_equal() {
        let equal = Sameness::of(Operator::DoubleEqual).unwrap();
        let differs = Sameness::of(Operator::NotEqual).unwrap();
        assert!(equal.accepts(true) && !equal.accepts(false));
        assert!(differs.accepts(false) && !differs.accepts(true));
        assert_eq!(Sameness::of(Operator::Less), None);
    }
}
