//! SQS: the event is the text `body` of a record that a function is given, or `Body` of a message that was received.

use super::Held;
use super::envelope::{Envelope, Key};

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    let received = envelope.text(Key::SqsBodyReceived);
    let is_given = envelope.says(Key::EventSource, "aws:sqs");
    let given = envelope.text(Key::SqsBody).filter(|_| is_given);
    given.or(received).map(Held::Text)
}
