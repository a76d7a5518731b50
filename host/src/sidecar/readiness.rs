//! Whether the sidecar takes events now.

use super::serve::Sidecar;

/// Why it does not.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotReady {
    /// Not all inputs are there yet.
    #[error("starting")]
    Starting,
    /// It was told to stop.
    #[error("stopping")]
    Stopping,
}

impl Sidecar {
    /// Whether it takes events now.
    pub(crate) fn readiness(&self) -> Result<(), NotReady> {
        if self.stop.is_given() {
            return Err(NotReady::Stopping);
        }
        if !self.stands.is_given() {
            return Err(NotReady::Starting);
        }
        Ok(())
    }
}
