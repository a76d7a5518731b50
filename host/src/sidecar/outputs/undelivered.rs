//! Alerts that a target will never take, kept with the reason: one JSON object a line in `STATE/undelivered.jsonl`.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde::Serialize;
use tracing::error;

use super::file::{LineFile, Policy};
use super::{OutputError, Rest, Target as _};
use crate::environment;
use crate::sidecar::metrics::OutputMeter;

const NAME: &str = "undelivered.jsonl";

/// Where they go: into the file, or nowhere where nothing is kept; then the log says so.
#[derive(Clone)]
pub(crate) struct Undelivered(Option<Arc<Mutex<LineFile>>>);

#[derive(Serialize)]
struct Letter<'a> {
    /// Milliseconds since 1970 at which it was given up.
    time_ms: u64,
    output: &'a str,
    reason: &'a str,
    /// The alert's line; what is no UTF-8 is replaced.
    alert: &'a str,
}

impl Undelivered {
    /// Keeps nothing.
    pub(super) const fn told() -> Self {
        Self(None)
    }

    /// Opens the file in the state folder.
    pub(super) fn open(state: &Path) -> Result<Self, OutputError> {
        let file = LineFile::open(Policy::of_state(state, NAME))?;
        Ok(Self(Some(Arc::new(Mutex::new(file)))))
    }

    /// Keeps an alert for good.
    pub(super) fn keep(
        &self,
        output: &str,
        reason: &str,
        alert: &[u8],
        meter: &OutputMeter,
    ) -> Result<(), OutputError> {
        let Some(file) = &self.0 else {
            error!(output, reason, "an alert is refused for good");
            meter.refused();
            return Ok(());
        };
        let alert = String::from_utf8_lossy(alert);
        let letter = Letter {
            time_ms: environment::now_ns() / 1_000_000,
            output,
            reason,
            alert: alert.trim_end_matches('\n'),
        };
        let mut line = serde_json::to_vec(&letter).unwrap_or_default();
        line.push(b'\n');
        let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
        if let Rest::Failed(error) = file.send(&[Bytes::from(line)]).rest {
            return Err(error);
        }
        error!(
            output,
            "an alert is refused for good: {NAME} has it, and the reason"
        );
        meter.refused();
        Ok(())
    }
}
