//! `ct.info`: a summary of an event for people.

use super::s3;
use super::user::User;
use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::json::Kind;
use crate::scan::trie::SlotId;
use crate::timestamp::write_number;

const NO_USER: &[u8] = b"<invalid cloudtrail event: userIdentity field missing>";
/// Names the event source, as Falco's text does, although the address is missing.
const NO_ADDRESS: &[u8] = b"<invalid cloudtrail event: eventSource field missing>";
const NO_NAME: &[u8] = b"<invalid cloudtrail event: eventName field missing>";

/// Reads the summary. It always has a value; what is missing is said in it.
#[derive(Clone, Debug)]
pub(crate) struct Info {
    user: User,
    address: SlotId,
    error: SlotId,
    read_only: SlotId,
    name: SlotId,
    public_access: PublicAccess,
    bytes: s3::Bytes,
    uri: s3::Uri,
    bucket: SlotId,
    key: SlotId,
    host: SlotId,
}

/// What `PutBucketPublicAccessBlock` blocks.
#[derive(Clone, Copy, Debug)]
struct PublicAccess {
    configuration: SlotId,
    /// Names and values of the switches. Falco looks for them at the top of the event, where they are not.
    switches: [(&'static str, SlotId); 4],
}

impl Info {
    pub(super) fn new(paths: &mut Paths) -> Self {
        Self {
            user: User::new(paths),
            address: paths.slot(&["sourceIPAddress"]),
            error: paths.slot(&["errorCode"]),
            read_only: paths.slot(&["readOnly"]),
            name: paths.slot(&["eventName"]),
            public_access: PublicAccess::new(paths),
            bytes: s3::Bytes::new(paths),
            uri: s3::Uri::new(paths),
            bucket: paths.slot(&["requestParameters", "bucketName"]),
            key: paths.slot(&["requestParameters", "key"]),
            host: paths.slot(&["requestParameters", "Host"]),
        }
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        let text = self.text(event);
        event.stored(text)
    }

    pub(super) fn text(&self, event: &mut Reading<'_>) -> Text {
        let Ok(user) = self.user.text(event) else {
            return Text::Static(NO_USER);
        };
        let Some(address) = event.text(self.address) else {
            return Text::Static(NO_ADDRESS);
        };
        let Some(name) = event.text(self.name) else {
            return Text::Static(NO_NAME);
        };
        let object = self.object(event);
        let begun = event.begin_text();
        self.push_head(user, address, event);
        event.push(b" ");
        event.push_text(name);
        self.push_details(name, object, event);
        event.end_text(begun)
    }

    /// `user via address !→`, the address left out where a service is both.
    fn push_head(&self, user: Text, address: Text, event: &mut Reading<'_>) {
        event.push_text(user);
        if event.bytes(user) != event.bytes(address) {
            event.push(b" via ");
            event.push_text(address);
        }
        event.push(b" ");
        if event.exists(self.error) {
            event.push(b"!");
        }
        let writes = event
            .kind(self.read_only)
            .is_some_and(|kind| kind != Kind::True);
        event.push(if writes { "→" } else { "←" }.as_bytes());
    }

    fn push_details(&self, name: Text, object: Option<(&str, Text)>, event: &mut Reading<'_>) {
        if event.bytes(name) == b"PutBucketPublicAccessBlock" {
            self.public_access.push(event);
            return;
        }
        if let Some(bytes) = self.bytes.sum(event) {
            event.push(b" Size=");
            write_number(bytes, event.out());
        }
        if let Some((label, text)) = object {
            event.push(label.as_bytes());
            event.push_text(text);
        }
    }

    /// The first of URI, bucket, key and host that the event has.
    fn object(&self, event: &mut Reading<'_>) -> Option<(&'static str, Text)> {
        if let Some(uri) = self.uri.text(event) {
            return Some((" URI=", uri));
        }
        let places = [
            (" Bucket=", self.bucket),
            (" Key=", self.key),
            (" Host=", self.host),
        ];
        places
            .into_iter()
            .find_map(|(label, slot)| Some((label, event.text(slot)?)))
    }
}

impl PublicAccess {
    fn new(paths: &mut Paths) -> Self {
        let names = [
            "BlockPublicAcls",
            "BlockPublicPolicy",
            "IgnorePublicAcls",
            "RestrictPublicBuckets",
        ];
        Self {
            configuration: paths.slot(&["requestParameters", "PublicAccessBlockConfiguration"]),
            switches: names.map(|name| (name, paths.slot(&[name]))),
        }
    }

    fn push(&self, event: &mut Reading<'_>) {
        if event.kind(self.configuration) != Some(Kind::Object) {
            return;
        }
        event.push(b" ");
        for (name, slot) in self.switches {
            let on = event.kind(slot) == Some(Kind::True);
            event.push(name.as_bytes());
            event.push(if on { b"=true " } else { b"=false " });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn info(rest: &str) -> String {
        let start = r#"{"userIdentity":{"type":"IAMUser","userName":"alice"},"sourceIPAddress":"1.2.3.4","eventName":"#;
        read("ct.info", &format!("{start}{rest}}}"))
    }

    #[test]
    fn writing_reading_and_failing_are_told_apart() {
        assert_eq!(info(r#""X","readOnly":false"#), "alice via 1.2.3.4 → X");
        assert_eq!(info(r#""X","readOnly":true"#), "alice via 1.2.3.4 ← X");
        assert_eq!(info(r#""X","errorCode":null"#), "alice via 1.2.3.4 !← X");
    }

    #[test]
    fn sizes_and_the_first_known_place_follow() {
        assert_eq!(
            info(
                r#""X","additionalEventData":{"bytesTransferredIn":33},"requestParameters":{"bucketName":"b","key":"k"}"#
            ),
            "alice via 1.2.3.4 ← X Size=33 URI=s3://b/k"
        );
        assert_eq!(
            info(r#""X","requestParameters":{"bucketName":1,"key":"k"}"#),
            "alice via 1.2.3.4 ← X Bucket="
        );
        assert_eq!(
            info(r#""X","requestParameters":{"key":"k","Host":"h"}"#),
            "alice via 1.2.3.4 ← X Key=k"
        );
        assert_eq!(
            info(r#""X","requestParameters":{"Host":"h"}"#),
            "alice via 1.2.3.4 ← X Host=h"
        );
    }

    #[test]
    fn switches_of_public_access_are_looked_for_at_the_top() {
        let name = r#""PutBucketPublicAccessBlock","requestParameters":{"bucketName":"b""#;
        let inner = format!(
            r#"{name},"PublicAccessBlockConfiguration":{{"BlockPublicAcls":true}}}},"BlockPublicPolicy":true"#
        );
        assert_eq!(
            info(&inner),
            "alice via 1.2.3.4 ← PutBucketPublicAccessBlock BlockPublicAcls=false BlockPublicPolicy=true IgnorePublicAcls=false RestrictPublicBuckets=false "
        );
        assert_eq!(
            info(&format!("{name}}}")),
            "alice via 1.2.3.4 ← PutBucketPublicAccessBlock"
        );
    }

    #[test]
    fn a_service_that_is_its_own_address_is_named_once() {
        let record = r#"{"userIdentity":{"type":"AWSService","invokedBy":"a.b"},"sourceIPAddress":"a.\u0062","eventName":"X"}"#;
        assert_eq!(read("ct.info", record), "a.b ← X");
    }

    #[test]
    fn what_is_missing_is_said_instead() {
        let user = r#""userIdentity":{"type":"AWSAccount"}"#;
        assert_eq!(
            read("ct.info", "{}"),
            "<invalid cloudtrail event: userIdentity field missing>"
        );
        assert_eq!(
            read("ct.info", &format!("{{{user}}}")),
            "<invalid cloudtrail event: eventSource field missing>"
        );
        assert_eq!(
            read("ct.info", &format!(r#"{{{user},"sourceIPAddress":null}}"#)),
            "<invalid cloudtrail event: eventName field missing>"
        );
    }
}
