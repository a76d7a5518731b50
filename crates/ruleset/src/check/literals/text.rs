//! String values.

use super::ValueError;
use super::error::shown;

/// The longest string, in bytes: Falco keeps it in a buffer of 256 with an end mark.
pub(super) const MAX_LENGTH: usize = 255;

/// Any bytes, up to a length.
pub(super) fn convert(value: &[u8]) -> Result<Vec<u8>, ValueError> {
    if value.len() > MAX_LENGTH {
        return Err(ValueError::TooLong {
            used: value.len() + 1,
            value: shown(value),
        });
    }
    Ok(value.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_kept_up_to_the_length_of_the_buffer() {
        assert_eq!(convert(b"\xff"), Ok(b"\xff".to_vec()));
        assert!(convert(&[b'x'; 255]).is_ok());
    }

    #[test]
    fn longer_strings_are_refused_and_shown() {
        let error = convert(&[b'x'; 256]).unwrap_err();
        let expected = format!(
            "filter parameter too long (used=257, available=256):{}",
            "x".repeat(256)
        );
        assert_eq!(error.to_string(), expected);
    }
}
