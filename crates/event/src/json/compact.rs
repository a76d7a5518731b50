//! JSON text without the blanks between tokens, otherwise as it stands.

use crate::scan::token;

/// Appends valid JSON text to `out`, leaving out the blanks between its tokens.
pub(crate) fn append(mut text: &[u8], out: &mut Vec<u8>) {
    while let Some(at) = text.iter().position(|byte| is_blank_or_quote(*byte)) {
        let length = if text.get(at) == Some(&b'"') {
            token::string(text, at + 1).map_or(text.len(), |found| found.end)
        } else {
            at
        };
        out.extend_from_slice(text.get(..length).unwrap_or_default());
        let next = token::skip_blanks(text, length);
        text = text.get(next..).unwrap_or_default();
    }
    out.extend_from_slice(text);
}

const fn is_blank_or_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b' ' | b'\t' | b'\n' | b'\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compact(text: &str) -> String {
        let mut out = Vec::new();
        append(text.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_blanks_between_tokens_are_dropped() {
        let text = "{ \"a b\" :\t[ 1.50 , \" \\\" \" , null ] ,\r\n\"c\\/\\u00e9\":{ } }";
        assert_eq!(
            compact(text),
            r#"{"a b":[1.50," \" ",null],"c\/\u00e9":{}}"#
        );
    }

    #[test]
    fn text_without_blanks_stays() {
        for text in ["", "5", "\"\"", "[1,2]", "{\"a\":\"b c\"}"] {
            assert_eq!(compact(text), text);
        }
    }
}
