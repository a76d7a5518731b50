//! What an event does not say about itself.

/// What fields need to know of an event beside its record.
#[derive(Clone, Copy, Debug, Default)]
pub struct EventContext<'a> {
    /// Number of the event, from 1 (`evt.num`).
    pub number: u64,
    /// Time of the event in nanoseconds since the epoch.
    pub timestamp_ns: u64,
    /// Time of the first event of the run.
    pub first_timestamp_ns: u64,
    /// Offset from UTC of local times (`evt.time`, `evt.datetime`), the same for every event.
    pub utc_offset_seconds: i32,
    /// Name of the host that reads the events (`evt.hostname`).
    pub hostname: &'a str,
}
