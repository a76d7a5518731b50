//! Escapes in strings, decoded as fastjson does: what is no escape stays as it stands.

use std::borrow::Cow;

use memchr::memchr;

/// The text of a string given what stands between its quotes.
pub(crate) fn decode(raw: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\\', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    append(raw, &mut out);
    Cow::Owned(out)
}

/// Appends the text of a string to `out`; it is never longer than `raw`.
pub(crate) fn append(mut raw: &[u8], out: &mut Vec<u8>) {
    while let Some(at) = memchr(b'\\', raw) {
        let (plain, escape) = raw.split_at(at);
        out.extend_from_slice(plain);
        raw = append_escape(escape, out);
    }
    out.extend_from_slice(raw);
}

/// Whether a string has only escapes that JSON knows, and no control character.
pub(crate) fn is_strict(mut raw: &[u8]) -> bool {
    while let Some((byte, rest)) = raw.split_first() {
        raw = match (byte, rest.split_first()) {
            (b'\\', Some((b'u', digits))) => match code_unit(digits) {
                Some((_, after)) => after,
                None => return false,
            },
            (b'\\', Some((letter, after))) if simple(*letter).is_some() => after,
            (b'\\' | ..=0x1f, _) => return false,
            _ => rest,
        };
    }
    true
}

/// Appends what the escape at the start of `text` stands for; answers the text after it.
fn append_escape<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let Some((letter, rest)) = text.get(1..).and_then(<[u8]>::split_first) else {
        return &[];
    };
    match simple(*letter) {
        Some(byte) => out.push(byte),
        None if *letter == b'u' => return append_unicode(rest, out),
        None => out.extend_from_slice(&[b'\\', *letter]),
    }
    rest
}

const fn simple(letter: u8) -> Option<u8> {
    Some(match letter {
        b'"' | b'\\' | b'/' => letter,
        b'b' => 0x08,
        b'f' => 0x0c,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        _ => return None,
    })
}

/// Appends what `\u` and the start of `text` stand for; answers the text after it. Surrogates count in pairs:
/// two that do not fit together become one U+FFFD, one alone stays as it stands.
fn append_unicode<'a>(text: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let Some((unit, rest)) = code_unit(text) else {
        out.extend_from_slice(b"\\u");
        return text;
    };
    if let Some(character) = char::from_u32(unit) {
        push(character, out);
        return rest;
    }
    let Some((second, after)) = rest.strip_prefix(b"\\u").and_then(code_unit) else {
        out.extend_from_slice(b"\\u");
        out.extend(text.iter().take(4));
        return rest;
    };
    push(pair(unit, second), out);
    after
}

fn code_unit(text: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_first_chunk::<4>()?;
    let unit = digits.iter().try_fold(0, |sum, digit| {
        Some(sum << 4 | char::from(*digit).to_digit(16)?)
    });
    Some((unit?, rest))
}

fn pair(high: u32, low: u32) -> char {
    let fits = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
    fits.then(|| 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
        .and_then(char::from_u32)
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn push(character: char, out: &mut Vec<u8>) {
    out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &str) -> String {
        String::from_utf8(decode(raw.as_bytes()).into_owned()).unwrap()
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        assert!(matches!(
            decode(b"plain \xff"),
            Cow::Borrowed(b"plain \xff")
        ));
    }

    #[test]
    fn the_escapes_of_json_are_decoded() {
        assert_eq!(
            decoded(r#"x\/y\b\f\n\r\t\"\\z"#),
            "x/y\u{8}\u{c}\n\r\t\"\\z"
        );
        assert_eq!(decoded(r"\u00e9\u0041\u0000|"), "éA\0|");
        assert_eq!(decoded(r"\ud83d\ude00!"), "😀!");
    }

    #[test]
    fn what_is_no_escape_stays_as_it_stands() {
        assert_eq!(decoded(r"a\qb\u12Zb\u12"), r"a\qb\u12Zb\u12");
        assert_eq!(decoded(r"\u"), r"\u");
        assert_eq!(decoded(r"\u+123"), r"\u+123");
    }

    #[test]
    fn lone_surrogates_stay_and_wrong_pairs_are_replaced() {
        assert_eq!(decoded(r"\ud83d x \ude00"), r"\ud83d x \ude00");
        assert_eq!(decoded(r"\ud83d\u12"), r"\ud83d\u12");
        assert_eq!(decoded(r"\ud83d\u0041"), "\u{fffd}");
        assert_eq!(decoded(r"\ude00\ud83d."), "\u{fffd}.");
    }

    #[test]
    fn a_backslash_at_the_very_end_ends_the_text() {
        assert_eq!(decoded("a\\"), "a");
    }

    #[test]
    fn decoded_text_is_never_longer() {
        let raw = r"\u0041\ud83d\ude00\ud83d\ud83d\q\u\ud800\/";
        for end in 0..raw.len() {
            assert!(decode(&raw.as_bytes()[..end]).len() <= end);
        }
    }
}
