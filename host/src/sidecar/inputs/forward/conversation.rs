//! What is said on one connection: maybe a handshake, then messages, each acknowledged once its alerts are where they
//! must be. Whatever goes wrong ends the connection without the acknowledgement, so that the sender tries again.

use std::io;
use std::time::Duration;

use rmp::encode::{write_map_len, write_str, write_str_len};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::time::error::Elapsed;
use tokio::time::timeout_at;
use tracing::{debug, info, warn};

use super::Forward;
use super::message::{Message, MessageError};
use super::msgpack::{Extent, MsgpackError, Progress};
use crate::sidecar::dead_letters::Unread;
use crate::sidecar::gate::{Arrival, Place};
use crate::sidecar::inputs::connections::Connection;
use crate::sidecar::intake::Refusal;
use crate::sidecar::judging::Body;
use crate::sidecar::seldom::Seldom;

/// Bytes that each connection may hold without asking for room.
const CHUNK: usize = 64 * 1024;
static REFUSALS: Seldom = Seldom::new();
/// Longest PING.
const MOST_OF_A_PING: usize = 4096;

/// Why a connection ends.
#[derive(Debug, thiserror::Error)]
pub(super) enum End {
    /// The client has no more to say, or the sidecar stops.
    #[error("it is over")]
    Over,
    /// The connection is broken.
    #[error("the connection broke off: {0}")]
    BrokenOff(#[from] io::Error),
    /// A message did not come in time.
    #[error("a message did not come in time (read_timeout)")]
    Slow,
    /// A message has too many bytes.
    #[error("a message is larger than the bound (max_body)")]
    TooLarge,
    /// The client does not know the shared key.
    #[error("the client does not know the shared key")]
    Stranger,
    /// The system has no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// It is no message.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// A message was not taken.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

impl From<MsgpackError> for End {
    fn from(error: MsgpackError) -> Self {
        Self::Message(error.into())
    }
}

impl From<Elapsed> for End {
    fn from(_: Elapsed) -> Self {
        Self::Slow
    }
}

/// A connection.
pub(super) struct Conversation<'a, S> {
    forward: &'a Forward,
    stream: S,
    origin: String,
    /// Bytes that came and are not dealt with.
    held: Vec<u8>,
}

impl<'a, S: Connection> Conversation<'a, S> {
    /// With a client that has just come.
    pub(super) fn new(forward: &'a Forward, stream: S, peer: &str) -> Self {
        Self {
            forward,
            stream,
            origin: format!("forward {peer}"),
            held: Vec::new(),
        }
    }

    /// Speaks until there is no more to say.
    pub(super) async fn hold(mut self) {
        match self.speak().await {
            Ok(()) | Err(End::Over) => {}
            Err(end @ End::BrokenOff(_)) => {
                debug!(origin = self.origin, reason = %end, "a connection ended");
            }
            Err(end) => {
                self.forward.sidecar.metrics.tried_again();
                if let Some(left_out) = REFUSALS.ask() {
                    let origin = self.origin;
                    warn!(origin, reason = %end, left_out, "a message was not acknowledged");
                }
            }
        }
        // The client may be gone.
        let _ = self.stream.shutdown().await;
    }

    async fn speak(&mut self) -> Result<(), End> {
        let forward = self.forward;
        let most = forward.sidecar.limits.max_body.in_memory();
        let patience = self.patience();
        tokio::time::timeout(patience, self.introduce()).await??;
        loop {
            self.begin().await?;
            let mut arrival = forward.sidecar.gate.arrival();
            let message = self.message(most, Some(&mut arrival)).await?;
            let place = arrival.end().await?;
            if let Some(chunk) = forward.take(&self.origin, message, place).await? {
                self.say(&acknowledgement(&chunk)).await?;
            }
        }
    }

    fn patience(&self) -> Duration {
        self.forward.sidecar.limits.read_timeout.duration()
    }

    /// Shows each other that both know the key, if there is one.
    async fn introduce(&mut self) -> Result<(), End> {
        let forward = self.forward;
        let Some(key) = &forward.shared_key else {
            return Ok(());
        };
        let handshake = key.begin()?;
        self.say(&handshake.helo()).await?;
        let said = self.message(MOST_OF_A_PING, None).await?;
        let answer = handshake.answer(&said)?;
        self.say(&answer.bytes).await?;
        if answer.allowed {
            Ok(())
        } else {
            Err(End::Stranger)
        }
    }

    async fn say(&mut self, bytes: &[u8]) -> Result<(), End> {
        tokio::time::timeout(self.patience(), self.stream.write_all(bytes)).await??;
        self.stream.flush().await?;
        Ok(())
    }

    /// Waits for the first bytes of a message, as long as it takes and nobody else needs the place.
    async fn begin(&mut self) -> Result<(), End> {
        let forward = self.forward;
        let mut stop = forward.sidecar.stop.clone();
        if stop.is_given() {
            return Err(End::Over);
        }
        if self.held.is_empty() {
            tokio::select! {
                more = self.read_on(1) => more?,
                () = stop.given() => return Err(End::Over),
                () = forward.crowd.outstayed(forward.idle) => return Err(End::Over),
            }
        }
        Ok(())
    }

    /// Reads what comes; so much is wanted in all.
    async fn read_on(&mut self, wanted: usize) -> Result<(), End> {
        let missing = wanted.saturating_sub(self.held.len());
        self.held.reserve(missing.clamp(1, CHUNK));
        match self.stream.read_buf(&mut self.held).await? {
            0 if self.held.is_empty() => Err(End::Over),
            0 => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            _ => Ok(()),
        }
    }

    /// One message. Room is asked for as it turns out to be larger.
    async fn message(
        &mut self,
        most: usize,
        mut arrival: Option<&mut Arrival<'a>>,
    ) -> Result<Vec<u8>, End> {
        let mut extent = Extent::new();
        loop {
            match extent.advance(&self.held)? {
                Progress::Whole(length) | Progress::Needs(length) if length > most => {
                    return Err(End::TooLarge);
                }
                Progress::Whole(length) => {
                    let rest = self.held.split_off(length);
                    return Ok(std::mem::replace(&mut self.held, rest));
                }
                Progress::Needs(length) => {
                    let Some(arrival) = &mut arrival else {
                        self.read_on(length).await?;
                        continue;
                    };
                    let known = (length > self.held.len() + CHUNK).then_some(length as u64);
                    arrival.came(self.held.len() as u64, known).await?;
                    timeout_at(arrival.deadline(), self.read_on(length)).await??;
                }
            }
        }
    }
}

impl Forward {
    /// Has a message judged, and what comes of it kept; what is to be acknowledged.
    async fn take(
        &self,
        origin: &str,
        bytes: Vec<u8>,
        place: Place<'_>,
    ) -> Result<Option<Vec<u8>>, End> {
        // A message may become much larger: only a few are unpacked at once.
        let _turn = self.unpacking.acquire().await;
        let message = tokio::task::block_in_place(|| Message::read(&bytes, &self.bounds))?;
        drop(bytes);
        if message.not_logs {
            info!(origin, "metrics or traces came, of which nothing is judged");
        }
        if !message.broken.is_empty() {
            self.sidecar.give_up(origin, &letters(&message)).await?;
            self.sidecar.metrics.unread(message.more_broken);
        }
        if !message.lines.is_empty() {
            let body = Body::lines(message.lines);
            self.sidecar.take(origin, body, place).await?;
        }
        Ok(message.chunk)
    }
}

fn letters(message: &Message) -> Vec<Unread<'_>> {
    let broken = message.broken.iter();
    let letters = broken.map(|broken| Unread {
        offset: 0,
        reason: broken.reason.to_string(),
        bytes: &broken.bytes,
    });
    letters.collect()
}

/// `{"ack": chunk}`.
fn acknowledgement(chunk: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let written = write_map_len(&mut out, 1)
        .and_then(|_| write_str(&mut out, "ack"))
        .and_then(|()| {
            write_str_len(&mut out, u32::try_from(chunk.len()).unwrap_or(u32::MAX)).map(drop)
        });
    debug_assert!(written.is_ok(), "a vector takes any bytes");
    out.extend_from_slice(chunk);
    out
}
