//! Whether the fields of an exception exist.

use falconet_condition::{ParseLimits, parse};
use falconet_event::catalogue::{FieldError, Source};

use super::condition;

/// Whether `text` is a field of the source, or a transformer that can be applied. A field with a wrong argument
/// is an error of its own.
pub(crate) fn field_exists(text: &str, source: &Source) -> Result<bool, FieldError> {
    if text.contains('(') {
        return Ok(expression_compiles(text, source));
    }
    match source.resolve(text.as_bytes()) {
        Ok(_) => Ok(true),
        Err(FieldError::Nonexistent { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}

fn expression_compiles(text: &str, source: &Source) -> bool {
    let condition_text = format!("{text} exists");
    parse(&condition_text, ParseLimits::default())
        .is_ok_and(|expr| condition(&expr, source).is_ok())
}

#[cfg(test)]
mod tests {
    use super::super::mock;
    use super::*;

    fn exists(text: &str) -> Result<bool, String> {
        field_exists(text, &mock::source()).map_err(|error| error.to_string())
    }

    #[test]
    fn fields_and_transformers_of_fields_exist() {
        for text in [
            "t.string",
            "a.key[foo]",
            "evt.num",
            "tolower(t.string)",
            "len( l.string )",
        ] {
            assert_eq!(exists(text), Ok(true), "{text}");
        }
    }

    #[test]
    fn other_names_do_not() {
        for text in [
            "nope.x",
            "t",
            "",
            "t.string ",
            "toupper(t.uint64)",
            "toupper(nope.x)",
            "a(b",
        ] {
            assert_eq!(exists(text), Ok(false), "{text}");
        }
    }

    #[test]
    fn a_wrong_argument_is_an_error() {
        assert_eq!(
            exists("a.key"),
            Err("filter 'a.key': a.key requires an argument but none provided".to_owned())
        );
    }
}
