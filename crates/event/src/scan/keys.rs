//! The keys of an object that lead to wanted values.

use std::collections::BTreeMap;

use super::trie::NodeId;
use super::view::{Place, View};
use crate::text_table::TextTable;

/// A table from keys to nodes, fixed when it is made.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    all: TextTable,
    /// For a first look, which says of most keys of a record that they are not wanted: a power of two of buckets, each
    /// for the one key of its hash, or free. Nothing, if there are keys that look alike or are short.
    buckets: Vec<Bucket>,
    /// What the hash is multiplied with.
    factor: u32,
    /// Leaves as many bits of a hash as there are buckets.
    shift: u32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    look: Look,
    /// The first and last eight bytes of keys that have as many.
    ends: ([u8; 8], [u8; 8]),
    node: Option<NodeId>,
}

/// Beginning, end and length of a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Look {
    head: u32,
    tail: u32,
    length: u32,
}

/// What is known of a key after a first look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// It is not wanted.
    Nothing,
    /// It leads to a node.
    Node(NodeId),
    /// It must be looked up.
    Unsure,
}

/// Shorter keys are looked up. A key as long as that and a quote fill four bytes.
const SHORT: usize = 3;
/// Keys of up to so many bytes are equal if they look the same.
const SEEN: u32 = 8;
/// Keys of up to so many bytes are equal if their ends are, too.
const KNOWN: u32 = 16;
/// Buckets for each key, at most.
const MOST_ROOM: usize = 64;
/// Hashes that are tried for each number of buckets.
const TRIES: u32 = 32;

impl Keys {
    /// A table of these keys.
    pub(super) fn new(keys: BTreeMap<Vec<u8>, u32>) -> Self {
        let buckets: Option<Vec<Bucket>> = keys.iter().map(Bucket::new).collect();
        let table = buckets.and_then(|buckets| hashed(&buckets));
        Self {
            all: TextTable::new(keys),
            ..table.unwrap_or_default()
        }
    }

    /// Where a key leads.
    pub(super) fn get(&self, key: &[u8]) -> Option<NodeId> {
        self.all.number(key).map(NodeId::new)
    }

    /// A first look at a key without escapes that stands there in a text between quotes.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    pub(super) fn quoted(&self, view: View<'_>, opening: Place, closing: Place) -> Found {
        let look = Look {
            head: u32::from_le_bytes(view.bytes::<1, 4>(opening)),
            tail: u32::from_le_bytes(view.before::<4>(closing)),
            length: length(opening, closing),
        };
        match self.buckets.get(look.hash(self.factor, self.shift)) {
            Some(bucket) if !bucket.look.is(look) => Found::Nothing,
            Some(bucket) => bucket.closer(view, opening, closing),
            None => Found::Unsure,
        }
    }
}

/// The keys by a hash that tells them apart; nothing, if none is found.
fn hashed(keys: &[Bucket]) -> Option<Keys> {
    let least = (keys.len() * 2).next_power_of_two().max(2);
    let sizes = std::iter::successors(Some(least), |size| Some(size * 2));
    sizes
        .take_while(|size| *size <= keys.len() * MOST_ROOM)
        .flat_map(|size| (0..TRIES).map(move |number| (size, number)))
        .find_map(|(size, number)| spread(keys, size, factor(number)))
}

/// An odd number whose multiples look random.
const fn factor(number: u32) -> u32 {
    0x9e37_79b1_u32.wrapping_mul(2 * number + 1)
}

fn spread(keys: &[Bucket], size: usize, factor: u32) -> Option<Keys> {
    let shift = u32::BITS - size.trailing_zeros();
    let mut buckets = vec![Bucket::default(); size];
    for key in keys {
        let bucket = buckets.get_mut(key.look.hash(factor, shift))?;
        if bucket.node.is_some() {
            return None;
        }
        *bucket = *key;
    }
    Some(Keys {
        all: TextTable::default(),
        buckets,
        factor,
        shift,
    })
}

impl Bucket {
    /// Of a key that is not short.
    fn new((key, node): (&Vec<u8>, &u32)) -> Option<Self> {
        let ends = || Some((*key.first_chunk()?, *key.last_chunk()?));
        Some(Self {
            look: Look::new(key)?,
            ends: ends().unwrap_or_default(),
            node: Some(NodeId::new(*node)),
        })
    }

    /// A closer look at a key that looks like this one.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    fn closer(&self, view: View<'_>, opening: Place, closing: Place) -> Found {
        let ends = (view.bytes::<1, 8>(opening), view.before::<8>(closing));
        let is_same = self.look.length <= SEEN || ends == self.ends;
        match self.node {
            Some(node) if is_same && self.look.length <= KNOWN => Found::Node(node),
            Some(_) if is_same => Found::Unsure,
            _ => Found::Nothing,
        }
    }
}

#[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
#[inline(always)]
fn length(opening: Place, closing: Place) -> u32 {
    let length = closing
        .offset()
        .wrapping_sub(opening.offset())
        .wrapping_sub(1);
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Look {
    /// Of a key that is not short.
    fn new(key: &[u8]) -> Option<Self> {
        let length = u32::try_from(key.len()).ok()?;
        let quoted = [b"\"", key, b"\""].concat();
        let head = quoted.get(1..)?.first_chunk()?;
        let tail = quoted.get(..=key.len())?.last_chunk()?;
        (key.len() >= SHORT).then_some(Self {
            head: u32::from_le_bytes(*head),
            tail: u32::from_le_bytes(*tail),
            length,
        })
    }

    /// Whether it is the same as another.
    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    const fn is(self, other: Self) -> bool {
        let differing =
            (self.head ^ other.head) | (self.tail ^ other.tail) | (self.length ^ other.length);
        differing == 0
    }

    #[expect(clippy::inline_always, reason = "a part of the loop over tokens")]
    #[inline(always)]
    fn hash(self, factor: u32, shift: u32) -> usize {
        let mixed = self.head ^ self.tail.rotate_left(13) ^ self.length.wrapping_mul(0x0100_0193);
        (mixed.wrapping_mul(factor) >> (shift % u32::BITS)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::super::marks::Marks;
    use super::*;

    fn table(keys: &[&str]) -> Keys {
        let keys = keys.iter().zip(0..);
        Keys::new(
            keys.map(|(key, node)| (key.as_bytes().to_vec(), node))
                .collect(),
        )
    }

    /// A first look at a key that stands between quotes there.
    fn look(table: &Keys, around: &str, key: &str) -> Found {
        let padding = " ".repeat(16);
        let text = format!("{padding}{around}\"{key}\"{around}\"\"{padding}{padding}");
        let mut marks = Marks::default();
        marks.restart();
        marks.pair(text.as_bytes(), 0).unwrap();
        let passed = around.matches('"').count();
        let view = View::new(text.as_bytes(), &marks, passed).unwrap();
        let [opening, closing] = view.quotes(0).unwrap();
        table.quoted(view, opening, closing)
    }

    /// Asserts that these keys are found, wherever they stand, and no others.
    fn check(keys: &[&str], others: &[&str]) {
        let table = table(keys);
        for around in ["", "x", "{\"abcdefgh"] {
            let found = |key: &str| match look(&table, around, key) {
                Found::Nothing => None,
                Found::Node(node) => Some(node),
                Found::Unsure => table.get(key.as_bytes()),
            };
            for (key, node) in keys.iter().zip(0..) {
                assert_eq!(found(key), Some(NodeId::new(node)), "{key}");
            }
            for key in others {
                assert_eq!(found(key), None, "{key}");
            }
        }
    }

    #[test]
    fn keys_of_any_length_are_found_wherever_they_stand() {
        let text = "abcdefghijklmnopqrst";
        let keys: Vec<&str> = (0..=text.len()).map(|length| &text[..length]).collect();
        check(
            &keys,
            &[
                "b",
                "bc",
                "bcd",
                "abce",
                "Abcdefghi",
                "abcdefghijklmnopqrstu",
            ],
        );
        for key in keys {
            check(
                &[key],
                &["x", "xy", "xyz", "abcdeFghij", "abcdefghijklmnopqrsT"],
            );
        }
    }

    #[test]
    fn keys_that_look_alike_are_told_apart() {
        check(
            &["sourceOldName", "sourceNewName", "id"],
            &["sourceAnyName", "ie", ""],
        );
        check(&["sourceOldName"], &["sourceNewName"]);
        check(&["sourceAnOldOneOfName"], &["sourceAnNewOneOfName"]);
    }

    #[test]
    fn no_keys_are_no_trouble() {
        check(&[], &["", "a", "abc", "abcdefgh", "abcdefghi"]);
    }

    #[test]
    fn a_first_look_is_enough_for_ordinary_keys() {
        let keys = [
            "eventName",
            "eventType",
            "eventTime",
            "eventSource",
            "userName",
            "roleName",
        ];
        check(&keys, &["eventNam", "EventName", "groupName"]);
        let table = table(&keys);
        let look = |key| look(&table, "", key);
        assert_eq!(look("roleName"), Found::Node(NodeId::new(5)));
        assert_eq!(look("eventSource"), Found::Node(NodeId::new(3)));
        assert_eq!(look("groupName"), Found::Nothing);
    }
}
