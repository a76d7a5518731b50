//! Why a configuration is not taken.

use std::io;

/// Why a configuration is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file is not there, or not for us, or no text.
    #[error("cannot read the configuration `{path}`: {error}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The file is no configuration.
    #[error("the configuration `{0}` is larger than 1 MiB")]
    TooLarge(String),
    /// It is no YAML, or has keys or values that are not known.
    #[error("the configuration `{0}` is not understood: {1}")]
    Malformed(String, String),
    /// Its parts do not go together.
    #[error("the configuration `{0}` makes no sense: {1}")]
    Contradiction(String, &'static str),
}
