//! What an engine may use. Everything that it judges is untrusted.

use falconet_event::records;

/// Bounds of an [`Engine`](crate::Engine).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How input is split into records.
    pub records: records::Limits,
    /// Problems of one input that are described; all are counted.
    pub max_problems: usize,
    /// How many wrappings may be around an event.
    pub max_wrappings: usize,
    /// Bytes that one compiled regex may take; a pattern that needs more is an error when rules are loaded.
    pub max_regex_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            records: records::Limits::default(),
            max_problems: 10,
            max_wrappings: 4,
            max_regex_bytes: 10 << 20,
        }
    }
}
