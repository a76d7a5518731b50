//! Texts between quotes.

use std::fmt::Write as _;

/// A text as JSON and YAML write it, without characters that would do something to a terminal.
pub fn quoted(text: &str) -> String {
    harmless(&serde_json::Value::from(text).to_string())
}

/// What JSON is written, with escapes for characters that would do something to a terminal: they mean the same.
pub fn harmless(written: &str) -> String {
    if !written.contains(char::is_control) {
        return written.to_owned();
    }
    let mut out = String::with_capacity(written.len());
    for one in written.chars() {
        if one.is_control() {
            let _ = write!(out, "\\u{:04x}", u32::from(one));
        } else {
            out.push(one);
        }
    }
    out
}
