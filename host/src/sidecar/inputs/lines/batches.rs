//! Batches of lines from a stream: as many as fit, or as came in a while.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::{Instant, timeout_at};
use tracing::{debug, info};

use super::{Batch, Cutter};
use crate::sidecar::gate::Hold;

/// Bytes that are asked for at once.
const CHUNK: usize = 64 * 1024;

/// Something that brings bytes.
pub(crate) trait Chunks: Send {
    /// The next bytes, none at the end. Nothing is lost if it is not waited for to the end.
    fn next(&mut self) -> impl Future<Output = io::Result<&[u8]>> + Send;
}

/// A socket, or whatever else can be waited for.
pub(crate) struct Reader<R> {
    from: R,
    chunk: Vec<u8>,
}

impl<R> Reader<R> {
    /// Reads from it.
    pub(crate) const fn new(from: R) -> Self {
        let chunk = Vec::new();
        Self { from, chunk }
    }
}

impl<R: AsyncRead + Unpin + Send> Chunks for Reader<R> {
    async fn next(&mut self) -> io::Result<&[u8]> {
        self.chunk.clear();
        self.chunk.reserve(CHUNK);
        self.from.read_buf(&mut self.chunk).await?;
        Ok(&self.chunk)
    }
}

/// When a batch is full.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "as the options are called")]
pub(crate) struct BatchBounds {
    /// Bytes of whole lines.
    pub(crate) max_batch: usize,
    /// How long its first line waits for others.
    pub(crate) max_delay: Duration,
    /// Longest line.
    pub(crate) max_record: usize,
}

/// The batches of a stream.
pub(crate) struct Batches<C> {
    chunks: C,
    cutter: Cutter,
    bounds: BatchBounds,
    /// Room for what it holds; nothing, if it is the only stream of its kind.
    hold: Option<Hold>,
    /// When the batch at hand is given out, if it has a line.
    due: Option<Instant>,
    ended: bool,
}

impl<C: Chunks> Batches<C> {
    /// Those of a stream from its beginning.
    pub(crate) const fn of(chunks: C, bounds: BatchBounds, hold: Option<Hold>) -> Self {
        Self {
            chunks,
            cutter: Cutter::new(0, bounds.max_record),
            bounds,
            hold,
            due: None,
            ended: false,
        }
    }

    /// The next batch; nothing at the end. Nothing is lost if it is not waited for to the end.
    pub(crate) async fn next(&mut self) -> Option<Batch> {
        while self.wants_more() && self.has_room().await {
            let until = self.until();
            let read = self.chunks.next();
            let read = match until {
                Some(until) => timeout_at(until, read).await,
                None => Ok(read.await),
            };
            match read {
                Err(_) if self.cutter.has_any() => break,
                Err(_) => self.let_go("the rest of its line took too long (read_timeout)"),
                Ok(Ok([])) => self.end(),
                Ok(Ok(chunk)) => {
                    self.cutter.feed(chunk);
                    self.note_time();
                }
                Ok(Err(error)) => {
                    debug!(%error, "a stream broke off");
                    self.end();
                }
            }
        }
        self.due = None;
        let batch = self.cutter.take();
        if let Some(hold) = &mut self.hold {
            hold.shrink(self.cutter.held());
        }
        batch
    }

    fn wants_more(&self) -> bool {
        !self.ended && self.cutter.ready() < self.bounds.max_batch
    }

    /// How long the next bytes are waited for.
    fn until(&self) -> Option<Instant> {
        let room = self.hold.as_ref().and_then(Hold::deadline);
        [self.due, room].into_iter().flatten().min()
    }

    /// What was read and not given out yet, where no more is to be read.
    pub(crate) fn rest(&mut self) -> Option<Batch> {
        self.end();
        self.cutter.take()
    }

    /// Whether more may be read: else what is there is to be given out first. A stream that holds a part of a line, for whose
    /// rest no room is to be had, ends.
    async fn has_room(&mut self) -> bool {
        let bytes = self.cutter.held();
        let Some(hold) = &mut self.hold else {
            return true;
        };
        if hold.fits(bytes) {
            return true;
        }
        if self.cutter.has_any() {
            return false;
        }
        let is_there = hold.waits_for(bytes).await;
        if !is_there {
            self.let_go("there was no room for the rest of its line (max_buffered)");
        }
        is_there
    }

    fn let_go(&mut self, reason: &str) {
        info!(reason, "a connection ended in the midst of a line");
        self.end();
    }

    fn end(&mut self) {
        self.cutter.finish();
        self.ended = true;
    }

    fn note_time(&mut self) {
        if self.due.is_none() && self.cutter.has_any() {
            self.due = Some(Instant::now() + self.bounds.max_delay);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncWriteExt as _, DuplexStream};

    use super::*;
    use crate::sidecar::config::SidecarLimits;
    use crate::sidecar::gate::Gate;

    fn bounds(max_batch: usize, max_delay: Duration) -> BatchBounds {
        BatchBounds {
            max_batch,
            max_delay,
            max_record: 100,
        }
    }

    /// Room for 128 KiB in all, beside what takes none, with little patience.
    fn narrow_gate() -> Gate {
        Gate::new(&SidecarLimits {
            max_buffered: "128KiB".parse().unwrap(),
            max_wait: "5ms".parse().unwrap(),
            read_timeout: "50ms".parse().unwrap(),
            ..SidecarLimits::default()
        })
    }

    /// A stream of these bytes that goes on, but not now.
    fn stalled(bytes: &'static [u8], gate: &Gate) -> (Batches<impl Chunks>, DuplexStream) {
        let (client, server) = tokio::io::duplex(16);
        let bounds = BatchBounds {
            max_batch: 1 << 20,
            max_delay: Duration::from_mins(10),
            max_record: 1 << 20,
        };
        let stream = bytes.chain(server);
        (
            Batches::of(Reader::new(stream), bounds, Some(gate.hold())),
            client,
        )
    }

    #[tokio::test]
    async fn a_full_batch_is_given_out_at_once_and_the_rest_at_the_end() {
        let (mut client, server) = tokio::io::duplex(8);
        let writing = tokio::spawn(async move { client.write_all(b"one\ntwo\nthree\nfour").await });
        let bounds = bounds(8, Duration::from_mins(10));
        let mut batches = Batches::of(Reader::new(server), bounds, None);
        assert_eq!(batches.next().await.unwrap().lines, b"one\ntwo\n");
        assert_eq!(batches.next().await.unwrap().lines, b"three\nfour");
        assert_eq!(batches.next().await, None);
        writing.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_line_waits_no_longer_than_it_may() {
        let (mut client, server) = tokio::io::duplex(64);
        client.write_all(b"one\ntw").await.unwrap();
        let bounds = bounds(1000, Duration::from_millis(5));
        let mut batches = Batches::of(Reader::new(server), bounds, None);
        assert_eq!(batches.next().await.unwrap().lines, b"one\n");
        assert_eq!(batches.rest().unwrap().lines, b"tw");
        drop(client);
        assert_eq!(batches.next().await, None);
    }

    #[tokio::test]
    async fn whole_lines_are_given_out_where_there_is_no_room_for_more() {
        let gate = narrow_gate();
        let mut other = gate.hold();
        assert!(other.fits(1 << 20));
        let text = "line\n".repeat(40_000).leak();
        let (mut batches, client) = stalled(text.as_bytes(), &gate);
        drop(client);
        let mut given = Vec::new();
        while given.iter().sum::<usize>() < text.len() {
            given.push(batches.next().await.unwrap().lines.len());
        }
        assert!(given.len() > 1 && given[0] > 64 << 10, "{given:?}");
    }

    #[tokio::test]
    async fn who_sends_a_part_of_a_line_keeps_its_room_only_for_a_while() {
        let gate = narrow_gate();
        let part = || &*vec![b'x'; 150_000].leak();
        let ((mut first, _one), (mut second, _other)) =
            (stalled(part(), &gate), stalled(part(), &gate));
        let both = tokio::join!(first.next(), second.next());
        let lengths = [both.0, both.1].map(|batch| batch.unwrap().lines.len());
        assert_eq!(lengths.iter().max(), Some(&150_000));
        assert!(lengths.iter().all(|length| *length > 64 << 10));
        assert_eq!((first.next().await, second.next().await), (None, None));
        assert!(gate.hold().fits(192 << 10));
    }
}
