//! Which records are events, and of what time.

mod cloudtrail;
pub(crate) mod rfc3339;

use cloudtrail::CloudTrailGate;

use crate::catalogue::SourceKind;
use crate::context::EventContext;
use crate::extract::{FactorGate, Paths, Reading};
use crate::fields::Fields;
use crate::json::Kind;
use crate::plan::Plan;
use crate::scan::slots::Slots;
use crate::scan::trie::SlotId;

/// What a well-formed record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acceptance {
    /// An event with a time of its own.
    Event {
        /// Nanoseconds since the epoch.
        timestamp_ns: u64,
    },
    /// An event that happens when it is read: its source gives it no time.
    Untimed,
    /// No event of the source.
    Skipped(SkipReason),
}

/// Why a record is no event of its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    /// The time is missing or no string.
    #[error("the record has no event time")]
    NoTime,
    /// The time is not RFC 3339.
    #[error("the event time is not in RFC 3339 form")]
    BadTime,
    /// The type is missing or no string.
    #[error("the record has no event type")]
    NoType,
    /// An event of CloudTrail Insights.
    #[error("the record is a CloudTrail insight")]
    Insight,
    /// The source never has events.
    #[error("the source has no events")]
    NoEvents,
}

/// What a source looks at to accept a record.
#[derive(Clone, Debug)]
pub(crate) enum Gate {
    /// See [`CloudTrailGate`].
    CloudTrail(CloudTrailGate),
    /// The event's time in RFC 3339 form; every record is an event. Failures may have to be remembered.
    Published(SlotId, Option<FactorGate>),
    /// The event's time in nanoseconds.
    Nanoseconds(SlotId),
    /// Nothing; events have no time.
    Untimed,
    /// Nothing passes.
    Closed,
}

/// The time of flat events that give none.
const FLAT_TIME_NS: u64 = 1_700_000_000_123_456_789;

/// What Go makes of a time that it cannot parse: the nanoseconds of the year 1 in 64 bits.
const UNPARSED_TIME_NS: u64 = 11_651_379_494_838_206_464;

impl Gate {
    pub(crate) fn new(kind: SourceKind, needs_history: bool, paths: &mut Paths) -> Self {
        match kind {
            SourceKind::CloudTrail => Self::CloudTrail(CloudTrailGate::new(paths)),
            SourceKind::Okta => {
                let factors = needs_history.then(|| FactorGate::new(paths));
                Self::Published(paths.slot(&["published"]), factors)
            }
            SourceKind::GitHub | SourceKind::GcpAudit => Self::Untimed,
            SourceKind::Flat => Self::Nanoseconds(paths.slot(&["__ts"])),
            SourceKind::Silent => Self::Closed,
        }
    }

    /// Whether a scanned record has the mark by which a record differs from a document around records, or needs none.
    pub(crate) fn tells_event(&self, record: &[u8], slots: &Slots) -> bool {
        match self {
            Self::CloudTrail(gate) => gate.tells_event(record, slots),
            _ => true,
        }
    }

    pub(crate) fn judge(&self, plan: &Plan, record: &[u8], fields: &mut Fields) -> Acceptance {
        let context = EventContext::default();
        let mut reading = fields.reading(plan, record, &context);
        match self {
            Self::CloudTrail(gate) => gate.judge(&reading),
            Self::Published(slot, factors) => published(&mut reading, *slot, *factors),
            Self::Nanoseconds(slot) => nanoseconds(&reading, *slot),
            Self::Untimed => Acceptance::Untimed,
            Self::Closed => Acceptance::Skipped(SkipReason::NoEvents),
        }
    }
}

fn published(reading: &mut Reading<'_>, slot: SlotId, factors: Option<FactorGate>) -> Acceptance {
    let text = reading.string(slot);
    let time = text.and_then(|text| rfc3339::parse(reading.bytes(text)));
    let timestamp_ns = time.unwrap_or(UNPARSED_TIME_NS);
    if let Some(factors) = factors {
        factors.pass(timestamp_ns, reading);
    }
    Acceptance::Event { timestamp_ns }
}

fn nanoseconds(reading: &Reading<'_>, slot: SlotId) -> Acceptance {
    let number = reading
        .node(slot)
        .filter(|node| node.kind() == Kind::Number)
        .and_then(|node| std::str::from_utf8(node.raw()).ok()?.parse().ok());
    Acceptance::Event {
        timestamp_ns: number.unwrap_or(FLAT_TIME_NS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::accept;

    fn at(timestamp_ns: u64) -> Acceptance {
        Acceptance::Event { timestamp_ns }
    }

    #[test]
    fn okta_events_have_the_time_they_were_published() {
        assert_eq!(
            accept("okta", r#"{"published":"1970-01-01T00:00:01Z"}"#),
            at(1_000_000_000)
        );
    }

    #[test]
    fn an_okta_event_without_a_readable_time_has_gos_zero_time() {
        for record in ["{}", r#"{"published":"bad"}"#, r#"{"published":null}"#] {
            assert_eq!(accept("okta", record), at(UNPARSED_TIME_NS));
        }
    }

    #[test]
    fn webhooks_and_log_entries_have_no_time() {
        assert_eq!(accept("github", "{}"), Acceptance::Untimed);
        assert_eq!(accept("gcp_auditlog", "{}"), Acceptance::Untimed);
    }

    #[test]
    fn a_silent_source_has_no_events() {
        assert_eq!(
            accept("syscall", "{}"),
            Acceptance::Skipped(SkipReason::NoEvents)
        );
    }

    #[test]
    fn flat_events_say_their_nanoseconds_or_get_a_fixed_time() {
        use crate::catalogue::SourceId;
        use crate::catalogue::flat::FlatCatalogue;
        let catalogue = FlatCatalogue::new().source("s", "p", Vec::new()).finish();
        let plan = crate::PlanBuilder::new(catalogue.get(SourceId(0)).unwrap()).finish();
        let mut fields = Fields::new();
        for (record, expected) in [
            (r#"{"__ts":5}"#, 5),
            ("{}", FLAT_TIME_NS),
            (r#"{"__ts":"5"}"#, FLAT_TIME_NS),
        ] {
            plan.scan(record.as_bytes(), &mut fields).unwrap();
            assert_eq!(plan.accept(record.as_bytes(), &mut fields), at(expected));
        }
    }
}
