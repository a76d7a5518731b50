//! `join(separator, list)`: the elements in one string.

use super::{Made, Output};
use crate::program::Arguments;

/// `join("-", (ct.region, ct.name)) = eu-west-1-CreateUser`.
pub(super) fn join(arguments: &Arguments<'_>, out: &mut Output) -> Made {
    let separator = arguments.first();
    let list = arguments.second();
    for (at, element) in list.elements().enumerate() {
        if at > 0 {
            out.write(separator.text());
        }
        out.write_with(|buffer| arguments.write_text(1, element, buffer));
    }
    Made::Text
}

#[cfg(test)]
mod tests {
    use crate::mock::rendered;

    #[test]
    fn the_separator_stands_between_elements() {
        assert_eq!(rendered(r#"%join("->",("a","b","c"))"#, "{}"), "a->b->c");
        assert_eq!(
            rendered(r#"%join(",",l.string)"#, r#"{"l.string":["","x"]}"#),
            ",x"
        );
        assert_eq!(rendered(r#"%join(",",())|"#, "{}"), "|");
    }

    #[test]
    fn numbers_are_joined_as_text_and_separators_may_be_computed() {
        assert_eq!(
            rendered(r#"%join(",",l.uint64)"#, r#"{"l.uint64":[1,22]}"#),
            "1,22"
        );
        let event = r#"{"t.string":"x"}"#;
        assert_eq!(
            rendered(r#"%join(toupper(t.string),("a","b"))"#, event),
            "aXb"
        );
    }
}
