//! What somebody probably meant.

use strsim::generic_levenshtein;

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
    generic_levenshtein(&start_of(one), &start_of(other))
}

/// The bytes that are compared, in lower case.
fn start_of(name: &str) -> Vec<u8> {
    let bytes = name.as_bytes();
    bytes
        .get(..MOST_BYTES)
        .unwrap_or(bytes)
        .to_ascii_lowercase()
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
