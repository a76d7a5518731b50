//! Why alerts are not where they should be.

use std::io;
use std::sync::Arc;

use super::spill::SpillError;
use crate::sidecar::config::SecretError;

/// Why alerts are not where they should be.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum OutputError {
    /// A file cannot be opened.
    #[error("cannot open `{path}`: {error}")]
    Open {
        /// Which.
        path: String,
        /// What the system says.
        error: Arc<io::Error>,
    },
    /// Writing failed.
    #[error("cannot write to `{to}`: {error}")]
    Write {
        /// Where to.
        to: String,
        /// What the system says.
        error: Arc<io::Error>,
    },
    /// The system gives no thread.
    #[error("cannot start a thread: {0}")]
    Thread(Arc<io::Error>),
    /// A spill does not take them.
    #[error("{0}")]
    Spill(Arc<SpillError>),
    /// The server does not take them, or cannot be asked.
    #[error("cannot send to `{to}`: {reason}")]
    Send {
        /// Where to.
        to: String,
        /// What it says, or what went wrong.
        reason: String,
    },
    /// What is configured cannot be used.
    #[error("cannot use `{what}`: {reason}")]
    Unusable {
        /// What.
        what: String,
        /// Why.
        reason: String,
    },
    /// It will never take them.
    #[error("refused for good: {0}")]
    Refused(String),
    /// It failed so often that it is not tried now.
    #[error("an output that failed again and again is left alone for a while (breaker): {0}")]
    LeftAlone(Arc<OutputError>),
    /// A secret is missing.
    #[error(transparent)]
    Secret(#[from] Arc<SecretError>),
    /// The thread that writes is gone.
    #[error("nobody is left to write them")]
    Gone,
}

impl OutputError {
    /// Whether a later try may succeed: not if nobody reads a pipe any more.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Write { error, .. } => error.kind() != io::ErrorKind::BrokenPipe,
            Self::LeftAlone(error) => error.may_pass(),
            _ => true,
        }
    }
}
