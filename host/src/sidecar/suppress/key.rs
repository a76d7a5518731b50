//! What makes two alerts alike.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

/// Fields that tell every two events apart.
const OF_ONE_EVENT: [&str; 5] = ["ct.id", "ct.requestid", "ct.time", "evt.num", "evt.time"];

/// Alerts with the same key are alike. Nobody can make others that have it.
pub(super) type Key = [u8; 32];

/// What of an alert matters.
#[derive(Deserialize)]
pub(super) struct Alert<'a> {
    #[serde(borrow)]
    pub(super) rule: Cow<'a, str>,
    #[serde(borrow, default)]
    output_fields: BTreeMap<Cow<'a, str>, &'a RawValue>,
}

impl Alert<'_> {
    /// By the rule and these fields; by all fields but those of one event if there are none.
    pub(super) fn key(&self, fields: &[String]) -> Key {
        let mut hash = Sha256::new();
        add(&mut hash, &self.rule);
        for (name, value) in &self.output_fields {
            if counts(name, fields) {
                add(&mut hash, name);
                add(&mut hash, value.get());
            }
        }
        hash.finalize().into()
    }
}

fn counts(name: &str, fields: &[String]) -> bool {
    if fields.is_empty() {
        return !OF_ONE_EVENT.iter().any(|field| is_part(name, field));
    }
    fields.iter().any(|field| field == name)
}

/// Whether it is the field, or another form of it, such as `evt.time.s`.
fn is_part(name: &str, field: &str) -> bool {
    name.strip_prefix(field)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// With its length, so that no two lists of texts are the same.
fn add(hash: &mut Sha256, text: &str) {
    hash.update((text.len() as u64).to_le_bytes());
    hash.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(fields: &str, names: &[&str]) -> Key {
        let text = format!("{{\"rule\":\"r\",\"output_fields\":{{{fields}}}}}");
        let alert: Alert<'_> = serde_json::from_str(&text).unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        alert.key(&names)
    }

    #[test]
    fn what_tells_every_two_events_apart_does_not_count_unless_it_is_named() {
        let first = r#""ct.user":"x","evt.time.s":1,"evt.num":7,"ct.id":"a""#;
        let second = r#""ct.user":"x","evt.time.s":2,"evt.num":8,"ct.id":"b""#;
        assert_eq!(key(first, &[]), key(second, &[]));
        assert_ne!(key(first, &["ct.id"]), key(second, &["ct.id"]));
        assert_ne!(key(first, &[]), key(r#""ct.user":"y""#, &[]));
    }

    #[test]
    fn a_name_and_its_value_do_not_run_together() {
        assert_ne!(key(r#""a":1,"b":2"#, &[]), key(r#""a":"1\"b\":2""#, &[]));
        assert_ne!(key(r#""a":null"#, &[]), key("", &[]));
    }
}
