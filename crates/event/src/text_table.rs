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
#[derive(Clone, Debug, Default)]
pub struct TextTable {
    /// By hash: a text stands in its bucket or in one of the next ones, so many as `steps` says.
    buckets: Vec<Entry>,
    /// What the hash is multiplied with.
    factor: u64,
    /// Leaves as many bits of a hash as there are buckets, but for those behind the last.
    shift: u32,
    steps: usize,
    /// In order, if there are no buckets. Rules can be written so that no hash tells all their texts apart.
    sorted: Vec<Entry>,
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
        hashed(&entries).unwrap_or_else(|| Self {
            sorted: entries,
            ..Self::default()
        })
    }

    /// The number of a text.
    pub fn number(&self, text: &[u8]) -> Option<u32> {
        self.get(text, 0..text.len())
    }

    /// The number of the text that stands there in another: faster where there are bytes around it.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    pub fn get(&self, around: &[u8], range: Range<usize>) -> Option<u32> {
        let digest = Digest::of(around, &range);
        let first = digest.hash(self.factor, self.shift);
        match self.buckets.get(first) {
            Some(entry) if entry.is(digest, around, &range) => Some(entry.number),
            Some(_) if self.steps == 0 => None,
            _ => self.further(first, digest, around, range),
        }
    }

    /// Among the buckets behind the first, up to a free one, or without buckets.
    #[inline(never)]
    fn further(
        &self,
        first: usize,
        digest: Digest,
        around: &[u8],
        range: Range<usize>,
    ) -> Option<u32> {
        if self.buckets.is_empty() {
            return by_order(&self.sorted, around.get(range)?);
        }
        let near = self.buckets.get(first..=first + self.steps)?;
        let mut taken = near.iter().take_while(|entry| !entry.is_none());
        let found = taken.find(|entry| entry.is(digest, around, &range));
        found.map(|entry| entry.number)
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
fn hashed(entries: &[Entry]) -> Option<TextTable> {
    let count = entries.len();
    let (steps, room) = if count <= FEW {
        (0, MOST_ROOM)
    } else {
        (MOST_STEPS, LITTLE_ROOM)
    };
    let least = (count * 2).next_power_of_two().max(2);
    let sizes = std::iter::successors(Some(least), |size| Some(size * 2));
    let is_hashable = entries.iter().all(|entry| !entry.text.is_empty());
    sizes
        .take_while(|size| is_hashable && *size <= count * room)
        .flat_map(|size| (0..TRIES).map(move |number| (size, number)))
        .find_map(|(size, number)| spread(entries, size, steps, factor(number)))
}

/// An odd number whose multiples look random.
const fn factor(number: u64) -> u64 {
    0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(2 * number + 1)
}

fn spread(entries: &[Entry], size: usize, steps: usize, factor: u64) -> Option<TextTable> {
    let shift = u64::BITS - size.trailing_zeros();
    let mut taken = vec![None; size + steps];
    for (number, entry) in entries.iter().enumerate() {
        let bucket = entry.digest.hash(factor, shift);
        let near = taken.get_mut(bucket..=bucket + steps)?;
        *near.iter_mut().find(|place| place.is_none())? = Some(number);
    }
    let entry = |number: Option<usize>| entries.get(number?).cloned();
    Some(TextTable {
        buckets: taken
            .into_iter()
            .map(|number| entry(number).unwrap_or_else(Entry::none))
            .collect(),
        factor,
        shift,
        steps,
        sorted: Vec::new(),
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

    /// What no text is equal to.
    fn none() -> Self {
        Self {
            digest: Digest {
                length: usize::MAX,
                head: 0,
                tail: 0,
            },
            text: Box::default(),
            number: 0,
        }
    }

    const fn is_none(&self) -> bool {
        self.digest.length == usize::MAX
    }

    /// Whether it is of the text that stands there, and has that digest.
    #[inline]
    fn is(&self, digest: Digest, around: &[u8], range: &Range<usize>) -> bool {
        self.digest.is(digest)
            && (digest.length <= EXACT || around.get(range.clone()) == Some(&*self.text))
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
    /// bytes that are not the text's. Of an empty text it says nothing, and no empty text is found by hash.
    #[inline]
    fn of_ends(length: usize, head: [u8; 8], tail: [u8; 8]) -> Self {
        let foreign = u64::BITS - 8 * u32::try_from(length.min(8)).unwrap_or(8);
        let own = u64::MAX.wrapping_shr(foreign);
        Self {
            length,
            head: u64::from_le_bytes(head) & own,
            tail: u64::from_le_bytes(tail).wrapping_shr(foreign),
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
        for length in 1..20 {
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
        assert!(table.buckets.is_empty());
    }

    #[test]
    fn ordinary_keys_are_hashed() {
        let keys: Vec<String> = (0..20_000).map(|n| format!("key{n}")).collect();
        let refs: Vec<&str> = keys.iter().map(String::as_str).collect();
        let table = table(&refs);
        assert!(table.sorted.is_empty());
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
