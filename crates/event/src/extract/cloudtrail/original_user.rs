//! `ct.originaluser`: the actor as CloudTrail's console shows it.

use crate::extract::convert::optional;
use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::scan::trie::SlotId;

/// Reads the actor: of an assumed role the session's name, else the user's name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OriginalUser {
    identity_type: SlotId,
    user_name: SlotId,
    arn: SlotId,
    principal_id: SlotId,
}

impl OriginalUser {
    pub(super) fn new(paths: &mut Paths) -> Self {
        Self {
            identity_type: paths.slot(&["userIdentity", "type"]),
            user_name: paths.slot(&["userIdentity", "userName"]),
            arn: paths.slot(&["userIdentity", "arn"]),
            principal_id: paths.slot(&["userIdentity", "principalId"]),
        }
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        let identity_type = event.text(self.identity_type).unwrap_or(Text::EMPTY);
        let text = if event.bytes(identity_type) == b"AssumedRole" {
            self.session(event)
        } else {
            event.text(self.user_name)
        };
        optional(text, event)
    }

    /// The last of exactly three parts of the ARN, or else of exactly two of the principal.
    fn session(&self, event: &mut Reading<'_>) -> Option<Text> {
        last_of(self.arn, b'/', 3, event).or_else(|| last_of(self.principal_id, b':', 2, event))
    }
}

/// The last part of a text that has exactly so many.
fn last_of(slot: SlotId, separator: u8, parts: usize, event: &mut Reading<'_>) -> Option<Text> {
    let text = event.text(slot)?;
    let bytes = event.bytes(text);
    let mut split = bytes.split(|byte| *byte == separator);
    let last = split.nth(parts - 1)?.len();
    let length = bytes.len();
    split
        .next()
        .is_none()
        .then(|| text.slice(length - last, length))
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn original(identity: &str) -> String {
        read(
            "ct.originaluser",
            &format!(r#"{{"userIdentity":{identity}}}"#),
        )
    }

    #[test]
    fn the_session_of_a_role_is_the_last_of_three_parts() {
        assert_eq!(
            original(r#"{"type":"AssumedRole","arn":"a:assumed-role/Admin/alice\u0041"}"#),
            "aliceA"
        );
        assert_eq!(
            original(r#"{"type":"AssumedRole","arn":"a/b/c/d","principalId":"AROA:bob"}"#),
            "bob"
        );
        assert_eq!(original(r#"{"type":"AssumedRole","arn":"a/b/"}"#), "");
    }

    #[test]
    fn a_role_without_a_session_has_none() {
        assert_eq!(
            original(r#"{"type":"AssumedRole","arn":"a/b","principalId":"a:b:c","userName":"x"}"#),
            "<NA>"
        );
        assert_eq!(original(r#"{"type":"AssumedRole","arn":null}"#), "<NA>");
    }

    #[test]
    fn others_are_called_by_their_user_name() {
        assert_eq!(original(r#"{"type":"SAMLUser","userName":"eve"}"#), "eve");
        assert_eq!(original(r#"{"userName":7}"#), "");
        assert_eq!(original("{}"), "<NA>");
    }
}
