//! Taking events in: whatever way they came, they are judged here, and a receipt is only given once their alerts and
//! dead letters are where they must be.

use bytes::Bytes;
use serde::Serialize;

use super::dead_letters::Unread;
use super::gate::Place;
use super::judging::{Body, JudgeError, Judged};
use super::outputs::OutputError;
use super::serve::Sidecar;

/// What became of a body: everything in it is judged, and what came of it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Receipt {
    pub(crate) events: u64,
    pub(crate) alerts: u64,
    pub(crate) malformed: u64,
    pub(crate) skipped: u64,
    pub(crate) poison: usize,
}

/// Why a body is not taken. Nothing of it counts as taken, though alerts of it may have been written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// As many bodies as are allowed are being judged, and none ended in time.
    #[error("too many requests at once")]
    Busy,
    /// It is not judged.
    #[error("{0}")]
    Judge(#[from] JudgeError),
    /// A required output, or the dead letters, did not take what came of it.
    #[error("alerts cannot be kept now: {0}")]
    Output(#[from] OutputError),
}

impl Refusal {
    /// Whether the same body may be taken later.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Busy => true,
            Self::Output(error) => error.may_pass(),
            Self::Judge(error) => error.may_pass(),
        }
    }
}

impl Sidecar {
    /// Judges a body, which holds `place` meanwhile, and delivers what comes of it. `origin` is what dead letters say
    /// of where it came from.
    pub(crate) async fn take(
        &self,
        origin: &str,
        body: Body,
        place: Place<'_>,
    ) -> Result<Receipt, Refusal> {
        let bytes = body.len();
        let work = self.take_within(origin, body, place);
        self.telemetry.delivery(origin, bytes, work).await
    }

    async fn take_within(
        &self,
        origin: &str,
        body: Body,
        place: Place<'_>,
    ) -> Result<Receipt, Refusal> {
        self.metrics.note_waiting(self.gate.held());
        let received = body.len();
        let judged = self.pool.judge(body).await?;
        self.metrics.judged(received, &judged);
        let receipt = self.deliver(origin, judged).await;
        drop(place);
        self.metrics.note_waiting(self.gate.held());
        receipt
    }

    /// Keeps what cannot even be given to the module.
    pub(crate) async fn give_up(
        &self,
        origin: &str,
        records: &[Unread<'_>],
    ) -> Result<(), Refusal> {
        self.metrics.unread(records.len());
        Ok(self.dead_letters.keep_unread(origin, records).await?)
    }

    async fn deliver(&self, origin: &str, mut judged: Judged) -> Result<Receipt, Refusal> {
        let lines = Bytes::from(std::mem::take(&mut judged.lines));
        let alerts = self.outputs.accept(lines);
        let letters = self.dead_letters.keep(origin, &judged);
        // It may be large, and outputs may take their time.
        judged.body = Vec::new();
        let (alerts, letters) = tokio::join!(alerts, letters);
        alerts?;
        letters?;
        self.metrics.letters_kept(&judged);
        Ok(Receipt {
            events: judged.events,
            alerts: judged.alerts,
            malformed: judged.malformed,
            skipped: judged.skipped,
            poison: judged.poison.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::Size;

    #[test]
    fn only_what_never_succeeds_is_refused_for_good() {
        assert!(Refusal::Busy.may_pass());
        assert!(Refusal::Output(OutputError::Gone).may_pass());
        assert!(Refusal::Judge(JudgeError::Gone).may_pass());
        assert!(!Refusal::Judge(JudgeError::TooLarge(Size::mebibytes(1))).may_pass());
    }
}
