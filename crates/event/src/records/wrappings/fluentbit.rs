//! Fluent Bit: a line stands as a text under `log`, beside `date`. A record that a parser has taken apart has its own
//! keys beside `date`, and is an event itself.

use super::Held;
use super::envelope::{Envelope, Key};

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    envelope.text(Key::Log).map(Held::Text)
}
