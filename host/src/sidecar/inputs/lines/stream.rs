//! Delivering the batches of a stream, of which nobody sends anything again: what is read is delivered, however often it
//! takes, and until then no more is read.

use std::sync::Arc;
use std::time::Duration;

use tracing::{error, info, warn};

use super::{Batch, Batches, Chunks, LongLine};
use crate::sidecar::dead_letters::Unread;
use crate::sidecar::intake::Refusal;
use crate::sidecar::judging::Body;
use crate::sidecar::serve::Sidecar;

/// How long to wait after the first refusal; doubled by each further one.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// Longest wait.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Whether a batch was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(crate) enum Delivered {
    /// What came of it is kept.
    Yes,
    /// It cannot be, and nothing later can.
    Never,
    /// It was given up for now.
    NotYet,
}

/// How long a batch that is refused is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Until it is taken: it is nowhere else.
    Endless,
    /// Until the word to stop: it can be read again.
    UntilStop,
}

/// Reads a stream to its end, until the word to stop, or until no line came and the future ended that is made by
/// `outstayed` after each batch; then what was read is still delivered.
pub(crate) async fn read<F: Future<Output = ()>>(
    sidecar: Arc<Sidecar>,
    origin: &str,
    mut batches: Batches<impl Chunks>,
    outstayed: impl Fn() -> F,
) {
    let mut stop = sidecar.stop.clone();
    loop {
        let batch = tokio::select! {
            batch = batches.next() => batch,
            () = stop.given() => batches.rest(),
            () = outstayed() => {
                info!(origin, "a connection that brought nothing made room for another (idle_timeout)");
                batches.rest()
            }
        };
        let Some(batch) = batch else { return };
        if deliver(&sidecar, origin, batch, Patience::Endless).await != Delivered::Yes {
            return;
        }
    }
}

/// Delivers a batch. What is refused now is tried again.
pub(crate) async fn deliver(
    sidecar: &Sidecar,
    origin: &str,
    mut batch: Batch,
    patience: Patience,
) -> Delivered {
    let mut pause = FIRST_PAUSE;
    while let Err(refusal) = attempt(sidecar, origin, &mut batch).await {
        if !refusal.may_pass() {
            error!(origin, reason = %refusal, "events cannot be delivered any more");
            return Delivered::Never;
        }
        warn!(origin, reason = %refusal, "events were not taken and are tried again");
        sidecar.metrics.tried_again();
        if !rest(sidecar, pause, patience).await {
            return Delivered::NotYet;
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    Delivered::Yes
}

/// Waits before the next try; whether there is to be one.
async fn rest(sidecar: &Sidecar, pause: Duration, patience: Patience) -> bool {
    let mut stop = sidecar.stop.clone();
    tokio::select! {
        () = tokio::time::sleep(pause) => true,
        () = stop.given(), if patience == Patience::UntilStop => false,
    }
}

async fn attempt(sidecar: &Sidecar, origin: &str, batch: &mut Batch) -> Result<(), Refusal> {
    let place = sidecar.gate.enter(batch.bytes() as u64).await?;
    if !batch.long.is_empty() {
        sidecar.give_up(origin, &letters(&batch.long)).await?;
        batch.long.clear();
    }
    if !batch.lines.is_empty() {
        let body = Body::lines(batch.lines.clone());
        sidecar.take(origin, body, place).await?;
    }
    Ok(())
}

fn letters(lines: &[LongLine]) -> Vec<Unread<'_>> {
    let letters = lines.iter().map(|line| Unread {
        offset: line.offset,
        reason: "the line is longer than the bound (max_record)".to_owned(),
        bytes: &line.head,
    });
    letters.collect()
}
