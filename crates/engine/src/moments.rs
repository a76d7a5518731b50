//! When events happen, and what else they do not say themselves.

use falconet_event::{Acceptance, EventContext};

/// Where an event stands in a run, which it does not say itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    number: u64,
    timestamp_ns: u64,
    first_timestamp_ns: u64,
}

impl Moment {
    pub(crate) const fn of(context: &EventContext<'_>) -> Self {
        Self {
            number: context.number,
            timestamp_ns: context.timestamp_ns,
            first_timestamp_ns: context.first_timestamp_ns,
        }
    }
}

/// Counts events and knows their times.
#[derive(Debug)]
pub(crate) struct Moments {
    /// `evt.hostname`.
    pub(crate) evt_hostname: String,
    /// Offset from UTC of local times.
    pub(crate) utc_offset_seconds: i32,
    /// The time of events that carry none.
    pub(crate) clock_ns: u64,
    /// How many events there were.
    events: u64,
    first_timestamp_ns: Option<u64>,
}

impl Moments {
    /// Before the first event.
    pub(crate) const fn new(evt_hostname: String, utc_offset_seconds: i32) -> Self {
        Self {
            evt_hostname,
            utc_offset_seconds,
            clock_ns: 0,
            events: 0,
            first_timestamp_ns: None,
        }
    }

    /// As before the first event.
    pub(crate) const fn forget(&mut self) {
        self.events = 0;
        self.first_timestamp_ns = None;
    }

    /// As right before that moment: the next event is what the event of that moment was.
    pub(crate) const fn go_to(&mut self, moment: Moment) {
        self.events = moment.number.saturating_sub(1);
        self.first_timestamp_ns = Some(moment.first_timestamp_ns);
        self.clock_ns = moment.timestamp_ns;
    }

    /// The time of an event; nothing of what is none.
    pub(crate) const fn time_of(&self, acceptance: Acceptance) -> Option<u64> {
        match acceptance {
            Acceptance::Event { timestamp_ns } => Some(timestamp_ns),
            Acceptance::Untimed => Some(self.clock_ns),
            Acceptance::Skipped(_) => None,
        }
    }

    /// Goes on to the next event.
    pub(crate) fn next(&mut self, timestamp_ns: u64) -> EventContext<'_> {
        self.events += 1;
        EventContext {
            number: self.events,
            timestamp_ns,
            first_timestamp_ns: *self.first_timestamp_ns.get_or_insert(timestamp_ns),
            utc_offset_seconds: self.utc_offset_seconds,
            hostname: &self.evt_hostname,
        }
    }
}
