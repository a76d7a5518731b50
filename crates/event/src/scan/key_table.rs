//! Looking up a key of an object among the wanted ones.

use std::collections::BTreeMap;

/// A small hash table from keys to numbers, fixed when it is made.
#[derive(Clone, Debug, Default)]
pub(super) struct KeyTable {
    /// Power-of-two many buckets, at least half of them empty; none for an empty table.
    buckets: Vec<Option<Entry>>,
}

#[derive(Clone, Debug)]
struct Entry {
    key: Box<[u8]>,
    number: u32,
}

impl KeyTable {
    /// A table of these keys.
    pub(super) fn new(entries: BTreeMap<Vec<u8>, u32>) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        let mut buckets = vec![None; (entries.len() * 2).next_power_of_two()];
        for (key, number) in entries {
            insert(&mut buckets, key.into(), number);
        }
        Self { buckets }
    }

    /// The number of a key.
    #[inline]
    pub(super) fn get(&self, key: &[u8]) -> Option<u32> {
        let mask = self.buckets.len().checked_sub(1)?;
        let mut at = hash(key) & mask;
        while let Some(entry) = self.buckets.get(at)? {
            if *entry.key == *key {
                return Some(entry.number);
            }
            at = (at + 1) & mask;
        }
        None
    }
}

fn insert(buckets: &mut [Option<Entry>], key: Box<[u8]>, number: u32) {
    let mask = buckets.len() - 1;
    let mut at = hash(&key) & mask;
    while buckets.get(at).is_some_and(Option::is_some) {
        at = (at + 1) & mask;
    }
    if let Some(bucket) = buckets.get_mut(at) {
        *bucket = Some(Entry { key, number });
    }
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
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        assert_eq!(table(&[]).get(b""), None);
    }
}
