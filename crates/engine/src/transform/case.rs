//! `tolower` and `toupper`: ASCII letters only; a list stays a list.

use super::{Made, Output};
use crate::program::Arguments;

/// `tolower(x)`: `tolower(ct.name) = createuser`.
pub(super) fn lower(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    out.map_texts(&arguments.first(), |text, out| {
        out.write_with(|buffer| buffer.extend(text.iter().map(u8::to_ascii_lowercase)));
        true
    })
}

/// `toupper(x)`: `toupper(ct.name) = CREATEUSER`.
pub(super) fn upper(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    out.map_texts(&arguments.first(), |text, out| {
        out.write_with(|buffer| buffer.extend(text.iter().map(u8::to_ascii_uppercase)));
        true
    })
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn only_ascii_letters_change() {
        assert_eq!(
            rendered("%toupper(t.string)", r#"{"t.string":"aZé1"}"#),
            "AZé1"
        );
        assert_eq!(
            rendered("%tolower(t.string)", r#"{"t.string":"aZÉ1"}"#),
            "azÉ1"
        );
    }

    #[test]
    fn a_list_stays_a_list_and_the_absent_absent() {
        assert_eq!(
            rendered("%toupper(l.string)", r#"{"l.string":["a","","b"]}"#),
            "(A,,B)"
        );
        assert_eq!(rendered("%toupper(t.string)", "{}"), "<NA>");
    }
}
