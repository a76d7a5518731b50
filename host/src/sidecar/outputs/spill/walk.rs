//! Going through the bytes of a segment from record to record, over what is damaged.

use bytes::Bytes;

use super::record::{self, Found};

/// What to look for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// The record that comes next; those before it were read already.
    pub(super) from: u64,
    /// The first one that does not belong to the segment, or was never accepted.
    pub(super) before: u64,
    /// Bytes of the segment that are left, of which not all may be at hand.
    pub(super) left: u64,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// The alerts, in order.
    pub(super) alerts: Vec<Bytes>,
    /// Their numbers.
    pub(super) numbers: Vec<u64>,
    /// The record that comes next.
    pub(super) next: u64,
    /// Bytes that are done with.
    pub(super) done: u64,
    /// Bytes up to the end of the last whole record.
    pub(super) whole: u64,
    /// Records that are damaged.
    pub(super) lost: u64,
    /// Whether the segment ends here.
    pub(super) ended: bool,
}

impl Walk {
    /// Goes as far as the bytes reach.
    pub(super) fn through(bytes: &Bytes, wanted: Wanted) -> Self {
        let mut walk = Self {
            next: wanted.from,
            ..Self::default()
        };
        let mut at = 0;
        while let Some(next) = walk.step(bytes, at, wanted) {
            at = next;
        }
        walk.done = at as u64;
        walk.ended |= walk.done >= wanted.left;
        walk
    }

    /// Looks at one place; where to go on.
    fn step(&mut self, bytes: &Bytes, at: usize, wanted: Wanted) -> Option<usize> {
        let left = wanted
            .left
            .checked_sub(at as u64)
            .filter(|left| *left > 0)?;
        match record::find(bytes, at, left) {
            Found::Record { number, .. } if number >= wanted.before => {
                self.ended = true;
                None
            }
            Found::Record { number, end } => {
                self.take(number, record::alert(bytes, at, end));
                self.whole = end as u64;
                Some(end)
            }
            Found::Cut => None,
            Found::Damaged => {
                let all = bytes.len() as u64 >= wanted.left;
                record::next_mark(bytes, at).or_else(|| all.then_some(bytes.len()))
            }
        }
    }

    fn take(&mut self, number: u64, alert: Bytes) {
        if number >= self.next {
            self.lost += number - self.next;
            self.next = number + 1;
            self.numbers.push(number);
            self.alerts.push(alert);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment() -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in 0..4 {
            record::encode(number, b"{}\n", &mut bytes);
        }
        bytes
    }

    fn walk(bytes: Vec<u8>, from: u64, before: u64) -> Walk {
        let left = bytes.len() as u64;
        Walk::through(&Bytes::from(bytes), Wanted { from, before, left })
    }

    #[test]
    fn damage_costs_what_it_lies_in_alone() {
        let mut bytes = segment();
        bytes[24] ^= 1;
        let found = walk(bytes, 0, 4);
        assert_eq!((found.alerts.len(), found.lost, found.next), (3, 1, 4));
        assert!(found.ended);
    }

    #[test]
    fn what_was_read_and_what_was_never_accepted_is_left_out() {
        let found = walk(segment(), 1, 3);
        assert_eq!((found.alerts.len(), found.lost, found.next), (2, 0, 3));
        assert!(found.ended);
    }

    #[test]
    fn a_torn_record_ends_a_segment() {
        let mut bytes = segment();
        bytes.truncate(80);
        let found = walk(bytes, 0, 9);
        assert_eq!((found.next, found.whole, found.done), (3, 69, 80));
        assert!(found.ended);
    }

    #[test]
    fn it_stops_where_the_bytes_at_hand_end() {
        let bytes = Bytes::from(segment()).slice(..50);
        let wanted = Wanted {
            from: 0,
            before: 4,
            left: 92,
        };
        let found = Walk::through(&bytes, wanted);
        assert_eq!((found.alerts.len(), found.done), (2, 46));
        assert!(!found.ended);
    }
}
