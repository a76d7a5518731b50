//! Why a body is not judged.

use std::io;

use crate::cli::Size;
use crate::commands::CommandError;
use crate::input::InputError;

/// Why a body is not judged.
#[derive(Debug, thiserror::Error)]
pub(crate) enum JudgeError {
    /// What it holds cannot be decompressed; no other try will do better.
    #[error("{0}")]
    Damaged(InputError),
    /// The same, for zlib.
    #[error("the deflate data is damaged: {0}")]
    DamagedZlib(io::Error),
    /// The same, for Snappy.
    #[error("the snappy data is damaged: {0}")]
    DamagedSnappy(snap::Error),
    /// It is too large.
    #[error("the body is larger than {0} when it is decompressed (max_decompressed)")]
    TooLarge(Size),
    /// The module cannot be started again.
    #[error("{0}")]
    Module(#[from] CommandError),
    /// The threads that judge are gone.
    #[error("nobody is left to judge it")]
    Gone,
}

impl JudgeError {
    /// Whether the same body may be judged later.
    pub(crate) const fn may_pass(&self) -> bool {
        match self {
            Self::Damaged(_)
            | Self::DamagedZlib(_)
            | Self::DamagedSnappy(_)
            | Self::TooLarge(_) => false,
            Self::Module(_) | Self::Gone => true,
        }
    }
}
