//! What somebody probably meant.

/// Only so much of a name is compared.
const MOST_BYTES: usize = 64;

/// The candidate that takes the fewest changes of one byte; the first of several, and nothing of none.
pub(crate) fn nearest<'c>(given: &str, candidates: impl Iterator<Item = &'c str>) -> &'c str {
    candidates
        .min_by_key(|candidate| distance(given, candidate))
        .unwrap_or_default()
}

/// How many bytes have to be changed, added or removed to make one name of another; the case of letters is no
/// difference.
pub(crate) fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (start_of(one), start_of(other));
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (number, byte) in one.iter().enumerate() {
        let mut diagonal = number;
        let mut left = number + 1;
        for (cell, other_byte) in row.iter_mut().skip(1).zip(other) {
            let changed = diagonal + usize::from(!byte.eq_ignore_ascii_case(other_byte));
            diagonal = *cell;
            left = changed.min(left + 1).min(*cell + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = number + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

fn start_of(name: &str) -> &[u8] {
    let bytes = name.as_bytes();
    bytes.get(..MOST_BYTES).unwrap_or(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_distance_counts_changes() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "ABC"), 0);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("redefine", "redefined"), 1);
    }

    #[test]
    fn the_first_of_the_nearest_is_meant() {
        assert_eq!(nearest("ab", ["xy", "ac", "ad"].into_iter()), "ac");
        assert_eq!(nearest("ab", std::iter::empty()), "");
    }
}
