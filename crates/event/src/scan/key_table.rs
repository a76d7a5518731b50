//! Looking up a key of an object among the wanted ones.

use std::collections::BTreeMap;

/// A table from keys to numbers, fixed when it is made.
#[derive(Clone, Debug)]
pub(super) enum KeyTable {
    /// By hash, no two keys in one bucket: power-of-two many, or none.
    Hashed {
        /// What the hash is multiplied with.
        factor: u64,
        /// Leaves as many bits of a hash as there are buckets.
        shift: u32,
        buckets: Vec<Option<Entry>>,
    },
    /// In order. Rules can be written so that no hash tells all their keys apart.
    Sorted(Vec<Entry>),
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    digest: Digest,
    key: Box<[u8]>,
    number: u32,
}

/// Length, beginning and end of a key. Keys of up to [`EXACT`] bytes are equal if their digests are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Digest {
    length: usize,
    head: u64,
    tail: u64,
}

/// Most bytes that a digest says everything of.
const EXACT: usize = 16;
/// Buckets for each key, at most.
const MOST_ROOM: usize = 64;
/// Hashes that are tried for each number of buckets.
const TRIES: u64 = 32;

impl KeyTable {
    /// A table of these keys.
    pub(super) fn new(entries: BTreeMap<Vec<u8>, u32>) -> Self {
        let entries: Vec<Entry> = entries.into_iter().map(Entry::new).collect();
        hashed(&entries).unwrap_or(Self::Sorted(entries))
    }

    /// The number of a key.
    #[inline]
    pub(super) fn get(&self, key: &[u8]) -> Option<u32> {
        match self {
            Self::Hashed {
                factor,
                shift,
                buckets,
            } => {
                let digest = Digest::of(key);
                let entry = buckets.get(digest.hash(*factor, *shift))?.as_ref()?;
                let same = entry.digest == digest && (key.len() <= EXACT || *entry.key == *key);
                same.then_some(entry.number)
            }
            Self::Sorted(entries) => by_order(entries, key),
        }
    }
}

impl Default for KeyTable {
    fn default() -> Self {
        Self::Sorted(Vec::new())
    }
}

#[cold]
fn by_order(entries: &[Entry], key: &[u8]) -> Option<u32> {
    let at = entries
        .binary_search_by(|entry| (*entry.key).cmp(key))
        .ok()?;
    entries.get(at).map(|entry| entry.number)
}

/// A table of these keys in which no two share a bucket; nothing, if none is found.
fn hashed(entries: &[Entry]) -> Option<KeyTable> {
    let least = (entries.len() * 2).next_power_of_two().max(2);
    let sizes = std::iter::successors(Some(least), |size| Some(size * 2));
    sizes
        .take_while(|size| *size <= entries.len() * MOST_ROOM)
        .flat_map(|size| (0..TRIES).map(move |number| (size, number)))
        .find_map(|(size, number)| spread(entries, size, FACTOR.wrapping_mul(2 * number + 1)))
}

/// An odd number whose multiples look random.
const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

fn spread(entries: &[Entry], size: usize, factor: u64) -> Option<KeyTable> {
    let shift = u64::BITS - size.trailing_zeros();
    let mut buckets: Vec<Option<Entry>> = vec![None; size];
    for entry in entries {
        let bucket = buckets.get_mut(entry.digest.hash(factor, shift))?;
        if bucket.is_some() {
            return None;
        }
        *bucket = Some(entry.clone());
    }
    Some(KeyTable::Hashed {
        factor,
        shift,
        buckets,
    })
}

impl Entry {
    fn new((key, number): (Vec<u8>, u32)) -> Self {
        Self {
            digest: Digest::of(&key),
            key: key.into(),
            number,
        }
    }
}

impl Digest {
    #[inline]
    fn of(key: &[u8]) -> Self {
        let (head, tail) = match (key.first_chunk::<8>(), key.last_chunk::<8>()) {
            (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
            _ => (of_short(key), 0),
        };
        Self {
            length: key.len(),
            head,
            tail,
        }
    }

    #[inline]
    fn hash(self, factor: u64, shift: u32) -> usize {
        let mixed = self.head ^ self.tail.rotate_left(23) ^ self.length as u64;
        usize::try_from(mixed.wrapping_mul(factor) >> shift).unwrap_or(usize::MAX)
    }
}

/// All of up to seven bytes.
#[inline]
fn of_short(key: &[u8]) -> u64 {
    match (key.first_chunk::<4>(), key.last_chunk::<4>()) {
        (Some(head), Some(tail)) => {
            u64::from(u32::from_le_bytes(*head)) | u64::from(u32::from_le_bytes(*tail)) << 32
        }
        _ => key.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
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
        assert!(matches!(table(&refs), KeyTable::Hashed { .. }));
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        assert_eq!(table(&[]).get(b""), None);
    }
}
