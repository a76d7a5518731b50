//! Sending on what waits in a spill, in order.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::sync::oneshot;
use tracing::{error, info};

use super::Shared;
use super::queue::Batch;
use crate::sidecar::outputs::OutputError;
use crate::sidecar::outputs::target::Target;

/// Bytes of alerts that are read at once.
const MOST_AT_ONCE: u64 = 1 << 20;
/// How long it waits after a spill could not be read.
const AFTER_AN_ERROR: Duration = Duration::from_secs(1);

/// The thread that empties a spill.
pub(in crate::sidecar::outputs) struct Replay {
    spill: Shared,
    ended: oneshot::Receiver<()>,
}

impl Replay {
    /// Starts it.
    pub(in crate::sidecar::outputs) fn start(
        spill: Shared,
        target: impl Target,
    ) -> Result<Self, OutputError> {
        let (end, ended) = oneshot::channel();
        let emptied = spill.clone();
        thread::Builder::new()
            .name("falconet-replay".to_owned())
            .spawn(move || {
                run(&emptied, target);
                // Nobody may wait for it.
                let _ = end.send(());
            })
            .map_err(|error| OutputError::Thread(Arc::new(error)))?;
        Ok(Self { spill, ended })
    }

    /// Tells it to end once the spill is empty or its alerts are not taken.
    pub(in crate::sidecar::outputs) fn begin_to_close(&self) {
        self.spill.close();
    }

    /// Waits until it ended.
    pub(in crate::sidecar::outputs) async fn closed(self) {
        // It also ended if there is nobody to say so.
        let _ = self.ended.await;
        let left = self.spill.records();
        if left > 0 {
            info!(alerts = left, "alerts wait on disk for the next start");
        }
    }
}

fn run(spill: &Shared, mut target: impl Target) {
    while let Some(read) = spill.next(MOST_AT_ONCE) {
        let goes_on = match read {
            Ok(batch) => pass_on(spill, &batch, &mut target),
            Err(error) => {
                error!(%error, "cannot read a spill");
                spill.pause(AFTER_AN_ERROR)
            }
        };
        if !goes_on {
            break;
        }
    }
}

/// Whether all of it was taken.
fn pass_on(spill: &Shared, batch: &Batch, target: &mut impl Target) -> bool {
    let done = target.send(&batch.alerts).done;
    spill.advance(batch, done);
    done == batch.alerts.len()
}
