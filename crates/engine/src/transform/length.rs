//! `len(x)`: bytes of a string, elements of a list.

use super::Made;
use crate::program::Arguments;

/// `len(ct.useragent) > 100`.
pub(super) fn length(arguments: &Arguments<'_>) -> Made {
    let operand = arguments.first();
    let length = if operand.is_list() {
        operand.elements().count()
    } else {
        operand.text().len()
    };
    Made::Number(length as u64)
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn strings_have_bytes_and_lists_elements() {
        assert_eq!(rendered("%len(t.string)", r#"{"t.string":"é"}"#), "2");
        assert_eq!(rendered("%len(t.string)", r#"{"t.string":""}"#), "0");
        assert_eq!(rendered("%len(l.uint64)", r#"{"l.uint64":[1,2,3]}"#), "3");
    }

    #[test]
    fn an_absent_value_has_no_length() {
        assert_eq!(
            rendered("%len(t.string) %len(l.string)", r#"{"l.string":[]}"#),
            "<NA> <NA>"
        );
    }
}
