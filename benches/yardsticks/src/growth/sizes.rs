//! How large the inputs are.

/// Bytes, about: each twice the one before, and none that the caches of a processor hold whole.
pub(super) const ALL: [usize; 5] = [2 << 20, 4 << 20, 8 << 20, 16 << 20, 32 << 20];
