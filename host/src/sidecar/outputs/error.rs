//! Why alerts are not where they should be.

use std::io;
use std::sync::Arc;

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
    /// The thread that writes is gone.
    #[error("nobody is left to write them")]
    Gone,
}

impl OutputError {
    /// Whether a later try may succeed: not if nobody reads a pipe any more.
    pub(crate) fn may_pass(&self) -> bool {
        !matches!(self, Self::Write { error, .. } if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
