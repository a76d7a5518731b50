//! The keys of a record by which wrappings are known.

use std::borrow::Cow;

use super::HeldText;
use crate::json::{Kind, Node, unescape};

/// A key of an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Message,
    Log,
    Detail,
    DetailType,
    MessageType,
    LogEvents,
    SnsType,
    SnsMessage,
    SqsBody,
    SqsBodyReceived,
    EventSource,
    S3,
    S3Bucket,
    S3Object,
}

/// The keys as they are written, in the order of [`Key`].
const KEYS: [&str; 14] = [
    "message",
    "log",
    "detail",
    "detail-type",
    "messageType",
    "logEvents",
    "Type",
    "Message",
    "body",
    "Body",
    "eventSource",
    "s3",
    "s3Bucket",
    "s3ObjectKey",
];

/// The values under those keys; of equal keys that of the first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Envelope<'a> {
    values: [Option<Node<'a>>; KEYS.len()],
}

impl<'a> Envelope<'a> {
    /// Looks through the keys of a record once.
    pub(super) fn read(record: &'a [u8]) -> Self {
        let mut envelope = Self::default();
        for (key, value) in Node::new(record).members() {
            let key = spelt(key);
            let place = KEYS.iter().position(|known| known.as_bytes() == &*key);
            if let Some(slot) = place.and_then(|at| envelope.values.get_mut(at)) {
                slot.get_or_insert(value);
            }
        }
        envelope
    }

    /// The value under a key, if it is of this kind.
    pub(super) fn get(&self, key: Key, kind: Kind) -> Option<Node<'a>> {
        let value = *self.values.get(key as usize)?;
        value.filter(|value| value.kind() == kind)
    }

    /// Whether there is a text under a key that is this one.
    pub(super) fn says(&self, key: Key, text: &str) -> bool {
        let value = self.get(key, Kind::String).and_then(Node::string);
        value.is_some_and(|value| *value == *text.as_bytes())
    }

    /// The text under a key.
    pub(super) fn text(&self, key: Key) -> Option<HeldText<'a>> {
        let raw = self.get(key, Kind::String)?.raw_string()?;
        let key = KEYS.get(key as usize)?;
        Some(HeldText { key, raw })
    }
}

fn spelt(raw: &[u8]) -> Cow<'_, [u8]> {
    unescape::decode(raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_found_under_its_name() {
        let all = [
            Key::Message,
            Key::Log,
            Key::Detail,
            Key::DetailType,
            Key::MessageType,
            Key::LogEvents,
            Key::SnsType,
            Key::SnsMessage,
            Key::SqsBody,
            Key::SqsBodyReceived,
            Key::EventSource,
            Key::S3,
            Key::S3Bucket,
            Key::S3Object,
        ];
        assert_eq!(all.len(), KEYS.len());
        for (key, name) in all.into_iter().zip(KEYS) {
            let record = format!(r#"{{"a":{{"{name}":1}},"{name}":"{name}","{name}":""}}"#);
            let envelope = Envelope::read(record.as_bytes());
            assert!(envelope.says(key, name), "{name}");
            assert!(envelope.get(key, Kind::Object).is_none());
        }
    }

    #[test]
    fn a_key_may_be_written_with_escapes() {
        let envelope = Envelope::read(br#"{"mess\u0061ge":"x"}"#);
        assert_eq!(envelope.text(Key::Message).unwrap().key, "message");
    }

    #[test]
    fn what_is_no_object_has_no_keys() {
        for record in [&b"[\"message\",\"x\"]"[..], b"", b"1", b"\"message\""] {
            assert!(Envelope::read(record).text(Key::Message).is_none());
        }
    }
}
