//! Vector: what it read stands as a text under `message`, beside what it knows of where it read it.

use super::Held;
use super::envelope::{Envelope, Key};

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    envelope.text(Key::Message).map(Held::Text)
}
