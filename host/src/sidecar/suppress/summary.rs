//! Telling from time to time what was left out, one line a rule.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use tracing::info;

use super::{Reason, State, lock};
use crate::sidecar::outputs::OutputError;

/// How many alerts were left out.
#[derive(Default)]
pub(super) struct Counts(BTreeMap<(String, Reason), u64>);

impl Counts {
    pub(super) fn add(&mut self, rule: String, reason: Reason) {
        *self.0.entry((rule, reason)).or_default() += 1;
    }

    fn tell(self) {
        for ((rule, reason), alerts) in self.0 {
            let reason = reason.name();
            info!(rule, reason, alerts, "alerts were left out");
        }
    }
}

/// The thread that tells; at the end once more.
pub(super) struct Summaries(Option<(mpsc::Sender<()>, JoinHandle<()>)>);

impl Summaries {
    pub(super) fn start(state: Arc<Mutex<State>>, every: Duration) -> Result<Self, OutputError> {
        let (end, ended) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("falconet-summary".to_owned())
            .spawn(move || {
                loop {
                    let waited = ended.recv_timeout(every);
                    let counts = std::mem::take(&mut lock(&state).counts);
                    counts.tell();
                    if waited != Err(RecvTimeoutError::Timeout) {
                        break;
                    }
                }
            })
            .map_err(|error| OutputError::Thread(Arc::new(error)))?;
        Ok(Self(Some((end, thread))))
    }
}

impl Drop for Summaries {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.0.take() {
            drop(end);
            // It has nothing to say if it panicked.
            let _ = thread.join();
        }
    }
}
