//! Values as Falco reads them in an exception. It puts them into the condition as they are, but for quotes around those with
//! a blank: so a value that has quotes itself could be read as more of the condition than one value.

use std::fmt::Write as _;

/// The text that an exception has for a value: the value, or what means it between quotes.
pub(crate) fn literal(value: &str) -> String {
    if is_plain(value) {
        value.to_owned()
    } else {
        let escaped = value.chars().fold(String::new(), |mut out, one| {
            if is_special(one) {
                let _ = write!(out, "\\x{:02x}", u32::from(one));
            } else {
                out.push(one);
            }
            out
        });
        format!("\"{escaped}\"")
    }
}

/// Whether Falco reads it as one value as it is.
fn is_plain(value: &str) -> bool {
    let is_quoted_by_falco = value.contains(' ');
    let ends = |one| is_special(one) || !is_quoted_by_falco && "'()=,".contains(one);
    !value.is_empty() && !value.starts_with('\'') && !value.contains(ends)
}

/// What means something between quotes, or ends them.
const fn is_special(one: char) -> bool {
    one.is_ascii_control() || matches!(one, '"' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_one_word_or_has_a_blank_stays_as_it_is() {
        for plain in [
            "10.0.0.1",
            "arn:aws:iam::1:user/é",
            "Mozilla/5.0 (X11; it's)",
            "%a[0]",
        ] {
            assert_eq!(literal(plain), plain);
        }
    }

    #[test]
    fn what_would_be_read_as_more_than_a_value_stands_between_quotes() {
        assert_eq!(literal("a\" or \"b"), r#""a\x22 or \x22b""#);
        assert_eq!(literal("(a,b)"), r#""(a,b)""#);
        assert_eq!(literal("it's"), r#""it's""#);
        assert_eq!(literal("'a b'"), r#""'a b'""#);
        assert_eq!(literal("a\\\n"), r#""a\x5c\x0a""#);
        assert_eq!(literal(""), r#""""#);
    }
}
