//! Why a configuration is not taken.

use std::io;

use super::environment::OverrideError;

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
    /// A variable of the environment is no key, or holds no value of it.
    #[error("the variable `{0}` is not understood: {1}")]
    Variable(String, OverrideError),
    /// With what variables set, it is no configuration.
    #[error("the configuration is not understood with what is set by {0}: {1}")]
    Variables(String, serde_json::Error),
    /// It cannot be written.
    #[error("the configuration cannot be printed: {0}")]
    Unprintable(serde_json::Error),
}
