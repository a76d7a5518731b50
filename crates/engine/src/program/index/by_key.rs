//! Rules by the texts that a value must be, or begin with.

use std::collections::{BTreeMap, BTreeSet};

use falconet_event::TextTable;

use super::need::Key;
use super::rule_set::RuleSet;

/// How many lengths of beginnings are looked up: each is a look-up for every event.
const MOST_LENGTHS: usize = 4;

/// The rules that need a value to have one of some keys.
#[derive(Debug)]
pub(in crate::program) struct RulesByKey {
    whole: TextTable,
    /// The beginnings of each length.
    beginnings: Vec<(usize, TextTable)>,
    /// By the number of the key.
    rules: Vec<Vec<usize>>,
}

impl RulesByKey {
    /// Adds the rules whose keys a value has.
    pub(in crate::program) fn add(&self, value: &[u8], candidates: &mut RuleSet) {
        for key in self.keys(value) {
            candidates.extend(self.rules.get(key as usize).into_iter().flatten());
        }
    }

    /// Whether a value has any key.
    pub(in crate::program) fn has(&self, value: &[u8]) -> bool {
        self.keys(value).next().is_some()
    }

    /// The numbers of the keys that a value has.
    fn keys(&self, value: &[u8]) -> impl Iterator<Item = u32> {
        let beginnings = self.beginnings.iter();
        let beginnings = beginnings.filter(|(length, _)| *length <= value.len());
        let beginnings = beginnings.filter_map(|(length, table)| table.get(value, 0..*length));
        self.whole.number(value).into_iter().chain(beginnings)
    }
}

/// Makes a [`RulesByKey`].
#[derive(Debug, Default)]
pub(super) struct RulesByKeyBuilder {
    whole: BTreeMap<Vec<u8>, Vec<usize>>,
    beginnings: BTreeMap<Vec<u8>, Vec<usize>>,
}

impl RulesByKeyBuilder {
    /// Lists a rule under a key.
    pub(super) fn insert(&mut self, key: &Key, rule: usize) {
        let keys = if key.is_prefix {
            &mut self.beginnings
        } else {
            &mut self.whole
        };
        keys.entry(key.text.clone()).or_default().push(rule);
    }

    /// The finished table.
    pub(super) fn finish(self) -> RulesByKey {
        let mut rules = Vec::new();
        let whole = table(self.whole, &mut rules);
        let beginnings = by_length(self.beginnings).into_iter();
        RulesByKey {
            whole,
            beginnings: beginnings
                .map(|(length, keys)| (length, table(keys, &mut rules)))
                .collect(),
            rules,
        }
    }
}

fn table(keys: BTreeMap<Vec<u8>, Vec<usize>>, rules: &mut Vec<Vec<usize>>) -> TextTable {
    let numbered = keys.into_iter().map(|(key, listed)| {
        let number = u32::try_from(rules.len()).unwrap_or(u32::MAX);
        rules.push(listed);
        (key, number)
    });
    TextTable::new(numbered.collect())
}

/// Beginnings by their length, cut to one of a few lengths: a shorter beginning is necessary as well.
fn by_length(
    beginnings: BTreeMap<Vec<u8>, Vec<usize>>,
) -> BTreeMap<usize, BTreeMap<Vec<u8>, Vec<usize>>> {
    let lengths = lengths(&beginnings);
    let mut all: BTreeMap<usize, BTreeMap<Vec<u8>, Vec<usize>>> = BTreeMap::new();
    for (mut key, rules) in beginnings {
        let length = lengths.range(..=key.len()).next_back();
        let length = length.copied().unwrap_or(key.len());
        key.truncate(length);
        let keys = all.entry(length).or_default();
        keys.entry(key).or_default().extend(rules);
    }
    all
}

/// The shortest length, and others at even distances in the order of all.
fn lengths(beginnings: &BTreeMap<Vec<u8>, Vec<usize>>) -> BTreeSet<usize> {
    let all: BTreeSet<usize> = beginnings.keys().map(Vec::len).collect();
    let step = all.len().div_ceil(MOST_LENGTHS).max(1);
    all.into_iter().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[(&str, bool)]) -> RulesByKey {
        let mut builder = RulesByKeyBuilder::default();
        for (rule, (text, is_prefix)) in keys.iter().enumerate() {
            let key = Key {
                text: text.as_bytes().to_vec(),
                is_prefix: *is_prefix,
            };
            builder.insert(&key, rule);
        }
        builder.finish()
    }

    fn found(table: &RulesByKey, value: &str) -> Vec<usize> {
        let mut set = RuleSet::default();
        set.clear(100);
        table.add(value.as_bytes(), &mut set);
        std::iter::successors(set.next(0), |at| set.next(at + 1)).collect()
    }

    #[test]
    fn values_are_whole_keys_or_begin_with_one() {
        let table = keys(&[("ab", false), ("ab", true), ("abc", true), ("b", true)]);
        assert_eq!(found(&table, "ab"), [0, 1]);
        assert_eq!(found(&table, "abcd"), [1, 2]);
        assert_eq!(found(&table, "b"), [3]);
        assert!(found(&table, "a").is_empty() && found(&table, "").is_empty());
        assert!(table.has(b"bcd") && !table.has(b"a"));
    }

    #[test]
    fn beginnings_of_many_lengths_are_found_by_shorter_ones() {
        let texts: Vec<String> = (1..50).map(|length| "x".repeat(length)).collect();
        let pairs: Vec<(&str, bool)> = texts.iter().map(|text| (text.as_str(), true)).collect();
        let table = keys(&pairs);
        assert!(table.beginnings.len() <= MOST_LENGTHS);
        for length in 0..60 {
            let value = "x".repeat(length);
            let found = found(&table, &value);
            let needed = (0..49).filter(|rule| texts[*rule].len() <= length);
            assert!(needed.into_iter().all(|rule| found.contains(&rule)));
        }
    }
}
