//! The lints, one a file.

pub(crate) mod allow_unknown;
pub(crate) mod allow_unused;
pub(crate) mod allow_without_reason;
pub(crate) mod redefined;
