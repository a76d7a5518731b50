//! Bounds of a search for events.

/// Bounds of a search for the events of one rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WitnessLimits {
    /// Events that are judged for a rule.
    pub max_evaluations: usize,
    /// Ways to meet a condition that are tried.
    pub max_ways: usize,
    /// Values that are tried for the tests of one field.
    pub max_values: usize,
    /// The share of the events that are judged, as one of so many parts, that one way may take, so that others have their
    /// turn.
    pub way_share: usize,
    /// Bytes of an event that is made, and of an event that is to be cut down.
    pub event_bytes: usize,
}

impl Default for WitnessLimits {
    fn default() -> Self {
        Self {
            max_evaluations: 4096,
            max_ways: 64,
            max_values: 128,
            way_share: 8,
            event_bytes: 1 << 20,
        }
    }
}
