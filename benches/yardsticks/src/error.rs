//! What can go wrong.

use std::io;

use falconet_engine::EngineError;
use falconet_engine::settings::SettingError;

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line makes no sense.
    #[error("{0}")]
    Usage(&'static str),
    /// A file cannot be read, or standard output not written.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The rules do not load.
    #[error("the rules in `{0}` do not load")]
    Rules(String),
    /// There is nothing to replay.
    #[error("the file of alerts is empty")]
    NoAlerts,
    /// A setting makes no sense.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The rules cannot be compiled.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A made-up input is not judged as it should be, so that its time says nothing.
    #[error("`{shape}`: {seen} events were judged where {made} were made")]
    Unjudged {
        /// The input.
        shape: &'static str,
        /// Events that were judged.
        seen: u64,
        /// Events that there are.
        made: u64,
    },
}
