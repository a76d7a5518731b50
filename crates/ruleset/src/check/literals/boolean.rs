//! Truth values.

use super::ValueError;
use super::error::shown;

/// Exactly `true` or `false`.
pub(super) fn convert(value: &[u8]) -> Result<bool, ValueError> {
    match value {
        b"true" => Ok(true),
        b"false" => Ok(false),
        _ => Err(ValueError::Bool(shown(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_words_are_truth_values() {
        assert_eq!(convert(b"true"), Ok(true));
        assert_eq!(convert(b"false"), Ok(false));
    }

    #[test]
    fn other_spellings_are_not() {
        for text in ["True", "1", "yes", "", "true "] {
            let error = convert(text.as_bytes()).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!("filter error: unrecognized boolean value {text}")
            );
        }
    }
}
