//! Cases, and explanations taken apart.

pub(crate) mod cases;
pub(crate) mod tree;
