//! Bounds of what is kept and proposed.

/// Bounds of what is kept and proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuggestLimits {
    /// Alerts of each rule that are looked at; further ones are counted.
    pub alerts: usize,
    /// Bytes of all events that are kept, with the numbers of the rules that match.
    pub bytes: usize,
    /// Rules that exceptions are proposed for, those with the most alerts first.
    pub rules: usize,
    /// Exceptions that are proposed for each.
    pub proposals: usize,
    /// Exceptions for each that are tried in vain before no more are.
    pub failures: usize,
    /// Alerts that an exception has to remove.
    pub least: usize,
    /// Values that are told of each field.
    pub values: usize,
}

impl Default for SuggestLimits {
    fn default() -> Self {
        Self {
            alerts: 10_000,
            bytes: 64 << 20,
            rules: 10,
            proposals: 3,
            failures: 64,
            least: 2,
            values: 3,
        }
    }
}
