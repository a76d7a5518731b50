//! Sets of rules.

/// A set of rule numbers.
#[derive(Debug, Default)]
pub(in crate::program) struct RuleSet(Vec<u64>);

impl RuleSet {
    /// Empties the set and makes room for numbers below `rules`.
    pub(in crate::program) fn clear(&mut self, rules: usize) {
        self.0.clear();
        self.0.resize(rules.div_ceil(64), 0);
    }

    /// Adds rules.
    pub(in crate::program) fn extend<'a>(&mut self, rules: impl IntoIterator<Item = &'a usize>) {
        for rule in rules {
            if let Some(word) = self.0.get_mut(rule / 64) {
                *word |= 1 << (rule % 64);
            }
        }
    }

    /// Whether a number is in the set.
    pub(in crate::program) fn has(&self, rule: usize) -> bool {
        let word = self.0.get(rule / 64).copied().unwrap_or_default();
        word >> (rule % 64) & 1 == 1
    }

    /// The smallest number in the set that is not below `from`.
    pub(in crate::program) fn next(&self, from: usize) -> Option<usize> {
        let first = self.0.get(from / 64)? & (u64::MAX << (from % 64));
        if first != 0 {
            return Some(from / 64 * 64 + first.trailing_zeros() as usize);
        }
        let rest = self.0.get(from / 64 + 1..)?;
        let at = rest.iter().position(|word| *word != 0)?;
        let word = rest.get(at)?;
        Some((from / 64 + 1 + at) * 64 + word.trailing_zeros() as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_sets_are_walked_in_order() {
        let mut set = RuleSet::default();
        set.clear(200);
        set.extend(&[199, 0, 64, 63]);
        let walk: Vec<_> = std::iter::successors(set.next(0), |at| set.next(at + 1)).collect();
        assert_eq!(walk, [0, 63, 64, 199]);
        let held: Vec<_> = (0..300).filter(|rule| set.has(*rule)).collect();
        assert_eq!(held, walk);
        set.clear(200);
        assert_eq!(set.next(0), None);
    }
}
