//! `ct.shortsrc`: the event's source without AWS's domain.

use crate::extract::Reading;
use crate::extract::convert::optional;
use crate::fields::{Stored, Text};
use crate::scan::trie::SlotId;

const DOMAIN: &[u8] = b".amazonaws.com";

pub(super) fn read(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let text = event.text(slot).map(|text| shortened(text, event));
    optional(text, event)
}

/// The source without its domain; the domain alone stays.
pub(super) fn shortened(text: Text, event: &Reading<'_>) -> Text {
    match event.bytes(text).strip_suffix(DOMAIN) {
        Some(name) if !name.is_empty() => text.slice(0, name.len()),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn short(source: &str) -> String {
        read("ct.shortsrc", &format!(r#"{{"eventSource":{source}}}"#))
    }

    #[test]
    fn one_domain_at_the_end_is_dropped() {
        assert_eq!(short(r#""s3.amazonaws.com""#), "s3");
        assert_eq!(
            short(r#""a.amazonaws.com.amazonaws.com""#),
            "a.amazonaws.com"
        );
        assert_eq!(short(r#""s\u0033.amazonaws.com""#), "s3");
    }

    #[test]
    fn anything_else_stays() {
        assert_eq!(short(r#"".amazonaws.com""#), ".amazonaws.com");
        assert_eq!(short(r#""s3.AMAZONAWS.com""#), "s3.AMAZONAWS.com");
        assert_eq!(short("null"), "");
        assert_eq!(read("ct.shortsrc", "{}"), "<NA>");
    }
}
