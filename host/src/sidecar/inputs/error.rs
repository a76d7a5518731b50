//! Why an input cannot be set up.

use std::io;

use super::file::PositionsError;
use super::tls::TlsError;
use crate::sidecar::config::SecretError;

/// Why an input cannot be set up.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    /// Certificates or keys.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// A secret.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// How far files were read.
    #[error(transparent)]
    Positions(#[from] PositionsError),
    /// A pattern of names.
    #[error("`{pattern}` is no pattern of names: {error}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        error: glob::PatternError,
    },
    /// A socket in the file system.
    #[error("cannot listen at `{path}`: {error}")]
    Socket {
        /// Where.
        path: String,
        /// What the system says.
        error: io::Error,
    },
}
