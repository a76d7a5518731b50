//! The lints, one a file.

pub(crate) mod allow_unknown;
pub(crate) mod allow_unused;
pub(crate) mod allow_without_reason;
pub(crate) mod always_true;
pub(crate) mod dead_part;
pub(crate) mod never_true;
pub(crate) mod redefined;
pub(crate) mod redundant_part;
pub(crate) mod shadowed_rule;
