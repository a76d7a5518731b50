//! The end of a spill that takes alerts.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tracing::error;

use super::queue::SpillError;
use super::{Shared, record};
use crate::sidecar::config::WhenFull;
use crate::sidecar::outputs::OutputError;
use crate::sidecar::outputs::target::{Sent, Target};
use crate::sidecar::outputs::undelivered::Undelivered;

/// Bytes that are made durable together. The smallest spill has room for several times as much.
const MOST_TOGETHER: u64 = 4 << 20;

/// The end of a spill that takes alerts.
pub(in crate::sidecar::outputs) struct SpillIn {
    pub(in crate::sidecar::outputs) output: String,
    pub(in crate::sidecar::outputs) spill: Shared,
    pub(in crate::sidecar::outputs) when_full: WhenFull,
    /// How long it waits for room, with `when_full: block`.
    pub(in crate::sidecar::outputs) patience: Duration,
    pub(in crate::sidecar::outputs) undelivered: Undelivered,
}

impl Target for SpillIn {
    fn send(&mut self, alerts: &[Bytes]) -> Sent {
        let mut done = 0;
        while let Some(rest) = alerts.get(done..).filter(|rest| !rest.is_empty()) {
            let group = group(rest);
            if let Err(error) = self.append(group) {
                return Sent::failed(done, error);
            }
            done += group.len();
        }
        Sent::all(alerts)
    }
}

impl SpillIn {
    /// With `when_full: drop_oldest` nothing is refused: what the disk does not take is lost to this output, and counted.
    fn append(&self, group: &[Bytes]) -> Result<(), OutputError> {
        match (self.spill.append(group, self.patience), self.when_full) {
            (Ok(()), _) => Ok(()),
            (Err(error @ SpillError::TooLarge), _) => self.set_aside(group, &error),
            (Err(error), WhenFull::Block) => Err(OutputError::Spill(Arc::new(error))),
            (Err(error), WhenFull::DropOldest) => {
                let output = &self.output;
                error!(output, %error, alerts = group.len(), "alerts are lost to an output");
                self.spill.meter().spill_unwritten(group.len() as u64);
                Ok(())
            }
        }
    }

    fn set_aside(&self, group: &[Bytes], error: &SpillError) -> Result<(), OutputError> {
        let reason = error.to_string();
        let meter = self.spill.meter();
        group
            .iter()
            .try_for_each(|alert| self.undelivered.keep(&self.output, &reason, alert, meter))
    }
}

/// Alerts that are appended at once: several, or one that is large.
fn group(alerts: &[Bytes]) -> &[Bytes] {
    let mut bytes = 0;
    let fitting = alerts.iter().take_while(|alert| {
        bytes += record::encoded(alert.len());
        bytes <= MOST_TOGETHER
    });
    let count = fitting.count().max(1);
    alerts.get(..count).unwrap_or(alerts)
}
