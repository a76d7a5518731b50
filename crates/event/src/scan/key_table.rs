//! Looking up a key of an object among the wanted ones.

use std::collections::BTreeMap;

/// A table from keys to numbers, fixed when it is made.
#[derive(Clone, Debug)]
pub(super) enum KeyTable {
    /// By hash: power-of-two many buckets, at least half of them empty; none for an empty table.
    Hashed(Vec<Option<Entry>>),
    /// In order. Rules can be written so that all their keys hash alike.
    Sorted(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    key: Box<[u8]>,
    number: u32,
}

/// How many keys may be compared for one. Keys of audit events never need as many.
const MOST_PROBES: usize = 16;

impl KeyTable {
    /// A table of these keys.
    pub(super) fn new(entries: BTreeMap<Vec<u8>, u32>) -> Self {
        let entries: Vec<Entry> = entries
            .into_iter()
            .map(|(key, number)| Entry {
                key: key.into(),
                number,
            })
            .collect();
        hashed(&entries).map_or(Self::Sorted(entries), Self::Hashed)
    }

    /// The number of a key.
    #[inline]
    pub(super) fn get(&self, key: &[u8]) -> Option<u32> {
        match self {
            Self::Hashed(buckets) => by_hash(buckets, key),
            Self::Sorted(entries) => by_order(entries, key),
        }
    }
}

impl Default for KeyTable {
    fn default() -> Self {
        Self::Hashed(Vec::new())
    }
}

#[inline]
fn by_hash(buckets: &[Option<Entry>], key: &[u8]) -> Option<u32> {
    let mask = buckets.len().checked_sub(1)?;
    let mut at = hash(key) & mask;
    while let Some(entry) = buckets.get(at)? {
        if *entry.key == *key {
            return Some(entry.number);
        }
        at = (at + 1) & mask;
    }
    None
}

#[cold]
fn by_order(entries: &[Entry], key: &[u8]) -> Option<u32> {
    let at = entries
        .binary_search_by(|entry| (*entry.key).cmp(key))
        .ok()?;
    entries.get(at).map(|entry| entry.number)
}

/// Buckets of these keys; nothing, if too many of them hash alike.
fn hashed(entries: &[Entry]) -> Option<Vec<Option<Entry>>> {
    if entries.is_empty() {
        return Some(Vec::new());
    }
    let mut buckets = vec![None; (entries.len() * 2).next_power_of_two()];
    let mask = buckets.len() - 1;
    for entry in entries {
        let first = hash(&entry.key);
        let mut probes = (0..MOST_PROBES).map(|probe| (first + probe) & mask);
        let free = probes.find(|at| buckets.get(*at).is_some_and(Option::is_none))?;
        if let Some(bucket) = buckets.get_mut(free) {
            *bucket = Some(entry.clone());
        }
    }
    Some(buckets)
}

/// Length and the first and last bytes tell the keys of audit events apart.
#[inline]
fn hash(key: &[u8]) -> usize {
    let mixed = (head(key) ^ tail(key).rotate_left(23) ^ key.len() as u64)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 40) as usize
}

#[inline]
fn head(key: &[u8]) -> u64 {
    match (key.first_chunk::<8>(), key.first_chunk::<4>()) {
        (Some(bytes), _) => u64::from_le_bytes(*bytes),
        (None, Some(bytes)) => u64::from(u32::from_le_bytes(*bytes)),
        (None, None) => key.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
    }
}

#[inline]
fn tail(key: &[u8]) -> u64 {
    match (key.last_chunk::<8>(), key.last_chunk::<4>()) {
        (Some(bytes), _) => u64::from_le_bytes(*bytes),
        (None, Some(bytes)) => u64::from(u32::from_le_bytes(*bytes)),
        (None, None) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(keys: &[&str]) -> KeyTable {
        let entries = keys
            .iter()
            .zip(0..)
            .map(|(key, number)| (key.as_bytes().to_vec(), number));
        KeyTable::new(entries.collect())
    }

    #[test]
    fn every_key_is_found_and_nothing_else() {
        let keys = [
            "",
            "a",
            "b",
            "ab",
            "eventName",
            "eventTime",
            "eventType",
            "userIdentity",
            "x.y[z]",
        ];
        let table = table(&keys);
        for (key, number) in keys.iter().zip(0..) {
            assert_eq!(table.get(key.as_bytes()), Some(number));
        }
        for key in ["c", "eventNam", "eventNamf", "EventName", "userIdentitx"] {
            assert_eq!(table.get(key.as_bytes()), None);
        }
    }

    #[test]
    fn keys_that_hash_alike_are_told_apart() {
        let keys: Vec<String> = (0..50).map(|n| format!("12345678{n:08}87654321")).collect();
        let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
        let table = table(&refs);
        for (key, number) in keys.iter().zip(0..) {
            assert_eq!(table.get(key.as_bytes()), Some(number));
        }
        assert_eq!(table.get(b"123456780000009987654321"), None);
        assert!(matches!(table, KeyTable::Sorted(_)));
    }

    #[test]
    fn ordinary_keys_are_hashed() {
        let keys: Vec<String> = (0..1000).map(|n| format!("key{n}")).collect();
        let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
        assert!(matches!(table(&refs), KeyTable::Hashed(_)));
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        assert_eq!(table(&[]).get(b""), None);
    }
}
