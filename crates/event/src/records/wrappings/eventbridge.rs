//! EventBridge: the event is the object `detail`, and `detail-type` says what kind it is of.

use super::envelope::{Envelope, Key};
use super::{Held, NamedObjects};
use crate::json::{Kind, Node};

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    envelope.get(Key::DetailType, Kind::String)?;
    let detail = envelope.get(Key::Detail, Kind::Object)?;
    Some(if names_object(detail) {
        Held::Names(NamedObjects::S3)
    } else {
        Held::Object("detail", detail.raw())
    })
}

/// S3 sends its notifications this way too: `Object Created` and the like.
fn names_object(detail: Node<'_>) -> bool {
    let is_object = |key: &[u8]| {
        let value = detail.member(key);
        value.is_some_and(|value| value.kind() == Kind::Object)
    };
    is_object(b"bucket") && is_object(b"object")
}
