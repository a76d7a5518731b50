use super::*;

fn error(pattern: &str) -> String {
    translate(pattern.as_bytes()).unwrap_err().to_string()
}

fn translated(pattern: &str) -> String {
    let whole = translate(pattern.as_bytes()).unwrap().translated;
    whole
        .strip_prefix(r"\A(?m:")
        .and_then(|rest| rest.strip_suffix(r")\z"))
        .unwrap()
        .to_owned()
}

fn matches(pattern: &str, text: &str) -> bool {
    let pattern = translate(pattern.as_bytes()).unwrap();
    ::regex::Regex::new(&pattern.translated)
        .unwrap()
        .is_match(text)
}

#[test]
fn patterns_are_printed_for_the_regex_crate() {
    let cases = [
        ("", ""),
        ("Create", "Create"),
        ("(Create|Delete)User", "(?:Create|Delete)User"),
        ("a||b", "a||b"),
        ("()", "(?:)"),
        ("a+?", "a*"),
        ("a**", "a*"),
        ("a++", "a+"),
        ("a{2}?", "(?:a{2,2})?"),
        ("a{2,}{3}", "(?:a{2,}){3,3}"),
        ("a{2", r"a\x{7B}2"),
        ("a{,2}", r"a\x{7B}\x{2C}2\x{7D}"),
        ("]", r"\x{5D}"),
        ("^.$", "^.$"),
        (r"\x41\07", r"A\x{7}"),
        ("[]a]", r"[\x{5D}a]"),
        ("[a-]", r"[a\x{2D}]"),
        ("[^a-z]", "[^a-z]"),
        ("[a&&b]", r"[a\x{26}\x{26}b]"),
        ("[[:digit:]_]", r"[0-9\x{5F}]"),
        ("[[:alpha]", r"[\x{5B}\x{3A}alpha]"),
        (r"\x{D800}", r"[^\x{0}-\x{10FFFF}]"),
        ("zoë", "zoë"),
    ];
    for (pattern, expected) in cases {
        assert_eq!(translated(pattern), expected, "{pattern}");
    }
}

#[test]
fn refused_patterns_get_the_words_of_re2() {
    let cases = [
        (r"\d+", r"invalid escape sequence: \d"),
        (r"[\w.]+", r"invalid escape sequence: \w"),
        (r"\pL+", r"invalid escape sequence: \p"),
        (r"(a)\1", r"invalid escape sequence: \1"),
        (r"\QCreate\E", r"invalid escape sequence: \Q"),
        (r"\Aa", r"invalid escape sequence: \A"),
        (r"\é", r"invalid escape sequence: \é"),
        ("a\\", "trailing \\"),
        ("(?i)a", "no argument for repetition operator: ?"),
        ("(?:a)", "no argument for repetition operator: ?"),
        ("(?P<n>a)", "no argument for repetition operator: ?"),
        ("*a", "no argument for repetition operator: *"),
        ("a|*", "no argument for repetition operator: *"),
        ("{2}", "no argument for repetition operator: {2}"),
        ("(", "missing ): ("),
        ("a(b", "missing ): a(b"),
        ("a)b", "unexpected ): a)b"),
        ("x[a", "missing ]: [a"),
        ("[", "missing ]: ["),
        ("[]", "missing ]: []"),
        ("[z-a]", "invalid character class range: z-a"),
        ("[a-c-e]", "invalid character class range: -e"),
        ("[[:foo:]]", "invalid character class range: [:foo:]"),
        ("a{1001}", "invalid repetition size: {1001}"),
        ("a{2,1}", "invalid repetition size: {2,1}"),
        ("(a{100}){11}", "invalid repetition size: {11}"),
        ("[a-", "invalid UTF-8"),
    ];
    for (pattern, expected) in cases {
        assert_eq!(error(pattern), expected, "{pattern}");
    }
}

#[test]
fn bytes_that_are_not_utf8_are_refused_where_they_stand() {
    assert_eq!(translate(b"a\xff"), Err(RegexError::InvalidUtf8));
    assert_eq!(translate(b"[\xff]"), Err(RegexError::InvalidUtf8));
    let earlier = RegexError::Escape(r"\d".to_owned());
    assert_eq!(translate(b"\\d\xff"), Err(earlier));
}

#[test]
fn translations_match_what_re2_matches() {
    let cases = [
        ("ab", "abc", false),
        ("[[:alpha:]]+", "ab", true),
        ("a{2,3}", "aa", true),
        (r"^a$\n^b$", "a\nb", true),
        (".", "é", true),
        ("..", "é", false),
        (".", "\n", false),
        ("[^a]", "\n", true),
        (r"[^\n]*", "a\nb", false),
        ("a+?", "aa", true),
        ("a+?", "", true),
        ("a??", "a", true),
        ("a$", "a\n", false),
        (r"a$\n", "a\n", true),
        ("(^a|b)+", "ab", true),
        ("a||b", "", true),
        ("", "", true),
        ("", "a", false),
        ("a|b*", "bbb", true),
        (r"\x{D800}|a", "a", true),
        (r"[^\x{D800}-\x{DFFF}]", "\u{10ffff}", true),
        ("A", "a", false),
        ("[[:^alpha:]]", "\n", true),
    ];
    for (pattern, text, expected) in cases {
        assert_eq!(matches(pattern, text), expected, "{pattern} on {text}");
    }
}

#[test]
fn patterns_as_deep_as_they_are_long_are_translated() {
    let deepest = MAX_BYTES / 2;
    let parentheses = format!("{}{}", "(".repeat(deepest), ")".repeat(deepest));
    assert!(translate(parentheses.as_bytes()).is_ok());
    for count in ["{1}", "{0}", "{1,}", "{0,1}", "{0,}"] {
        let counts = format!("a{}", count.repeat((MAX_BYTES - 1) / count.len()));
        assert!(translate(counts.as_bytes()).is_ok(), "{count}");
    }
    let branches = format!(
        "{}{}",
        "(|".repeat(MAX_BYTES / 3),
        ")".repeat(MAX_BYTES / 3)
    );
    assert!(translate(branches.as_bytes()).is_ok());
}

#[test]
fn patterns_longer_than_a_literal_are_refused() {
    let long = "a".repeat(MAX_BYTES + 1);
    assert_eq!(translate(long.as_bytes()), Err(RegexError::TooLarge));
}
