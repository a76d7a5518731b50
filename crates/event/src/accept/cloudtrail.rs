//! Which CloudTrail records are events.

use super::rfc3339;
use super::{Acceptance, SkipReason};
use crate::extract::{Paths, Reading};
use crate::scan::slots::Slots;
use crate::scan::trie::SlotId;

const TIME: &str = "eventTime";
const TYPE: &str = "eventType";

/// A record needs a time and a type, and must not be an insight. Nothing else is checked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CloudTrailGate {
    time: SlotId,
    event_type: SlotId,
}

impl CloudTrailGate {
    pub(super) fn new(paths: &mut Paths) -> Self {
        Self {
            time: paths.slot(&[TIME]),
            event_type: paths.slot(&[TYPE]),
        }
    }

    /// Whether a scanned record has a time of its own, under a key without escapes.
    pub(super) fn tells_event(self, record: &[u8], slots: &Slots) -> bool {
        let Some(place) = slots.place(self.time) else {
            return false;
        };
        let (before, value) = record
            .split_at_checked(place.start as usize)
            .unwrap_or_default();
        let key = before
            .trim_ascii_end()
            .strip_suffix(b":")
            .unwrap_or_default();
        value.first() == Some(&b'"') && key.trim_ascii_end().ends_with(b"\"eventTime\"")
    }

    pub(super) fn judge(self, reading: &Reading<'_>) -> Acceptance {
        match self.time(reading) {
            Ok(timestamp_ns) => Acceptance::Event { timestamp_ns },
            Err(reason) => Acceptance::Skipped(reason),
        }
    }

    fn time(self, reading: &Reading<'_>) -> Result<u64, SkipReason> {
        let time = reading.string_at_first_look(self.time, TIME);
        let time = time.ok_or(SkipReason::NoTime)?;
        let time = rfc3339::parse(&time).ok_or(SkipReason::BadTime)?;
        let event_type = reading.string_at_first_look(self.event_type, TYPE);
        let event_type = event_type.ok_or(SkipReason::NoType)?;
        if *event_type == *b"AwsCloudTrailInsight" {
            return Err(SkipReason::Insight);
        }
        Ok(time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::accept;

    fn skipped(record: &str) -> Option<SkipReason> {
        match accept("aws_cloudtrail", record) {
            Acceptance::Skipped(reason) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn a_time_and_a_type_make_an_event() {
        let record = r#"{"eventTime":"1970-01-01T00:00:02\u005a","eventType":""}"#;
        let timestamp_ns = 2_000_000_000;
        assert_eq!(
            accept("aws_cloudtrail", record),
            Acceptance::Event { timestamp_ns }
        );
    }

    #[test]
    fn records_without_a_readable_time_are_skipped() {
        assert_eq!(skipped(r#"{"eventType":"x"}"#), Some(SkipReason::NoTime));
        assert_eq!(
            skipped(r#"{"eventTime":17,"eventType":"x"}"#),
            Some(SkipReason::NoTime)
        );
        assert_eq!(
            skipped(r#"{"eventTime":null,"eventType":"x"}"#),
            Some(SkipReason::NoTime)
        );
        assert_eq!(
            skipped(r#"{"eventTime":"2024-03-14","eventType":"x"}"#),
            Some(SkipReason::BadTime)
        );
        assert_eq!(skipped("[1]"), Some(SkipReason::NoTime));
    }

    #[test]
    fn a_key_as_it_is_written_comes_before_an_earlier_one_with_escapes() {
        let time = |first: &str, then: &str| {
            let key = r#""event\u0054ime""#;
            skipped(&format!(
                r#"{{{key}:"{first}","eventTime":"{then}","eventType":""}}"#
            ))
        };
        assert_eq!(time("x", "1970-01-01T00:00:02Z"), None);
        assert_eq!(time("1970-01-01T00:00:02Z", "x"), Some(SkipReason::BadTime));
    }

    #[test]
    fn records_without_a_type_and_insights_are_skipped() {
        let with =
            |rest: &str| skipped(&format!(r#"{{"eventTime":"2024-03-14T00:00:00Z"{rest}}}"#));
        assert_eq!(with(""), Some(SkipReason::NoType));
        assert_eq!(with(r#","eventType":null"#), Some(SkipReason::NoType));
        assert_eq!(
            with(r#","eventType":"AwsCloudTrailInsight""#),
            Some(SkipReason::Insight)
        );
        assert_eq!(with(r#","eventType":"AwsCloudTrailInsights""#), None);
    }
}
