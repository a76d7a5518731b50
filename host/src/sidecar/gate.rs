//! Bounds on what is held at once: bytes of bodies, and how many of them are judged. A body takes room as it comes, and a
//! place only once all of it is there, so that who sends slowly holds nobody up.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::Instant;

use super::config::SidecarLimits;
use super::intake::Refusal;

/// Bytes of a body for which room is taken as they come. Once there are more, there must be room for all that it has
/// announced: else many that have begun could keep each other from ever ending.
const BEGINNING: u64 = 256 << 10;
/// How far a body may fall behind: this part of the time that it may take.
const HEAD_START: u32 = 4;
/// Bytes of a stream that take no room: most streams never hold more, and there are only so many connections.
const FREE: usize = 64 << 10;

/// Bounds how many bodies are judged, and how many bytes of bodies are held at once.
pub(crate) struct Gate {
    places: Semaphore,
    /// In KiB.
    room: Arc<Semaphore>,
    most_places: usize,
    most_room: u32,
    max_wait: Duration,
    read_timeout: Duration,
}

/// Leave to hold one body and have it judged.
#[must_use]
pub(crate) struct Place<'a> {
    _place: SemaphorePermit<'a>,
    _room: SemaphorePermit<'a>,
}

/// A body that is on its way, with room for what came of it.
pub(crate) struct Arrival<'a> {
    gate: &'a Gate,
    room: Option<SemaphorePermit<'a>>,
    /// When it began to come; the time that it waited for room does not count.
    began: Instant,
    came: u64,
    /// How large it will be, as far as that is known.
    expected: u64,
}

/// Room for what a stream holds: lines that wait for others, and the beginning of the next.
pub(crate) struct Hold {
    all: Arc<Semaphore>,
    most: u32,
    max_wait: Duration,
    read_timeout: Duration,
    room: Option<OwnedSemaphorePermit>,
    /// Since when it has room.
    since: Option<Instant>,
}

impl Gate {
    /// With the bounds of the configuration.
    pub(crate) fn new(limits: &SidecarLimits) -> Self {
        let most_room = kibibytes(limits.max_buffered.bytes());
        Self {
            places: Semaphore::new(limits.max_requests),
            room: Arc::new(Semaphore::new(most_room as usize)),
            most_room,
            most_places: limits.max_requests,
            max_wait: limits.max_wait.duration(),
            read_timeout: limits.read_timeout.duration(),
        }
    }

    /// A body that begins to come.
    pub(crate) fn arrival(&self) -> Arrival<'_> {
        Arrival {
            gate: self,
            room: None,
            began: Instant::now(),
            came: 0,
            expected: 0,
        }
    }

    /// Room for a stream, of which it holds none yet.
    pub(crate) fn hold(&self) -> Hold {
        Hold {
            all: Arc::clone(&self.room),
            most: self.most_room,
            max_wait: self.max_wait,
            read_timeout: self.read_timeout,
            room: None,
            since: None,
        }
    }

    /// Waits for a place for a body of so many bytes, which is there.
    pub(crate) async fn enter(&self, length: u64) -> Result<Place<'_>, Refusal> {
        let mut arrival = self.arrival();
        arrival.reserve(length).await?;
        arrival.end().await
    }

    async fn acquire<'a>(
        &self,
        of: &'a Semaphore,
        count: u32,
    ) -> Result<SemaphorePermit<'a>, Refusal> {
        match tokio::time::timeout(self.max_wait, of.acquire_many(count)).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(Refusal::Busy),
        }
    }

    /// How many bodies are judged or wait for it.
    pub(crate) fn held(&self) -> usize {
        self.most_places
            .saturating_sub(self.places.available_permits())
    }
}

impl<'a> Arrival<'a> {
    /// Waits for room: so many bytes came so far, of so many that are announced.
    pub(crate) async fn came(&mut self, bytes: u64, announced: Option<u64>) -> Result<(), Refusal> {
        self.came = bytes;
        let all = announced.unwrap_or(bytes).max(bytes);
        self.reserve(if bytes <= BEGINNING { bytes } else { all })
            .await?;
        self.expected = announced.map_or(u64::from(self.permits()) << 10, |_| all);
        Ok(())
    }

    /// When the next of it must be there. What keeps others from their room must come as fast as all of it has to.
    pub(crate) fn deadline(&self) -> Instant {
        let most = self.gate.read_timeout;
        if self.came <= BEGINNING {
            return self.began + most;
        }
        let part = Duration::from_secs_f64(most.as_secs_f64() * self.part());
        self.began + most.min(part + most / HEAD_START)
    }

    /// Waits for a place for it, now that all of it is there.
    pub(crate) async fn end(self) -> Result<Place<'a>, Refusal> {
        let gate = self.gate;
        let place = gate.acquire(&gate.places, 1).await?;
        let room = match self.room {
            Some(room) => room,
            None => gate.acquire(&gate.room, 0).await?,
        };
        Ok(Place {
            _place: place,
            _room: room,
        })
    }

    /// Waits for more room, if need be; then for at least twice as much as there was, so that it is seldom asked for. What
    /// is larger than everything that may be held has to be held alone.
    async fn reserve(&mut self, length: u64) -> Result<(), Refusal> {
        let (has, most) = (self.permits(), self.gate.most_room);
        let wanted = kibibytes(length).min(most);
        if wanted <= has {
            return Ok(());
        }
        let wanted = wanted.max(has.saturating_mul(2)).min(most);
        let asked = Instant::now();
        let more = self.gate.acquire(&self.gate.room, wanted - has).await?;
        self.began += asked.elapsed();
        match &mut self.room {
            Some(room) => room.merge(more),
            None => self.room = Some(more),
        }
        Ok(())
    }

    fn permits(&self) -> u32 {
        let room = self.room.as_ref().map_or(0, SemaphorePermit::num_permits);
        u32::try_from(room).unwrap_or(u32::MAX)
    }

    /// Which part of it is there.
    #[expect(clippy::cast_precision_loss, reason = "a part, not a count")]
    fn part(&self) -> f64 {
        self.came as f64 / self.expected.max(1) as f64
    }
}

impl Hold {
    /// Whether there is room now for so many bytes in all; what is too much is given back.
    pub(crate) fn fits(&mut self, bytes: usize) -> bool {
        let missing = self.missing(bytes);
        let more = Arc::clone(&self.all).try_acquire_many_owned(missing).ok();
        more.map(|more| self.add(more)).is_some()
    }

    /// Waits for room for so many bytes in all; whether it was there in time.
    pub(crate) async fn waits_for(&mut self, bytes: usize) -> bool {
        let more = Arc::clone(&self.all).acquire_many_owned(self.missing(bytes));
        match tokio::time::timeout(self.max_wait, more).await {
            Ok(Ok(more)) => {
                self.add(more);
                true
            }
            _ => false,
        }
    }

    /// Gives back what so many bytes do not need. They may take as long as if they came now.
    pub(crate) fn shrink(&mut self, bytes: usize) {
        self.missing(bytes);
        self.since = self.since.map(|_| Instant::now());
    }

    /// When the room must be given back: else who sends a part of a line only would keep others from it.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        Some(self.since? + self.read_timeout)
    }

    /// How much more room so many bytes need, in KiB. Room that they do not need is given back.
    fn missing(&mut self, bytes: usize) -> u32 {
        let wanted = kibibytes(bytes.saturating_sub(FREE) as u64).min(self.most);
        let has = self.permits();
        let spare = has.saturating_sub(wanted) as usize;
        drop(self.room.as_mut().and_then(|room| room.split(spare)));
        if wanted == 0 {
            self.since = None;
        } else if self.since.is_none() {
            self.since = Some(Instant::now());
        }
        wanted.saturating_sub(has)
    }

    fn add(&mut self, more: OwnedSemaphorePermit) {
        match &mut self.room {
            Some(room) => room.merge(more),
            None => self.room = Some(more),
        }
    }

    fn permits(&self) -> u32 {
        let room = self
            .room
            .as_ref()
            .map_or(0, OwnedSemaphorePermit::num_permits);
        u32::try_from(room).unwrap_or(u32::MAX)
    }
}

/// So many bytes, in whole KiB.
fn kibibytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
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
            read_timeout: "40s".parse().unwrap(),
            ..SidecarLimits::default()
        })
    }

    async fn came(gate: &Gate, bytes: u64, announced: Option<u64>) -> Result<Arrival<'_>, Refusal> {
        let mut arrival = gate.arrival();
        arrival.came(bytes, announced).await.map(|()| arrival)
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
    async fn bodies_that_come_hold_room_for_what_came_and_no_place() {
        let gate = gate();
        let mut coming = Vec::new();
        for _ in 0..1000 {
            coming.push(came(&gate, 1, Some(1 << 20)).await.unwrap());
        }
        assert_eq!((gate.held(), gate.room.available_permits()), (0, 24));
        drop(gate.enter(20_000).await.unwrap());
        let whole = coming.pop().unwrap().end().await.unwrap();
        assert_eq!(gate.held(), 1);
        drop((whole, coming));
        assert_eq!(gate.room.available_permits(), 1024);
    }

    #[tokio::test]
    async fn a_stream_takes_room_for_what_it_holds_and_gives_it_back_when_it_holds_less() {
        let gate = gate();
        let mut stream = gate.hold();
        assert!(stream.fits(FREE) && gate.room.available_permits() == 1024);
        assert_eq!(stream.deadline(), None);
        assert!(stream.fits(FREE + (1 << 19)) && gate.room.available_permits() == 512);
        let mut second = gate.hold();
        assert!(!second.fits(1 << 20) && !second.waits_for(1 << 20).await);
        assert!(stream.fits(FREE + 1024) && gate.room.available_permits() == 1023);
        assert!(second.waits_for(1 << 20).await);
        drop((stream, second));
        assert_eq!(gate.room.available_permits(), 1024);
    }

    #[tokio::test]
    async fn a_body_that_grows_asks_for_more_room_and_gives_all_of_it_back() {
        let gate = gate();
        let mut first = came(&gate, 1 << 10, None).await.unwrap();
        first.came(1 << 19, None).await.unwrap();
        let mut second = came(&gate, 1 << 18, None).await.unwrap();
        assert!(second.came(1 << 20, None).await.is_err());
        drop(first);
        second.came(9 << 20, None).await.unwrap();
        assert_eq!(gate.room.available_permits(), 0);
        drop(second);
        assert_eq!(gate.room.available_permits(), 1024);
    }

    #[tokio::test]
    async fn beyond_its_beginning_a_body_needs_room_for_all_of_it_and_must_keep_pace() {
        let gate = gate();
        let mut large = came(&gate, BEGINNING, Some(1 << 20)).await.unwrap();
        assert_eq!(gate.room.available_permits(), 768);
        assert_eq!(large.deadline() - large.began, Duration::from_secs(40));
        large.came(BEGINNING + 1024, Some(1 << 20)).await.unwrap();
        assert_eq!(gate.room.available_permits(), 0);
        let left = large.deadline() - large.began;
        assert!((20..21).contains(&left.as_secs()), "{left:?}");
        large.came((1 << 20) - 1, Some(1 << 20)).await.unwrap();
        assert_eq!(large.deadline() - large.began, Duration::from_secs(40));
    }
}
