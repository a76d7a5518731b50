//! The fields of Okta events that take more than a path.
//!
//! The plugin decodes an event into a structure and refuses the whole event where a type is not what it expects.
//! Here such a value alone is empty.

mod factors;
mod numbers;
mod targets;

pub(crate) use factors::FactorGate;

use super::{Paths, Reading};
use crate::catalogue::OktaField as Field;
use crate::fields::{Stored, Text};
use crate::json::Kind;
use crate::scan::trie::SlotId;

/// How a field of Okta events is read.
#[derive(Clone, Debug)]
pub(crate) enum OktaRecipe {
    /// `okta.app`
    App(SlotId),
    /// `okta.org`: nothing is configured.
    Organization,
    /// `okta.client.geo.*`
    Coordinate(SlotId),
    /// `okta.authentication.step`
    WholeText(SlotId),
    /// `okta.security.asnumber`
    Whole(SlotId),
    /// `okta.security.isproxy`
    Flag(SlotId),
    /// `okta.target.*`
    Target(SlotId, targets::Wanted),
    /// `okta.targets.displayName`, with the index that is asked for.
    TargetNames(SlotId, Option<u64>),
    /// `okta.mfa.*.countlast`, with the seconds that are asked for.
    FailedFactors(u64),
}

impl OktaRecipe {
    pub(super) fn new(field: Field, index: Option<u64>, paths: &mut Paths) -> Self {
        match field {
            Field::App => Self::App(paths.slot(&["debugContext", "debugData", "requestUri"])),
            Field::Organization => Self::Organization,
            Field::Latitude => Self::Coordinate(geolocation("lat", paths)),
            // The plugin looks for this key, which Okta does not send.
            Field::Longitude => Self::Coordinate(geolocation("lonDe", paths)),
            Field::AuthenticationStep => {
                Self::WholeText(paths.slot(&["authenticationContext", "authenticationStep"]))
            }
            Field::AsNumber => Self::Whole(paths.slot(&["securityContext", "asNumber"])),
            Field::IsProxy => Self::Flag(paths.slot(&["securityContext", "isProxy"])),
            Field::Target(kind, property) => Self::Target(
                paths.slot(&["target"]),
                targets::Wanted::new(kind, property),
            ),
            Field::TargetNames => Self::TargetNames(paths.slot(&["target"]), index),
            Field::FailedFactors => Self::FailedFactors(index.unwrap_or(0)),
        }
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        match self {
            Self::App(slot) => app(*slot, event),
            Self::Organization => Stored::Text(Text::EMPTY),
            Self::Coordinate(slot) => numbers::coordinate(*slot, event),
            Self::WholeText(slot) => numbers::whole_text(*slot, event),
            Self::Whole(slot) => numbers::whole(*slot, event),
            Self::Flag(slot) => flag(*slot, event),
            Self::Target(slot, wanted) => wanted.read(*slot, event),
            Self::TargetNames(slot, index) => targets::names(*slot, *index, event),
            Self::FailedFactors(seconds) => factors::count(*seconds, event),
        }
    }
}

fn geolocation(key: &str, paths: &mut Paths) -> SlotId {
    paths.slot(&["client", "geographicalContext", "geolocation", key])
}

/// The application in a request URI such as `/app/office365/exk1/sso/saml`.
fn app(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    const PREFIX: &[u8] = b"/app/";
    let uri = event.string(slot).unwrap_or(Text::EMPTY);
    let Some(rest) = event.bytes(uri).strip_prefix(PREFIX) else {
        return Stored::Absent;
    };
    let length = memchr::memchr(b'/', rest).unwrap_or(rest.len());
    event.stored(uri.slice(PREFIX.len(), PREFIX.len() + length))
}

/// A text, or the truth value that real events have.
fn flag(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let text = match event.kind(slot) {
        Some(Kind::True) => Text::Static(b"true"),
        Some(Kind::False) => Text::Static(b"false"),
        _ => event.string(slot).unwrap_or(Text::EMPTY),
    };
    event.stored(text)
}
