//! Values that conditions speak of and events have. There are few, so that they meet.

use crate::choices::Choices;

/// Texts: some begin, end or contain others, or differ in case only.
pub const TEXTS: &[&str] = &[
    "a",
    "",
    "A",
    "ab",
    "aB",
    "b",
    "abc",
    "ConsoleLogin",
    "consolelogin",
    "CreateUser",
    "root",
    "Root",
    "IAMUser",
    "AssumedRole",
    "AWSAccount",
    "AWSService",
    "us-east-1",
    "iam.amazonaws.com",
    "s3.amazonaws.com",
    ".amazonaws.com",
    "AwsApiCall",
    "arn:aws:iam::123456789012:user/alice",
    "arn:aws:sts::123456789012:assumed-role/role/session",
    "123456789012",
    "0",
    "7",
    "10",
    "true",
    "false",
    "null",
    "<NA>",
    "/",
    "/a",
    "/a/b",
    "a/b/c",
    "//a//b/",
    "-a",
    "-b7",
    "--",
    "a:b",
    "YWI=",
    "YWJj",
    "YQ==",
    "!!",
    "x y",
    " ",
    "é",
    "É",
    "😀",
    "a=b",
    "it's",
    "say \"hi\"",
    "back\\slash",
    "(a)",
    "a,b",
    "[a]",
    "a*",
    "*",
    "?",
    "tab\tend",
    "line\nend",
    "1.2.3.4",
    "10.0.0.1",
    "2001:db8::1",
    "GetObject",
    "PutObject",
    "list_a",
    "m_a",
    "ct.name",
    "tolower(ct.name)",
    "%ct.name",
    "and",
    "2024-03-14T12:34:56Z",
];

/// Numbers as they are written.
pub const NUMBERS: &[&str] = &[
    "0",
    "1",
    "7",
    "10",
    "255",
    "256",
    "1000",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "1700000000123456789",
];

/// Numbers that not every reader takes alike.
pub const ODD_NUMBERS: &[&str] = &[
    "-1",
    "-0",
    "1.0",
    "1.5",
    "1e3",
    "1E400",
    "-1e-400",
    "0.1",
    "18446744073709551616",
    "99999999999999999999999999",
    "01",
    "+7",
    "007",
    "1.",
    "NaN",
    "-inf",
    "0x10",
    "123456789012345678901234567890.5e-10",
];

/// Addresses of both families.
pub const ADDRESSES: &[&str] = &[
    "1.2.3.4",
    "10.0.0.1",
    "10.1.2.3",
    "0.0.0.0",
    "255.255.255.255",
    "::1",
    "::",
    "2001:db8::1",
    "2001:db8:0:1::5",
    "fe80::1",
];

/// Networks of both families.
pub const NETWORKS: &[&str] = &[
    "10.0.0.0/8",
    "10.1.2.3/31",
    "1.2.3.4/32",
    "0.0.0.0/0",
    "255.0.0.0/1",
    "2001:db8::/32",
    "::/1",
    "::1/128",
    "fe80::/10",
    "2001:db8:0:1::/64",
];

/// Shell patterns.
pub const GLOBS: &[&str] = &[
    "*",
    "?",
    "a*",
    "*b",
    "*a*b*",
    "??",
    "[ab]*",
    "[!a]*",
    "[^a-c]",
    "[a-c]?",
    "[]a]",
    "[[:alpha:]]*",
    "[[:digit:][:upper:]]*",
    "*[.:]*",
    "\\*",
    "a\\b",
    "Console*",
    "*/b",
    "*[",
    "[a",
    "*é*",
    "*.amazonaws.com",
    "A?*",
    "",
    "**",
    "?*?",
    "[z-a]*",
    "[a-]*",
];

/// Paths for `pmatch`.
pub const PATHS: &[&str] = &[
    "/",
    "/a",
    "a",
    "/a/b",
    "a/b/c",
    "/*/b",
    "/?",
    "*",
    "/a/*",
    "",
    "//",
    "/[ab]/b/c",
    "arn:*",
    "b",
];

/// Patterns in the syntax of RE2's POSIX mode.
pub const REGEXES: &[&str] = &[
    "a",
    "a*",
    "(a|b)+",
    ".*",
    "[a-z]+",
    "^a.*",
    ".*b$",
    "a+?",
    "a{1,2}b?",
    "[^/]*",
    "[[:alpha:]]+",
    "\\.amazonaws\\.com",
    ".*\\.amazonaws\\.com",
    "()",
    "a||b",
    "Console(Login|Logout)",
    ".",
    "é",
    "[É-é]",
    "\\x61",
    "a**",
    "(a|ab)(c|bcd)*",
    "]",
    "a{2",
    "",
];

/// JSON pointers into events.
pub const POINTERS: &[&str] = &[
    "/eventName",
    "/eventSource",
    "/userIdentity/type",
    "/userIdentity/arn",
    "/userIdentity",
    "/requestParameters/name",
    "/requestParameters",
    "/responseElements/key",
    "/resources/0",
    "/resources/0/ARN",
    "/resources/1",
    "/a",
    "/a/0",
    "/a~1b",
    "/",
    "eventID",
    "/nothing/here",
    "/requestParameters/items/0/a",
    "/t.string",
    "/l.string/1",
];

/// A text: one that the case comes back to, something like it, one of the few, or any bytes.
pub fn text(choices: &mut Choices<'_>) -> Vec<u8> {
    if choices.chance(65)
        && let Some(favourite) = choices.favourite_text()
    {
        return if choices.chance(35) {
            alike(&favourite, choices)
        } else {
            favourite
        };
    }
    match choices.number(0..=19) {
        0 => choices.several(12, Choices::byte),
        1 => [choices.word(TEXTS), choices.word(TEXTS)].concat().into(),
        2 => choices.word(NUMBERS).into(),
        3 => choices.word(ADDRESSES).into(),
        4 => choices.word(TEXTS).repeat(choices.number(0..=120)).into(),
        _ => choices.word(TEXTS).into(),
    }
}

/// A part of a text, or the text in another case.
fn alike(text: &[u8], choices: &mut Choices<'_>) -> Vec<u8> {
    let (start, end) = (choices.below(text.len() + 1), choices.below(text.len() + 1));
    match choices.number(0..=4) {
        0 => text.to_ascii_uppercase(),
        1 => text.to_ascii_lowercase(),
        2 => text.get(start..).unwrap_or_default().to_vec(),
        3 => text.get(..end).unwrap_or_default().to_vec(),
        _ => text.get(start..end).unwrap_or_default().to_vec(),
    }
}

/// A shell pattern: one of the few, or a text of which some is left open.
pub fn glob(choices: &mut Choices<'_>) -> Vec<u8> {
    if choices.chance(40) {
        return choices.word(GLOBS).into();
    }
    let mut pattern = text(choices);
    for _ in 0..=choices.number(0..=2) {
        let at = choices.below(pattern.len() + 1);
        let end = (at + choices.number(0..=3)).min(pattern.len());
        let wild = choices.word(&["*", "?", "[a-z]", "[!a]", "[[:alpha:]]", "**", "[A-Z]", ""]);
        pattern.splice(at..end, wild.bytes()).for_each(drop);
    }
    pattern
}

/// A regular expression: one of the few, or a text of which some is left open.
pub fn regex(choices: &mut Choices<'_>) -> Vec<u8> {
    if choices.chance(40) {
        return choices.word(REGEXES).into();
    }
    let text = String::from_utf8_lossy(&text(choices)).into_owned();
    let mut pattern = String::new();
    for character in text.chars().take(60) {
        match choices.number(0..=30) {
            0 => pattern.push_str(".*"),
            1 => pattern.push('.'),
            2 => pattern.push_str("[[:alnum:]]"),
            3 => pattern.push_str("(x|.)"),
            _ if character.is_ascii_punctuation() => pattern.extend(['\\', character]),
            _ => pattern.push(character),
        }
    }
    pattern.into_bytes()
}

/// A number as it is written, now and then an odd one.
pub fn number(choices: &mut Choices<'_>) -> &'static str {
    if choices.chance(10) {
        choices.word(ODD_NUMBERS)
    } else {
        choices.word(NUMBERS)
    }
}
