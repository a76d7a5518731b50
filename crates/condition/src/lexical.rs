//! Falco's lexical rules: how long the token at the start of some bytes is.
//!
//! Every rule is greedy and ASCII-only; bytes of other characters are ordinary in bare strings. Falco's lexer
//! works on a C string, so no token reaches over a NUL.

/// `[a-zA-Z]+[a-zA-Z0-9_]*`
pub(crate) fn identifier(rest: &[u8]) -> Option<usize> {
    rest.first().filter(|byte| byte.is_ascii_alphabetic())?;
    Some(run(rest, |byte| {
        byte.is_ascii_alphanumeric() || byte == b'_'
    }))
}

/// Identifiers joined by dots, at least two.
pub(crate) fn field_name(rest: &[u8]) -> Option<usize> {
    let first = identifier(rest)?;
    let mut end = first;
    while let Some(length) = dotted_identifier(tail(rest, end)) {
        end += length;
    }
    (end > first).then_some(end)
}

fn dotted_identifier(rest: &[u8]) -> Option<usize> {
    identifier(rest.strip_prefix(b".")?).map(|length| length + 1)
}

/// `0[xX][0-9a-fA-F]+`
pub(crate) fn hex_number(rest: &[u8]) -> Option<usize> {
    let digits = rest
        .strip_prefix(b"0x")
        .or_else(|| rest.strip_prefix(b"0X"))?;
    some_run(digits, |byte| byte.is_ascii_hexdigit()).map(|length| length + 2)
}

/// `[+-]?[0-9]+\.?[0-9]*([eE][+-][0-9]+)?`
pub(crate) fn number(rest: &[u8]) -> Option<usize> {
    let sign = usize::from(matches!(rest.first(), Some(b'+' | b'-')));
    let mut end = sign + digits(tail(rest, sign))?;
    end += usize::from(tail(rest, end).starts_with(b"."));
    end += digits(tail(rest, end)).unwrap_or(0);
    Some(end + exponent(tail(rest, end)).unwrap_or(0))
}

fn digits(rest: &[u8]) -> Option<usize> {
    some_run(rest, |byte| byte.is_ascii_digit())
}

fn exponent(rest: &[u8]) -> Option<usize> {
    match rest {
        [b'e' | b'E', b'+' | b'-', power @ ..] => digits(power).map(|length| length + 2),
        _ => None,
    }
}

/// `[^()"'[:space:]=,]+`
pub(crate) fn bare_string(rest: &[u8]) -> Option<usize> {
    some_run(rest, |byte| {
        !is_space(byte) && !b"()\"'=,\0".contains(&byte)
    })
}

/// `[^][\"'[:space:]]+`, the unquoted text between brackets.
pub(crate) fn bare_argument(rest: &[u8]) -> Option<usize> {
    some_run(rest, |byte| !is_space(byte) && !b"[]\"'\0".contains(&byte))
}

/// `not[[:space:]]+`
pub(crate) fn not_word(rest: &[u8]) -> Option<usize> {
    some_run(rest.strip_prefix(b"not")?, is_space).map(|length| length + 3)
}

/// A quoted string, quotes included: up to the first same quote that does not follow a backslash.
///
/// A backslash counts even when it is escaped itself, so no string can end in one.
pub(crate) fn quoted_string(rest: &[u8]) -> Option<usize> {
    let (&quote, content) = rest.split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let mut previous = quote;
    let end = content.iter().position(|&byte| {
        let closes = byte == quote && previous != b'\\';
        previous = byte;
        closes || byte == 0
    })?;
    (content.get(end) == Some(&quote)).then_some(end + 2)
}

/// Blanks: space, TAB, BS, CR, LF. Possibly none.
pub(crate) fn blanks(rest: &[u8]) -> usize {
    run(rest, |byte| {
        matches!(byte, b' ' | b'\t' | 0x08 | b'\r' | b'\n')
    })
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0b | 0x0c | b'\r' | b' ')
}

fn run(rest: &[u8], accepts: impl Fn(u8) -> bool) -> usize {
    rest.iter()
        .position(|byte| !accepts(*byte))
        .unwrap_or(rest.len())
}

fn some_run(rest: &[u8], accepts: impl Fn(u8) -> bool) -> Option<usize> {
    Some(run(rest, accepts)).filter(|length| *length > 0)
}

fn tail(rest: &[u8], start: usize) -> &[u8] {
    rest.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(rule: fn(&[u8]) -> Option<usize>, text: &str) -> Option<&str> {
        rule(text.as_bytes()).map(|length| &text[..length])
    }

    #[test]
    fn identifiers_start_with_a_letter() {
        assert_eq!(token(identifier, "ab_9-x"), Some("ab_9"));
        assert_eq!(token(identifier, "_a"), None);
        assert_eq!(token(identifier, "9a"), None);
        assert_eq!(token(identifier, ""), None);
    }

    #[test]
    fn a_field_name_needs_a_dot_between_identifiers() {
        assert_eq!(token(field_name, "a.b_1.c=x"), Some("a.b_1.c"));
        assert_eq!(token(field_name, "a.b."), Some("a.b"));
        assert_eq!(token(field_name, "a.b.9"), Some("a.b"));
        assert_eq!(token(field_name, "a"), None);
        assert_eq!(token(field_name, "a..b"), None);
    }

    #[test]
    fn numbers_stop_where_the_pattern_does() {
        assert_eq!(token(number, "-1.5e+3x"), Some("-1.5e+3"));
        assert_eq!(token(number, "1.5e3"), Some("1.5"));
        assert_eq!(token(number, "7."), Some("7."));
        assert_eq!(token(number, "+"), None);
        assert_eq!(token(number, ".5"), None);
    }

    #[test]
    fn hex_numbers_need_a_digit() {
        assert_eq!(token(hex_number, "0XaF.1"), Some("0XaF"));
        assert_eq!(token(hex_number, "0xg"), None);
    }

    #[test]
    fn bare_strings_may_hold_any_character_but_delimiters() {
        assert_eq!(token(bare_string, "C:\\é[x]{}=y"), Some("C:\\é[x]{}"));
        assert_eq!(token(bare_string, "\u{b}x"), None);
        assert_eq!(token(bare_string, ""), None);
        assert_eq!(token(bare_argument, "/a(=,)]"), Some("/a(=,)"));
        assert_eq!(token(bare_argument, "]"), None);
    }

    #[test]
    fn a_quote_behind_a_backslash_never_closes() {
        assert_eq!(token(quoted_string, r#""a\"b" c"#), Some(r#""a\"b""#));
        assert_eq!(token(quoted_string, r#""x\\""#), None);
        assert_eq!(token(quoted_string, "''x"), Some("''"));
        assert_eq!(token(quoted_string, "'x"), None);
        assert_eq!(token(quoted_string, "x"), None);
    }

    #[test]
    fn no_token_reaches_over_a_nul() {
        assert_eq!(token(quoted_string, "'a\0'"), None);
        assert_eq!(token(bare_string, "a\0b"), Some("a"));
        assert_eq!(token(bare_argument, "a\0b"), Some("a"));
    }

    #[test]
    fn blanks_are_not_quite_white_space() {
        assert_eq!(blanks(b" \t\x08\r\n\x0b"), 5);
        assert_eq!(not_word(b"not\x0b\x0cx"), Some(5));
        assert_eq!(not_word(b"not\x08x"), None);
    }
}
