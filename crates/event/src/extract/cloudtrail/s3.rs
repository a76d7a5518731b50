//! `s3.*`: objects and bytes moved.

use crate::extract::convert::number;
use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::scan::trie::SlotId;

/// Reads `s3.uri`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Uri {
    bucket: SlotId,
    key: SlotId,
}

impl Uri {
    pub(super) fn new(paths: &mut Paths) -> Self {
        Self {
            bucket: paths.slot(&["requestParameters", "bucketName"]),
            key: paths.slot(&["requestParameters", "key"]),
        }
    }

    /// Bucket and key as a URI, nothing escaped; both must be strings.
    pub(super) fn text(self, event: &mut Reading<'_>) -> Option<Text> {
        let bucket = event.string(self.bucket)?;
        let key = event.string(self.key)?;
        let begun = event.begin_text();
        event.push(b"s3://");
        event.push_text(bucket);
        event.push(b"/");
        event.push_text(key);
        Some(event.end_text(begun))
    }
}

/// Reads `s3.bytes`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes {
    received: SlotId,
    sent: SlotId,
}

impl Bytes {
    pub(super) fn new(paths: &mut Paths) -> Self {
        Self {
            received: paths.slot(&["additionalEventData", "bytesTransferredIn"]),
            sent: paths.slot(&["additionalEventData", "bytesTransferredOut"]),
        }
    }

    /// The bytes in both directions; one of them must exist.
    pub(super) fn sum(self, event: &Reading<'_>) -> Option<u64> {
        let received = event.node(self.received).map(number);
        let sent = event.node(self.sent).map(number);
        if received.is_none() && sent.is_none() {
            return None;
        }
        Some(received.unwrap_or(0).wrapping_add(sent.unwrap_or(0)))
    }
}

/// What an event did to an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// `GetObject`
    Get,
    /// `PutObject`
    Put,
    /// Anything else, in whatever service.
    Other,
}

impl Operation {
    /// 1 if the event's name is the operation's, otherwise no value.
    pub(super) fn count(self, name: SlotId, event: &mut Reading<'_>) -> Stored {
        let name = event.text(name).unwrap_or(Text::EMPTY);
        let actual = match event.bytes(name) {
            b"GetObject" => Self::Get,
            b"PutObject" => Self::Put,
            _ => Self::Other,
        };
        if actual == self {
            Stored::Number(1)
        } else {
            Stored::Absent
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    #[test]
    fn a_uri_needs_bucket_and_key_as_strings() {
        let of = |request: &str| read("s3.uri", &format!(r#"{{"requestParameters":{request}}}"#));
        assert_eq!(of(r#"{"bucketName":"b","key":"k\/x y"}"#), "s3://b/k/x y");
        assert_eq!(of(r#"{"bucketName":"","key":""}"#), "s3:///");
        assert_eq!(of(r#"{"bucketName":"b\u0000c","key":"k"}"#), "s3://b");
        assert_eq!(of(r#"{"bucketName":"b","key":1}"#), "<NA>");
        assert_eq!(of(r#"{"key":"k"}"#), "<NA>");
    }

    #[test]
    fn bytes_add_up_and_wrap_around() {
        let of = |data: &str| read("s3.bytes", &format!(r#"{{"additionalEventData":{data}}}"#));
        assert_eq!(
            of(r#"{"bytesTransferredIn":33.0,"bytesTransferredOut":1E2}"#),
            "133"
        );
        assert_eq!(
            of(r#"{"bytesTransferredIn":18446744073709551615,"bytesTransferredOut":2}"#),
            "1"
        );
        assert_eq!(of(r#"{"bytesTransferredOut":"5"}"#), "0");
        assert_eq!(of("{}"), "<NA>");
    }

    #[test]
    fn one_counter_counts_whatever_the_service() {
        let of = |name: &str| {
            let record = format!(r#"{{"eventName":{name}}}"#);
            ["s3.cnt.get", "s3.cnt.put", "s3.cnt.other"].map(|field| read(field, &record))
        };
        assert_eq!(of(r#""GetObject""#), ["1", "<NA>", "<NA>"]);
        assert_eq!(of(r#""PutObject""#), ["<NA>", "1", "<NA>"]);
        assert_eq!(of(r#""getobject""#), ["<NA>", "<NA>", "1"]);
        assert_eq!(of("null"), ["<NA>", "<NA>", "1"]);
        assert_eq!(read("s3.cnt.other", "{}"), "1");
    }
}
