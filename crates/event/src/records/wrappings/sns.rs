//! SNS: the event is the text `Message` of a notification. What else it sends is about subscriptions.

use super::Held;
use super::envelope::{Envelope, Key};

const ABOUT_ITSELF: [&str; 2] = ["SubscriptionConfirmation", "UnsubscribeConfirmation"];

pub(super) fn open<'a>(envelope: &Envelope<'a>) -> Option<Held<'a>> {
    let message = envelope.text(Key::SnsMessage)?;
    let mut about_itself = ABOUT_ITSELF.into_iter();
    if about_itself.any(|kind| envelope.says(Key::SnsType, kind)) {
        return Some(Held::Nothing);
    }
    let is_notification = envelope.says(Key::SnsType, "Notification");
    is_notification.then_some(Held::Text(message))
}
