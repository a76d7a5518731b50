//! `okta.mfa.*.countlast`: how often an actor failed lately.

use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::scan::trie::SlotId;

const DENIED: &[u8] = b"user.mfa.okta_verify.deny_push";
const AUTHENTICATED: &[u8] = b"user.authentication.auth_via_mfa";
const FAILURE: &[u8] = b"FAILURE";

const NANOSECONDS: u64 = 1_000_000_000;

/// How many failures of this event's kind its actor had in the last seconds, this one among them; nothing for an
/// event that is no failure.
pub(super) fn count(seconds: u64, event: &Reading<'_>) -> Stored {
    let since = event
        .context()
        .timestamp_ns
        .saturating_sub(seconds.saturating_mul(NANOSECONDS));
    event
        .history()
        .failures_after(since)
        .map_or(Stored::Absent, Stored::Number)
}

/// Remembers the events that are failures, where a field asks for their count.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FactorGate {
    event_type: SlotId,
    result: SlotId,
    actor: SlotId,
}

impl FactorGate {
    pub(crate) fn new(paths: &mut Paths) -> Self {
        Self {
            event_type: paths.slot(&["eventType"]),
            result: paths.slot(&["outcome", "result"]),
            actor: paths.slot(&["actor", "id"]),
        }
    }

    /// Takes notice of an event.
    pub(crate) fn pass(self, time_ns: u64, event: &mut Reading<'_>) {
        event.begin_history();
        let event_type = event.string(self.event_type).unwrap_or(Text::EMPTY);
        let result = event.string(self.result).unwrap_or(Text::EMPTY);
        let is_failure = match event.bytes(event_type) {
            DENIED => true,
            AUTHENTICATED => event.bytes(result) == FAILURE,
            _ => false,
        };
        if is_failure {
            let actor = event.string(self.actor).unwrap_or(Text::EMPTY);
            event.remember_failure(event_type, actor, time_ns);
        }
    }
}
