//! Names of lists and macros.

/// Whether a list's name can stand in a condition as one word.
pub(super) fn is_list_name(name: &str) -> bool {
    !name.is_empty()
        && !name.contains([
            '(', ')', '"', '\'', '=', ',', ' ', '\t', '\n', '\r', '\x0b', '\x0c',
        ])
}

/// Whether a condition can refer to a macro of that name.
pub(super) fn is_macro_name(name: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    name.starts_with(|character: char| character.is_ascii_alphabetic()) && name.bytes().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_names_have_no_character_that_ends_a_word() {
        assert!(is_list_name("my-list.1") && is_list_name("a[b]"));
        assert!(!is_list_name("a b") && !is_list_name("a,b") && !is_list_name("f(x)"));
    }

    #[test]
    fn macro_names_are_identifiers() {
        assert!(is_macro_name("is_console2") && is_macro_name("not"));
        assert!(
            !is_macro_name("ct.name")
                && !is_macro_name("_m")
                && !is_macro_name("1m")
                && !is_macro_name("m\u{e9}")
        );
    }
}
