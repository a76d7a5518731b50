//! Notifications that name objects in S3: events lie in the objects, which are not here.

use super::envelope::{Envelope, Key};
use super::{Held, NamedObjects};
use crate::json::Kind;

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    let is_of_s3 = envelope.says(Key::EventSource, "aws:s3");
    if is_of_s3 && envelope.get(Key::S3, Kind::Object).is_some() {
        return Some(Held::Names(NamedObjects::S3));
    }
    envelope.get(Key::S3Bucket, Kind::String)?;
    envelope.get(Key::S3Object, Kind::Array)?;
    Some(Held::Names(NamedObjects::CloudTrail))
}
