//! A record with what its alert says beside its own keys.
//!
//! The keys begin with `falco.`; a record that brings such keys along loses them, or an event could pass for one that
//! raised an alert.

use memchr::memmem;

use super::alert::{self, FURTHER};
use super::members::{inside, members};

/// What the keys of annotations begin with.
const PREFIX: &str = "falco.";

/// Appends a record with the keys of its first alert, and the others whole under one key. A record that is no object is
/// dropped.
pub(super) fn write(record: &[u8], lines: &[u8], out: &mut Vec<u8>) {
    let own = record.trim_ascii();
    if !(own.starts_with(b"{") && own.ends_with(b"}")) {
        return;
    }
    out.push(b'{');
    write_own(own, out);
    if let Some((first, others)) = alert::split(lines) {
        for member in members(first) {
            begin_member(member.key.get(1..).unwrap_or_default(), out);
            out.extend_from_slice(member.value);
        }
        if others.clone().next().is_some() {
            begin_member(format!("{FURTHER}\"").as_bytes(), out);
            alert::write_array(others, out);
        }
    }
    out.push(b'}');
}

/// Appends the comma, `"falco.`, the rest of a key with its closing quote, and the colon.
fn begin_member(rest_of_key: &[u8], out: &mut Vec<u8>) {
    separate(out);
    out.push(b'"');
    out.extend_from_slice(PREFIX.as_bytes());
    out.extend_from_slice(rest_of_key);
    out.push(b':');
}

fn separate(out: &mut Vec<u8>) {
    if out.len() > 1 {
        out.push(b',');
    }
}

/// Appends the members that are the record's own. Most records have no key that needs a look.
fn write_own(record: &[u8], out: &mut Vec<u8>) {
    if !may_have_ours(record) {
        out.extend_from_slice(inside(record));
        return;
    }
    for member in members(record).filter(|member| !is_ours(member.key)) {
        separate(out);
        out.extend_from_slice(member.key);
        out.push(b':');
        out.extend_from_slice(member.value);
    }
}

/// Whether any text is our prefix, or may be with its escapes undone.
fn may_have_ours(record: &[u8]) -> bool {
    memmem::find(record, PREFIX.as_bytes()).is_some() || memmem::find(record, b"\\u00").is_some()
}

/// Whether a key, given with its quotes, begins with our prefix.
fn is_ours(key: &[u8]) -> bool {
    let key = serde_json::from_slice::<String>(key);
    key.is_ok_and(|key| key.starts_with(PREFIX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALERT: &str = "{\"rule\":\"a, b\",\"tags\":[\"x\",\"y\"]}\n";

    fn written(record: &str, lines: &str) -> String {
        let mut out = Vec::new();
        write(record.as_bytes(), lines.as_bytes(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_alert_becomes_keys_behind_those_of_the_record() {
        assert_eq!(
            written(r#" {"k": 1} "#, ALERT),
            r#"{"k": 1,"falco.rule":"a, b","falco.tags":["x","y"]}"#
        );
        assert_eq!(
            written("{}", ALERT),
            r#"{"falco.rule":"a, b","falco.tags":["x","y"]}"#
        );
    }

    #[test]
    fn further_alerts_are_kept_whole() {
        assert_eq!(
            written("{\"k\":1}", "{\"rule\":\"a\"}\n{\"rule\":\"b\"}\n"),
            r#"{"k":1,"falco.rule":"a","falco.further_alerts":[{"rule":"b"}]}"#
        );
    }

    #[test]
    fn a_record_cannot_bring_annotations_along() {
        for forged in [r#""falco.rule":"x""#, r#""\u0066alco.rule":{"a":[1]}"#] {
            assert_eq!(written(&format!("{{{forged},\"k\":1}}"), ""), "{\"k\":1}");
            assert_eq!(written(&format!("{{\"k\":1, {forged}}}"), ""), "{\"k\":1}");
            assert_eq!(
                written(&format!("{{\"k\":1,{forged}}}"), "{\"rule\":\"a\"}\n"),
                r#"{"k":1,"falco.rule":"a"}"#
            );
            assert_eq!(written(&format!("{{{forged}}}"), ""), "{}");
        }
    }

    #[test]
    fn values_that_speak_of_annotations_stay() {
        let record = r#"{"k":"falco.rule","\u0041":{"falco.rule":1}}"#;
        assert_eq!(written(record, ""), record);
    }

    #[test]
    fn what_is_no_object_is_dropped() {
        for record in ["", "[1]", "null", "{\"a\":1", "\"falco.\""] {
            assert_eq!(written(record, ALERT), "");
        }
    }
}
