//! Bounds of what is said of one rule and one event.

use falconet_engine::ShownLimits;

/// Bounds of what is said of one rule and one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExplainLimits {
    /// Bytes of a value, and elements of a list; what is left out is counted.
    pub values: ShownLimits,
    /// Values that a test is against; what is left out is counted.
    pub max_literals: usize,
    /// Steps of the search for what would make a rule fire. A search that ends before says that it is exact.
    pub max_steps: usize,
    /// Ways to make a rule fire that are told.
    pub max_ways: usize,
    /// Values of one field that are tried on the tests of it.
    pub max_tried: usize,
}

impl Default for ExplainLimits {
    fn default() -> Self {
        Self {
            values: ShownLimits {
                max_bytes: 512,
                max_elements: 64,
            },
            max_literals: 64,
            max_steps: 4096,
            max_ways: 8,
            max_tried: 256,
        }
    }
}
