//! Looking up a text among many that are known beforehand.

use std::collections::BTreeMap;
use std::ops::Range;

/// A table from texts to numbers, fixed when it is made.
///
/// ```
/// use falconet_event::TextTable;
///
/// let table = TextTable::new([(b"eventName".to_vec(), 7)].into());
/// assert_eq!(table.get(br#"{"eventName":1}"#, 2..11), Some(7));
/// assert_eq!(table.number(b"eventTime"), None);
/// ```
#[derive(Clone, Debug)]
pub struct TextTable(Layout);

#[derive(Clone, Debug)]
enum Layout {
    /// By hash: a text stands in its bucket or in one of the [`MOST_STEPS`] behind it, with no free one between.
    Hashed {
        /// What the hash is multiplied with.
        factor: u64,
        /// Leaves as many bits of a hash as there are buckets, but for those behind the last.
        shift: u32,
        buckets: Vec<Option<Entry>>,
    },
    /// In order. Rules can be written so that no hash tells all their texts apart.
    Sorted(Vec<Entry>),
}

#[derive(Clone, Debug)]
struct Entry {
    digest: Digest,
    text: Box<[u8]>,
    number: u32,
}

/// Length, beginning and end of a text. Texts of up to [`EXACT`] bytes are equal if their digests are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Digest {
    length: usize,
    head: u64,
    tail: u64,
}

/// Most bytes that a digest says everything of.
const EXACT: usize = 16;
/// How far from its bucket a text may stand.
const MOST_STEPS: usize = 7;
/// Tables of so few texts are made larger until each has a bucket for itself.
const FEW: usize = 256;
/// Buckets for each text, at most.
const MOST_ROOM: usize = 64;
/// The same where there are many texts.
const LITTLE_ROOM: usize = 8;
/// Hashes that are tried for each number of buckets.
const TRIES: u64 = 32;

impl TextTable {
    /// A table of these texts.
    pub fn new(entries: BTreeMap<Vec<u8>, u32>) -> Self {
        let entries: Vec<Entry> = entries.into_iter().map(Entry::new).collect();
        Self(hashed(&entries).unwrap_or(Layout::Sorted(entries)))
    }

    /// The number of a text.
    pub fn number(&self, text: &[u8]) -> Option<u32> {
        self.get(text, 0..text.len())
    }

    /// The number of the text that stands there in another: faster where there are bytes around it.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    pub fn get(&self, around: &[u8], range: Range<usize>) -> Option<u32> {
        match &self.0 {
            Layout::Hashed {
                factor,
                shift,
                buckets,
            } => {
                let digest = Digest::of(around, &range);
                let first = digest.hash(*factor, *shift);
                let near = buckets.get(first..=first + MOST_STEPS)?;
                let mut near = near.iter().map_while(Option::as_ref);
                let found = near.find(|entry| {
                    entry.digest.is(digest)
                        && (digest.length <= EXACT
                            || around.get(range.clone()) == Some(&*entry.text))
                });
                found.map(|entry| entry.number)
            }
            Layout::Sorted(entries) => by_order(entries, around.get(range)?),
        }
    }
}

impl Default for TextTable {
    fn default() -> Self {
        Self(Layout::Sorted(Vec::new()))
    }
}

#[cold]
fn by_order(entries: &[Entry], text: &[u8]) -> Option<u32> {
    let at = entries
        .binary_search_by(|entry| (*entry.text).cmp(text))
        .ok()?;
    entries.get(at).map(|entry| entry.number)
}

/// The texts by a hash that keeps each near its bucket; nothing, if none is found.
fn hashed(entries: &[Entry]) -> Option<Layout> {
    let count = entries.len();
    let (steps, room) = if count <= FEW {
        (0, MOST_ROOM)
    } else {
        (MOST_STEPS, LITTLE_ROOM)
    };
    let least = (count * 2).next_power_of_two().max(2);
    let sizes = std::iter::successors(Some(least), |size| Some(size * 2));
    sizes
        .take_while(|size| *size <= count * room)
        .flat_map(|size| (0..TRIES).map(move |number| (size, number)))
        .find_map(|(size, number)| spread(entries, size, steps, factor(number)))
}

/// An odd number whose multiples look random.
const fn factor(number: u64) -> u64 {
    0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * number + 1)
}

fn spread(entries: &[Entry], size: usize, steps: usize, factor: u64) -> Option<Layout> {
    let shift = u64::BITS - size.trailing_zeros();
    let mut taken = vec![None; size + MOST_STEPS + 1];
    for (number, entry) in entries.iter().enumerate() {
        let bucket = entry.digest.hash(factor, shift);
        let near = taken.get_mut(bucket..=bucket + steps)?;
        *near.iter_mut().find(|place| place.is_none())? = Some(number);
    }
    let entry = |number: Option<usize>| entries.get(number?).cloned();
    Some(Layout::Hashed {
        factor,
        shift,
        buckets: taken.into_iter().map(entry).collect(),
    })
}

impl Entry {
    fn new((text, number): (Vec<u8>, u32)) -> Self {
        Self {
            digest: Digest::of_edge(&text),
            text: text.into(),
            number,
        }
    }
}

impl Digest {
    /// Of the text that stands there in another. Where there is room for eight bytes around its ends, nothing depends on
    /// how long it is: lengths are hard to foresee.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    fn of(around: &[u8], range: &Range<usize>) -> Self {
        let length = range.end - range.start;
        let head = around.get(range.start..).and_then(<[u8]>::first_chunk::<8>);
        let tail = around.get(..range.end).and_then(<[u8]>::last_chunk::<8>);
        match (head, tail) {
            (Some(head), Some(tail)) => Self::of_ends(length, *head, *tail),
            _ => Self::of_edge(around.get(range.clone()).unwrap_or_default()),
        }
    }

    /// Of a text of that length, with the eight bytes from its beginning and the eight up to its end: both may have
    /// bytes that are not the text's.
    #[inline]
    fn of_ends(length: usize, head: [u8; 8], tail: [u8; 8]) -> Self {
        let foreign = u64::BITS - 8 * u32::try_from(length.min(8)).unwrap_or(8);
        let own = u64::MAX.checked_shr(foreign).unwrap_or(0);
        Self {
            length,
            head: u64::from_le_bytes(head) & own,
            tail: u64::from_le_bytes(tail).checked_shr(foreign).unwrap_or(0),
        }
    }

    /// Of a whole text.
    #[cold]
    fn of_edge(text: &[u8]) -> Self {
        let (mut head, mut tail) = ([0; 8], [0; 8]);
        for (to, from) in head.iter_mut().zip(text) {
            *to = *from;
        }
        for (to, from) in tail.iter_mut().rev().zip(text.iter().rev()) {
            *to = *from;
        }
        Self::of_ends(text.len(), head, tail)
    }

    /// Whether it is the same as another.
    #[inline]
    const fn is(self, other: Self) -> bool {
        let ends = (self.head ^ other.head) | (self.tail ^ other.tail);
        ends | (self.length ^ other.length) as u64 == 0
    }

    #[inline]
    fn hash(self, factor: u64, shift: u32) -> usize {
        let mixed = self.head ^ self.tail.rotate_left(23) ^ self.length as u64;
        usize::try_from(mixed.wrapping_mul(factor) >> shift).unwrap_or(usize::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(keys: &[&str]) -> TextTable {
        let entries = keys
            .iter()
            .zip(0..)
            .map(|(key, number)| (key.as_bytes().to_vec(), number));
        TextTable::new(entries.collect())
    }

    #[test]
    fn a_key_is_the_same_wherever_it_stands() {
        for length in 0..20 {
            let key = &b"abcdefghijklmnopqrst"[..length];
            let digest = Digest::of_edge(key);
            for (before, behind) in [(0, 0), (0, 9), (9, 0), (9, 9), (3, 3)] {
                let text = [&vec![b'<'; before], key, &vec![b'>'; behind]].concat();
                let found = Digest::of(&text, &(before..before + length));
                assert_eq!(found, digest, "{length} {before} {behind}");
            }
        }
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
            assert_eq!(table.number(key.as_bytes()), Some(number));
        }
        for key in ["c", "eventNam", "eventNamf", "EventName", "userIdentitx"] {
            assert_eq!(table.number(key.as_bytes()), None);
        }
    }

    #[test]
    fn keys_that_hash_alike_are_told_apart() {
        let keys: Vec<String> = (0..50).map(|n| format!("12345678{n:08}87654321")).collect();
        let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
        let table = table(&refs);
        for (key, number) in keys.iter().zip(0..) {
            assert_eq!(table.number(key.as_bytes()), Some(number));
        }
        assert_eq!(table.number(b"123456780000009987654321"), None);
        assert!(matches!(table.0, Layout::Sorted(_)));
    }

    #[test]
    fn ordinary_keys_are_hashed() {
        let keys: Vec<String> = (0..20_000).map(|n| format!("key{n}")).collect();
        let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
        let table = table(&refs);
        assert!(matches!(table.0, Layout::Hashed { .. }));
        for (key, number) in keys.iter().zip(0..) {
            assert_eq!(table.number(key.as_bytes()), Some(number));
        }
        assert_eq!(table.number(b"key20000"), None);
    }

    #[test]
    fn an_empty_table_finds_nothing() {
        assert_eq!(table(&[]).number(b""), None);
    }
}
