//! What an output does not take now waits on disk, in order.

mod files;
mod intake;
#[cfg(test)]
mod model;
mod position;
mod queue;
mod record;
mod replay;
#[cfg(test)]
mod tests;
mod walk;

use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tracing::{error, warn};

use super::OutputError;
use crate::sidecar::config::SpillConfig;
use crate::sidecar::metrics::OutputMeter;
use files::Folder;
pub(super) use intake::SpillIn;
pub(super) use queue::SpillError;
use queue::{Batch, Bounds, Spill};
pub(super) use replay::Replay;

/// Segments that a full spill has about.
const SEGMENTS: u64 = 8;
/// Largest size of a segment from which on another is begun.
const MOST_OF_A_SEGMENT: u64 = 16 << 20;

/// A spill that one thread fills and another empties.
#[derive(Clone)]
pub(super) struct Shared(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    changed: Condvar,
    meter: OutputMeter,
}

struct State {
    spill: Spill<Folder>,
    closing: bool,
}

impl Shared {
    /// Opens the spill of an output.
    pub(super) fn open(
        path: &Path,
        config: &SpillConfig,
        meter: OutputMeter,
    ) -> Result<Self, OutputError> {
        let most = config.max_size.bytes();
        let bounds = Bounds {
            most,
            segment: (most / SEGMENTS).min(MOST_OF_A_SEGMENT),
            when_full: config.when_full,
            durability: config.durability,
        };
        let opened = Folder::open(path).and_then(|folder| Spill::open(folder, bounds));
        let (spill, torn) = opened.map_err(|error| OutputError::Open {
            path: path.display().to_string(),
            error: Arc::new(error),
        })?;
        if torn > 0 {
            warn!(path = %path.display(), bytes = torn, "the end of a spill is torn: it is passed over");
        }
        let shared = Self(Arc::new(Inner {
            state: Mutex::new(State {
                spill,
                closing: false,
            }),
            changed: Condvar::new(),
            meter,
        }));
        shared.note(&shared.lock());
        Ok(shared)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        let state = self.0.state.lock();
        state.unwrap_or_else(PoisonError::into_inner)
    }

    fn meter(&self) -> &OutputMeter {
        &self.0.meter
    }

    fn note(&self, state: &State) {
        let spill = &state.spill;
        self.0.meter.note_spill(spill.records(), spill.on_disk());
    }

    /// Adds alerts; with `when_full: block` it waits for room, for so long.
    fn append(&self, alerts: &[Bytes], patience: Duration) -> Result<(), SpillError> {
        let end = Instant::now() + patience;
        let mut state = self.lock();
        loop {
            let before = state.spill.dropped();
            let appended = state.spill.append(alerts);
            self.0.meter.spill_dropped(state.spill.dropped() - before);
            let left = end.saturating_duration_since(Instant::now());
            if !matches!(appended, Err(SpillError::Full)) || left.is_zero() {
                self.note(&state);
                self.0.changed.notify_all();
                return appended;
            }
            state = self.wait(state, left);
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>, most: Duration) -> MutexGuard<'a, State> {
        let waited = self.0.changed.wait_timeout(state, most);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// What comes next. Waits for it; nothing when it is closed and empty.
    fn next(&self, most: u64) -> Option<std::io::Result<Batch>> {
        let mut state = self.lock();
        while state.spill.is_empty() {
            if state.closing {
                return None;
            }
            state = self.wait(state, Duration::from_hours(1));
        }
        Some(state.spill.read(most))
    }

    /// Is done with so many alerts of what was read.
    fn advance(&self, batch: &Batch, done: usize) {
        let mut state = self.lock();
        let advanced = state.spill.advance(batch, done);
        if let Err(error) = advanced {
            warn!(%error, "cannot tidy up a spill: after a crash alerts may go out twice");
        }
        if batch.lost > 0 && done == batch.alerts.len() {
            error!(alerts = batch.lost, "alerts in a spill are damaged or gone");
            self.0.meter.spill_damaged(batch.lost);
        }
        self.note(&state);
        self.0.changed.notify_all();
    }

    /// Waits, unless it is closed meanwhile; whether it is still open.
    pub(super) fn pause(&self, span: Duration) -> bool {
        let end = Instant::now() + span;
        let mut state = self.lock();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if state.closing || left.is_zero() {
                return !state.closing;
            }
            state = self.wait(state, left);
        }
    }

    /// Alerts that wait.
    fn records(&self) -> u64 {
        self.lock().spill.records()
    }

    /// Nothing more comes: what is there is tried once more, and stays for the next start if it is not taken.
    pub(super) fn close(&self) {
        self.lock().closing = true;
        self.0.changed.notify_all();
    }
}
