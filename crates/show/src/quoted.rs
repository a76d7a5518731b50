//! Texts between quotes.

use std::fmt::Write as _;

use falconet_diagnostics::is_unsafe;

/// A text as JSON writes it, without characters that would do something to a terminal, or that nobody sees. Below U+10000
/// YAML reads it as well.
pub fn quoted(text: &str) -> String {
    harmless(&serde_json::Value::from(text).to_string())
}

/// The same as YAML writes it, which knows no pairs of surrogates.
pub fn quoted_yaml(text: &str) -> String {
    let written = serde_json::Value::from(text).to_string();
    escaped(&written, |one, out| {
        let code = u32::from(one);
        let _ = match u16::try_from(code) {
            Ok(_) => write!(out, "\\u{code:04x}"),
            Err(_) => write!(out, "\\U{code:08x}"),
        };
    })
}

/// What JSON is written, with escapes for characters that would do something to a terminal, or that nobody sees: they mean
/// the same.
pub fn harmless(written: &str) -> String {
    escaped(written, |one, out| {
        for unit in one.encode_utf16(&mut [0; 2]) {
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

fn escaped(written: &str, escape: impl Fn(char, &mut String)) -> String {
    let mut out = String::with_capacity(written.len());
    for one in written.chars() {
        if is_unsafe(one) {
            escape(one, &mut out);
        } else {
            out.push(one);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const HIDDEN: &str = "a\u{202e}\u{200b}\u{feff}\u{7f}\"\u{e0041}é😀";

    #[test]
    fn what_is_hidden_in_a_text_stands_there_as_an_escape_and_means_the_same() {
        let json = quoted(HIDDEN);
        assert_eq!(json, r#""a\u202e\u200b\ufeff\u007f\"\udb40\udc41é😀""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), HIDDEN);
        assert_eq!(
            quoted_yaml(HIDDEN),
            r#""a\u202e\u200b\ufeff\u007f\"\U000e0041é😀""#
        );
    }
}
