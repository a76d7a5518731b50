//! Rules by what a value must be, begin with or contain.

use std::collections::{BTreeMap, BTreeSet};

use falconet_event::TextTable;

use super::by_part::RulesByPart;
use super::need::Key;
use super::rule_set::RuleSet;
use crate::program::Found;

/// How many lengths of beginnings are looked up: each is a look-up for every event.
const MOST_LENGTHS: usize = 4;

/// The rules that need a value to be like one of some keys.
#[derive(Debug)]
pub(in crate::program) struct RulesByKey {
    whole: Option<TextTable>,
    /// The beginnings of each length.
    beginnings: Vec<(usize, TextTable)>,
    /// By the number of the key.
    rules: Vec<Vec<usize>>,
    parts: Option<RulesByPart>,
    /// Rules whose parts are too much for a search: a value is all that is asked for.
    unsearched: Vec<usize>,
}

impl RulesByKey {
    /// Adds the rules whose keys a value is like.
    pub(in crate::program) fn add(
        &self,
        value: &[u8],
        candidates: &mut RuleSet,
        found: &mut Found,
    ) {
        candidates.extend(&self.unsearched);
        for key in self.keys(value) {
            candidates.extend(self.rules.get(key as usize).into_iter().flatten());
        }
        if let Some(parts) = &self.parts {
            parts.add(value, candidates, found);
        }
    }

    /// Whether a value is like any key.
    pub(in crate::program) fn has(&self, value: &[u8]) -> bool {
        !self.unsearched.is_empty()
            || self.keys(value).next().is_some()
            || self.parts.as_ref().is_some_and(|parts| parts.has(value))
    }

    /// The numbers of the keys that a value is or begins with.
    fn keys(&self, value: &[u8]) -> impl Iterator<Item = u32> {
        let beginnings = self.beginnings.iter();
        let beginnings = beginnings.filter(|(length, _)| *length <= value.len());
        let beginnings = beginnings.filter_map(|(length, table)| table.get(value, 0..*length));
        let whole = self.whole.as_ref().and_then(|table| table.number(value));
        whole.into_iter().chain(beginnings)
    }
}

/// Makes a [`RulesByKey`].
#[derive(Debug, Default)]
pub(super) struct RulesByKeyBuilder {
    whole: BTreeMap<Vec<u8>, Vec<usize>>,
    beginnings: BTreeMap<Vec<u8>, Vec<usize>>,
    parts: BTreeMap<Vec<u8>, Vec<usize>>,
}

impl RulesByKeyBuilder {
    /// Lists a rule under keys of which its value must be like one.
    pub(super) fn insert(&mut self, keys: &BTreeSet<Key>, rule: usize) {
        for key in keys {
            let (texts, text) = match key {
                Key::Whole(text) => (&mut self.whole, text),
                Key::Beginning(text) => (&mut self.beginnings, text),
                Key::Within(text) => (&mut self.parts, text),
            };
            texts.entry(text.clone()).or_default().push(rule);
        }
    }

    /// The finished table.
    pub(super) fn finish(self) -> RulesByKey {
        let mut rules = Vec::new();
        let has_whole = !self.whole.is_empty();
        let whole = has_whole.then(|| table(self.whole, &mut rules));
        let beginnings = by_length(self.beginnings).into_iter();
        let beginnings = beginnings
            .map(|(length, keys)| (length, table(keys, &mut rules)))
            .collect();
        let (parts, unsearched) = match RulesByPart::new(self.parts) {
            Ok(parts) => (parts, Vec::new()),
            Err(rules) => (None, rules),
        };
        RulesByKey {
            whole,
            beginnings,
            rules,
            parts,
            unsearched,
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

    fn keys(keys: &[Key]) -> RulesByKey {
        let mut builder = RulesByKeyBuilder::default();
        for (rule, key) in keys.iter().enumerate() {
            builder.insert(&[key.clone()].into(), rule);
        }
        builder.finish()
    }

    fn whole(text: &str) -> Key {
        Key::Whole(text.as_bytes().to_vec())
    }

    fn beginning(text: &str) -> Key {
        Key::Beginning(text.as_bytes().to_vec())
    }

    fn part(text: &str) -> Key {
        Key::Within(text.as_bytes().to_vec())
    }

    fn found(table: &RulesByKey, value: &str) -> Vec<usize> {
        let mut set = RuleSet::default();
        set.clear(100);
        table.add(value.as_bytes(), &mut set, &mut Found::default());
        assert_eq!(table.has(value.as_bytes()), set.next(0).is_some());
        std::iter::successors(set.next(0), |at| set.next(at + 1)).collect()
    }

    #[test]
    fn values_are_whole_keys_or_begin_with_one() {
        let table = keys(&[
            whole("ab"),
            beginning("ab"),
            beginning("abc"),
            beginning("b"),
        ]);
        assert_eq!(found(&table, "ab"), [0, 1]);
        assert_eq!(found(&table, "abcd"), [1, 2]);
        assert_eq!(found(&table, "b"), [3]);
        assert!(found(&table, "a").is_empty() && found(&table, "").is_empty());
    }

    #[test]
    fn parts_are_found_wherever_they_stand() {
        let table = keys(&[part("b"), part("abc"), part("é"), whole("b"), part("b")]);
        assert_eq!(found(&table, "b"), [0, 3, 4]);
        assert_eq!(found(&table, "xabcx"), [0, 1, 4]);
        assert_eq!(found(&table, "xé"), [2]);
        assert!(found(&table, "B").is_empty() && found(&table, "").is_empty());
    }

    #[test]
    fn parts_that_are_too_much_for_a_search_are_not_searched_for() {
        let much = "x".repeat(2 << 20);
        let table = keys(&[part(&much), part("b")]);
        assert_eq!(found(&table, ""), [0, 1]);
    }

    #[test]
    fn beginnings_of_many_lengths_are_found_by_shorter_ones() {
        let texts: Vec<String> = (1..50).map(|length| "x".repeat(length)).collect();
        let beginnings: Vec<Key> = texts.iter().map(|text| beginning(text)).collect();
        let table = keys(&beginnings);
        assert!(table.beginnings.len() <= MOST_LENGTHS);
        for length in 0..60 {
            let value = "x".repeat(length);
            let found = found(&table, &value);
            let needed = (0..49).filter(|rule| texts[*rule].len() <= length);
            assert!(needed.into_iter().all(|rule| found.contains(&rule)));
        }
    }
}
