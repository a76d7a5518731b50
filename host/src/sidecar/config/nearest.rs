//! The key that was probably meant.

use strsim::osa_distance;

/// `: did you mean `rules`?`, if there is a key a few letters away.
pub(super) fn did_you_mean(word: &str, keys: &[&str]) -> Option<String> {
    let word = word.to_ascii_lowercase();
    let furthest = 1 + word.chars().count() / 4;
    let near = keys.iter().map(|key| (osa_distance(&word, key), *key));
    let (distance, key) = near.min()?;
    (distance <= furthest).then(|| format!(": did you mean `{key}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_other_words_are_near_nothing() {
        let keys = ["rules", "source", "state"];
        assert_eq!(
            did_you_mean("rulez", &keys).unwrap(),
            ": did you mean `rules`?"
        );
        assert_eq!(
            did_you_mean("soruce", &keys).unwrap(),
            ": did you mean `source`?"
        );
        for word in ["port", "wasm", "real_module", "service_host", "x"] {
            assert_eq!(did_you_mean(word, &keys), None, "{word}");
        }
        assert_eq!(did_you_mean("a", &[]), None);
    }
}
