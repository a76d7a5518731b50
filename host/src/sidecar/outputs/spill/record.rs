//! One alert as it lies in a segment: a mark, its number, its length, a checksum, its bytes.
//!
//! The mark begins with a byte that no alert holds, since alerts are UTF-8. So behind a damaged record the next whole
//! one is found, and damage costs only what it lies in.

use bytes::Bytes;

const MARK: [u8; 4] = [0xff, b'f', b'c', b'1'];
/// Bytes before those of the alert: mark, number, length, checksum.
pub(super) const HEADER: usize = 20;

/// What stands at some place of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A whole record, and where it ends.
    Record { number: u64, end: usize },
    /// The bytes at hand end before it does.
    Cut,
    /// No record, or not as it was written.
    Damaged,
}

/// Bytes that a record takes.
pub(super) const fn encoded(alert: usize) -> u64 {
    (HEADER + alert) as u64
}

/// Adds a record.
pub(super) fn encode(number: u64, alert: &[u8], into: &mut Vec<u8>) {
    let length = u32::try_from(alert.len()).unwrap_or(u32::MAX);
    into.extend_from_slice(&MARK);
    into.extend_from_slice(&number.to_le_bytes());
    into.extend_from_slice(&length.to_le_bytes());
    into.extend_from_slice(&checksum(number, length, alert).to_le_bytes());
    into.extend_from_slice(alert);
}

/// What stands at `at`, where `left` bytes of the segment are left from there on; `bytes` may hold fewer.
pub(super) fn find(bytes: &[u8], at: usize, left: u64) -> Found {
    let rest = bytes.get(at..).unwrap_or_default();
    if left < HEADER as u64 {
        return Found::Damaged;
    }
    let Some((header, behind)) = rest.split_at_checked(HEADER) else {
        return Found::Cut;
    };
    let Some((number, length, sum)) = fields(header) else {
        return Found::Damaged;
    };
    if encoded(length as usize) > left {
        return Found::Damaged;
    }
    match behind.get(..length as usize) {
        None => Found::Cut,
        Some(alert) if checksum(number, length, alert) == sum => Found::Record {
            number,
            end: at + HEADER + alert.len(),
        },
        Some(_) => Found::Damaged,
    }
}

/// Where the next mark stands, behind `at`.
pub(super) fn next_mark(bytes: &[u8], at: usize) -> Option<usize> {
    let from = at + 1;
    let rest = bytes.get(from..)?;
    rest.windows(MARK.len())
        .position(|window| window == MARK)
        .map(|found| from + found)
}

/// The alert of a record that ends at `end` and begins at `at`.
pub(super) fn alert(bytes: &Bytes, at: usize, end: usize) -> Bytes {
    bytes.slice(at + HEADER..end)
}

/// Number, length and checksum, if the mark is there.
fn fields(header: &[u8]) -> Option<(u64, u32, u32)> {
    let (mark, rest) = header.split_first_chunk::<4>()?;
    let (number, rest) = rest.split_first_chunk::<8>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (sum, _) = rest.split_first_chunk::<4>()?;
    (*mark == MARK).then(|| {
        let number = u64::from_le_bytes(*number);
        let length = u32::from_le_bytes(*length);
        (number, length, u32::from_le_bytes(*sum))
    })
}

fn checksum(number: u64, length: u32, alert: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&number.to_le_bytes());
    sum.update(&length.to_le_bytes());
    sum.update(alert);
    sum.finalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two() -> Bytes {
        let mut bytes = Vec::new();
        encode(7, b"{}\n", &mut bytes);
        encode(8, b"[]\n", &mut bytes);
        Bytes::from(bytes)
    }

    #[test]
    fn a_record_is_found_as_it_was_written() {
        let bytes = two();
        let first = find(&bytes, 0, bytes.len() as u64);
        assert_eq!(first, Found::Record { number: 7, end: 23 });
        assert_eq!(alert(&bytes, 0, 23), "{}\n");
        let second = find(&bytes, 23, 23);
        assert_eq!(second, Found::Record { number: 8, end: 46 });
    }

    #[test]
    fn every_flipped_bit_is_found_and_the_next_record_is_there() {
        for bit in 0..23 * 8 {
            let mut bytes = two().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let found = find(&bytes, 0, bytes.len() as u64);
            assert!(matches!(found, Found::Damaged), "bit {bit}: {found:?}");
            assert_eq!(next_mark(&bytes, 0), Some(23), "bit {bit}");
        }
    }

    #[test]
    fn what_ends_early_is_cut_if_more_is_left_and_damaged_if_not() {
        let bytes = two();
        for length in 0..23 {
            let part = &bytes[..length];
            assert_eq!(find(part, 0, 46), Found::Cut, "{length}");
            assert_eq!(find(part, 0, length as u64), Found::Damaged, "{length}");
        }
    }
}
