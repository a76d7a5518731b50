//! Taking events in: whatever way they came, they are judged here, and a receipt is only given once their alerts and
//! dead letters are where they must be.

use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::config::SidecarLimits;
use super::dead_letters::Unread;
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

/// Bounds how many bodies, and how many bytes of them, are held at once.
pub(crate) struct Gate {
    places: Semaphore,
    /// In KiB.
    room: Semaphore,
    most_places: usize,
    most_room: u32,
    max_wait: Duration,
}

/// Leave to hold one body.
#[must_use]
pub(crate) struct Place<'a> {
    _place: SemaphorePermit<'a>,
    room: SemaphorePermit<'a>,
}

impl Gate {
    /// With the bounds of the configuration.
    pub(crate) fn new(limits: &SidecarLimits) -> Self {
        let most_room = kibibytes(limits.max_buffered.bytes());
        Self {
            places: Semaphore::new(limits.max_requests),
            room: Semaphore::new(most_room as usize),
            most_room,
            most_places: limits.max_requests,
            max_wait: limits.max_wait.duration(),
        }
    }

    /// Waits for a place, and for room for a body of so many bytes.
    pub(crate) async fn enter(&self, length: u64) -> Result<Place<'_>, Refusal> {
        let both = async {
            let place = self.places.acquire().await;
            let room = self.room.acquire_many(self.permits(length)).await;
            place.and_then(|place| Ok((place, room?)))
        };
        match tokio::time::timeout(self.max_wait, both).await {
            Ok(Ok((place, room))) => Ok(Place {
                _place: place,
                room,
            }),
            _ => Err(Refusal::Busy),
        }
    }

    /// Waits for more room, where a body turns out to have so many bytes. At least twice as much is taken as there was,
    /// so that it is seldom asked for.
    pub(crate) async fn widen<'a>(
        &'a self,
        place: &mut Place<'a>,
        length: u64,
    ) -> Result<(), Refusal> {
        let has = u32::try_from(place.room.num_permits()).unwrap_or(u32::MAX);
        let wanted = self.permits(length);
        if wanted <= has {
            return Ok(());
        }
        let wanted = wanted.max(has.saturating_mul(2)).min(self.most_room);
        let more = self.room.acquire_many(wanted - has);
        match tokio::time::timeout(self.max_wait, more).await {
            Ok(Ok(more)) => {
                place.room.merge(more);
                Ok(())
            }
            _ => Err(Refusal::Busy),
        }
    }

    /// What is larger than everything that may be held has to be held alone.
    fn permits(&self, length: u64) -> u32 {
        kibibytes(length).min(self.most_room)
    }

    /// How many bodies are held.
    pub(crate) fn held(&self) -> usize {
        self.most_places
            .saturating_sub(self.places.available_permits())
    }
}

/// So many bytes, in whole KiB.
fn kibibytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
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

    fn gate() -> Gate {
        Gate::new(&SidecarLimits {
            max_requests: 2,
            max_buffered: Size::mebibytes(1),
            max_wait: "5ms".parse().unwrap(),
            ..SidecarLimits::default()
        })
    }

    #[tokio::test]
    async fn who_finds_no_place_or_no_room_is_told_to_come_back() {
        let gate = gate();
        let first = gate.enter(1 << 20).await.unwrap();
        assert!(matches!(gate.enter(1).await, Err(Refusal::Busy)));
        drop(first);
        let both = (gate.enter(1).await.unwrap(), gate.enter(1).await.unwrap());
        assert_eq!(gate.held(), 2);
        assert!(matches!(gate.enter(0).await, Err(Refusal::Busy)));
        drop(both);
        assert_eq!(gate.held(), 0);
    }

    #[tokio::test]
    async fn a_body_that_grows_asks_for_more_room_and_gives_all_of_it_back() {
        let gate = gate();
        let mut first = gate.enter(1 << 10).await.unwrap();
        gate.widen(&mut first, 1 << 19).await.unwrap();
        let mut second = gate.enter(1 << 18).await.unwrap();
        assert!(gate.widen(&mut second, 1 << 20).await.is_err());
        drop(first);
        gate.widen(&mut second, 9 << 20).await.unwrap();
        assert_eq!(gate.room.available_permits(), 0);
        drop(second);
        assert_eq!(gate.room.available_permits(), 1024);
    }

    #[test]
    fn only_what_never_succeeds_is_refused_for_good() {
        assert!(Refusal::Busy.may_pass());
        assert!(Refusal::Output(OutputError::Gone).may_pass());
        assert!(Refusal::Judge(JudgeError::Gone).may_pass());
        assert!(!Refusal::Judge(JudgeError::TooLarge(Size::mebibytes(1))).may_pass());
    }
}
