//! `ct.user`: the actor, by the type of identity.

use crate::extract::{Paths, Reading};
use crate::fields::Text;
use crate::scan::trie::SlotId;

/// Reads the actor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct User {
    identity_type: SlotId,
    own_name: SlotId,
    invoked_by: SlotId,
    role_name: SlotId,
}

/// Why an event has no actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoUser {
    /// The identity has no type.
    NoType,
    /// The type is not one that names an actor.
    UnknownType,
    /// The place where such an identity has its name is missing.
    NoName,
}

impl User {
    pub(super) fn new(paths: &mut Paths) -> Self {
        Self {
            identity_type: paths.slot(&["userIdentity", "type"]),
            own_name: paths.slot(&["userIdentity", "userName"]),
            invoked_by: paths.slot(&["userIdentity", "invokedBy"]),
            role_name: paths.slot(&[
                "userIdentity",
                "sessionContext",
                "sessionIssuer",
                "userName",
            ]),
        }
    }

    /// The actor: a user's or service's name, the name of an assumed role, or else the type itself.
    pub(super) fn text(&self, event: &mut Reading<'_>) -> Result<Text, NoUser> {
        let identity_type = event.string(self.identity_type).ok_or(NoUser::NoType)?;
        match event.bytes(identity_type) {
            b"Root" | b"IAMUser" => event.text(self.own_name).ok_or(NoUser::NoName),
            b"AWSService" => event.text(self.invoked_by).ok_or(NoUser::NoName),
            b"AssumedRole" => Ok(event
                .text(self.role_name)
                .unwrap_or(Text::Static(b"AssumedRole"))),
            b"AWSAccount" => Ok(Text::Static(b"AWSAccount")),
            b"FederatedUser" => Ok(Text::Static(b"FederatedUser")),
            _ => Err(NoUser::UnknownType),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn user(identity: &str) -> String {
        read("ct.user", &format!(r#"{{"userIdentity":{identity}}}"#))
    }

    #[test]
    fn users_and_services_are_named() {
        assert_eq!(user(r#"{"type":"IAMUser","userName":"alice"}"#), "alice");
        assert_eq!(user(r#"{"type":"Root","userName":null}"#), "");
        assert_eq!(
            user(r#"{"type":"AWSService","invokedBy":"ec2.amazonaws.com","userName":"x"}"#),
            "ec2.amazonaws.com"
        );
    }

    #[test]
    fn an_assumed_role_is_named_or_called_so() {
        let role =
            r#"{"type":"AssumedRole","sessionContext":{"sessionIssuer":{"userName":"admin"}}}"#;
        assert_eq!(user(role), "admin");
        assert_eq!(
            user(r#"{"type":"AssumedRole","userName":"x"}"#),
            "AssumedRole"
        );
    }

    #[test]
    fn some_types_stand_for_themselves() {
        assert_eq!(user(r#"{"type":"AWSAccount"}"#), "AWSAccount");
        assert_eq!(
            user(r#"{"type":"FederatedUser","userName":"x"}"#),
            "FederatedUser"
        );
    }

    #[test]
    fn others_have_no_actor() {
        for identity in [
            r#"{"type":"Root"}"#,
            r#"{"type":"SAMLUser","userName":"x"}"#,
            r#"{"userName":"x"}"#,
            r#"{"type":5}"#,
            "null",
        ] {
            assert_eq!(user(identity), "<NA>");
        }
    }
}
