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
    /// Outputs that are required failed too often, and are left alone for a while.
    #[error("left alone: {0}")]
    Outputs(String),
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
        let left_alone: Vec<&str> = self.outputs.left_alone().collect();
        if !left_alone.is_empty() {
            return Err(NotReady::Outputs(left_alone.join(", ")));
        }
        Ok(())
    }
}
