//! "Did you mean": the known name that is most like a given one.

/// The name among `known` with the fewest single-character edits from `given`, if those are few.
pub(super) fn nearest(given: &str, known: &'static [&'static str]) -> Option<&'static str> {
    known
        .iter()
        .map(|name| (distance(given, name), *name))
        .filter(|(distance, name)| *distance <= name.len() / 3)
        .min()
        .map(|(_, name)| name)
}

/// Levenshtein's distance. Names are short; a given text that is much longer is far away anyway.
fn distance(given: &str, name: &str) -> usize {
    if given.len() > 2 * name.len() {
        return given.len();
    }
    let mut row: Vec<usize> = (0..=name.len()).collect();
    for (line, given_byte) in given.bytes().enumerate() {
        let mut diagonal = line;
        let mut left = line + 1;
        for (cell, name_byte) in row
            .iter_mut()
            .zip(std::iter::once(None).chain(name.bytes().map(Some)))
        {
            let substituted = diagonal + usize::from(name_byte != Some(given_byte));
            diagonal = *cell;
            *cell = match name_byte {
                None => line + 1,
                Some(_) => substituted.min(*cell + 1).min(left + 1),
            };
            left = *cell;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("ab", "ba"), 2);
    }

    #[test]
    fn a_name_without_likeness_has_no_nearest() {
        assert_eq!(nearest("zzzzzz", &["json_output"]), None);
        assert_eq!(nearest("rule", &["rules", "priority"]), Some("rules"));
    }
}
