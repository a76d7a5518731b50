//! `evt.plugininfo` of CloudTrail records.

use super::info::Info;
use super::service;
use super::user::{NoUser, User};
use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::scan::trie::SlotId;

const NO_SOURCE: &[u8] = b"<invalid JSON: event did not contain a source>";
const NO_REGION: &[u8] = b"<invalid JSON: event did not contain an awsRegion>";
const NO_NAME: &[u8] = b"<invalid JSON: event did not contain an eventName>";

/// Reads region, actor, service, name and `ct.info`.
#[derive(Clone, Debug)]
pub(crate) struct CloudTrailSummary {
    source: SlotId,
    region: SlotId,
    name: SlotId,
    user: User,
    info: Info,
}

impl CloudTrailSummary {
    pub(in crate::extract) fn new(paths: &mut Paths) -> Self {
        Self {
            source: paths.slot(&["eventSource"]),
            region: paths.slot(&["awsRegion"]),
            name: paths.slot(&["eventName"]),
            user: User::new(paths),
            info: Info::new(paths),
        }
    }

    pub(in crate::extract) fn read(&self, event: &mut Reading<'_>) -> Stored {
        let text = self.text(event);
        event.stored(text)
    }

    fn text(&self, event: &mut Reading<'_>) -> Text {
        let Some(source) = event.string(self.source) else {
            return Text::Static(NO_SOURCE);
        };
        let Some(region) = event.string(self.region) else {
            return Text::Static(NO_REGION);
        };
        let Some(name) = event.string(self.name) else {
            return Text::Static(NO_NAME);
        };
        let user = self.user.text(event);
        let info = self.info.text(event);
        let begun = event.begin_text();
        event.push_text(region);
        push_user(user, event);
        for text in [service::shortened(source, event), name, info] {
            event.push(b" ");
            event.push_text(text);
        }
        event.end_text(begun)
    }
}

/// The blank stands only before a name: what Falco says in place of a missing one follows the region directly.
fn push_user(user: Result<Text, NoUser>, event: &mut Reading<'_>) {
    match user {
        Ok(name) if event.bytes(name).is_empty() => {}
        Ok(name) => {
            event.push(b" ");
            event.push_text(name);
        }
        Err(NoUser::NoType) => {}
        Err(NoUser::NoName) => event.push(b"<NA>"),
        Err(NoUser::UnknownType) => event.push(b"<unknown user type>"),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::read;

    fn summary(identity: &str) -> String {
        let rest = r#""eventSource":"s3.amazonaws.com","awsRegion":"eu","eventName":"X","sourceIPAddress":"i""#;
        read(
            "evt.plugininfo",
            &format!(r#"{{"userIdentity":{identity},{rest}}}"#),
        )
    }

    #[test]
    fn region_actor_service_name_and_info_make_the_summary() {
        assert_eq!(
            summary(r#"{"type":"Root","userName":"r"}"#),
            "eu r s3 X r via i ← X"
        );
        assert_eq!(
            summary(r#"{"type":"Root","userName":""}"#),
            "eu s3 X  via i ← X"
        );
    }

    #[test]
    fn a_missing_actor_follows_the_region_directly() {
        let info = "<invalid cloudtrail event: userIdentity field missing>";
        assert_eq!(summary(r#"{"type":"Root"}"#), format!("eu<NA> s3 X {info}"));
        assert_eq!(
            summary(r#"{"type":"SAMLUser"}"#),
            format!("eu<unknown user type> s3 X {info}")
        );
        assert_eq!(summary("{}"), format!("eu s3 X {info}"));
    }

    #[test]
    fn what_is_missing_is_said_instead() {
        let of = |rest: &str| read("evt.plugininfo", &format!("{{{rest}}}"));
        assert_eq!(of(""), "<invalid JSON: event did not contain a source>");
        assert_eq!(
            of(r#""eventSource":"s""#),
            "<invalid JSON: event did not contain an awsRegion>"
        );
        assert_eq!(
            of(r#""eventSource":"s","awsRegion":"r","eventName":null"#),
            "<invalid JSON: event did not contain an eventName>"
        );
    }
}
