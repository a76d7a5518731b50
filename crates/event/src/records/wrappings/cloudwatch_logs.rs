//! A subscription to CloudWatch Logs: each entry of `logEvents` has an event as a text under `message`.

use super::envelope::{Envelope, Key};
use super::{Held, HeldText};
use crate::json::{Kind, Node};

const MESSAGE: &str = "message";

/// The entries of `logEvents`.
#[derive(Clone, Copy, Debug)]
pub struct LogEvents<'a>(Node<'a>);

impl<'a> LogEvents<'a> {
    /// What each of them holds.
    pub fn iter(&self) -> impl Iterator<Item = Held<'a>> + use<'a> {
        self.0.elements().map(message)
    }
}

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    let events = envelope.get(Key::LogEvents, Kind::Array)?;
    envelope.get(Key::MessageType, Kind::String)?;
    Some(if envelope.says(Key::MessageType, "CONTROL_MESSAGE") {
        Held::Nothing
    } else {
        Held::LogEvents(LogEvents(events))
    })
}

fn message(entry: Node<'_>) -> Held<'_> {
    let text = entry.member(MESSAGE.as_bytes()).and_then(Node::raw_string);
    text.map_or(Held::NoText(MESSAGE), |raw| {
        Held::Text(HeldText { key: MESSAGE, raw })
    })
}
