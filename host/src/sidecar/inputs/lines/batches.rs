//! Batches of lines from a stream: as many as fit, or as came in a while.

use std::io;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _};
use tokio::time::{Instant, timeout_at};
use tracing::debug;

use super::{Batch, Cutter};

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
    /// When the batch at hand is given out, if it has a line.
    due: Option<Instant>,
    ended: bool,
}

impl<C: Chunks> Batches<C> {
    /// Those of a stream from its beginning.
    pub(crate) const fn of(chunks: C, bounds: BatchBounds) -> Self {
        Self {
            chunks,
            cutter: Cutter::new(0, bounds.max_record),
            bounds,
            due: None,
            ended: false,
        }
    }

    /// The next batch; nothing at the end. Nothing is lost if it is not waited for to the end.
    pub(crate) async fn next(&mut self) -> Option<Batch> {
        while !self.ended && self.cutter.ready() < self.bounds.max_batch {
            let read = self.chunks.next();
            let read = match self.due {
                Some(due) => match timeout_at(due, read).await {
                    Ok(read) => read,
                    Err(_) => break,
                },
                None => read.await,
            };
            match read {
                Ok([]) => self.end(),
                Ok(chunk) => {
                    self.cutter.feed(chunk);
                    self.note_time();
                }
                Err(error) => {
                    debug!(%error, "a stream broke off");
                    self.end();
                }
            }
        }
        self.due = None;
        self.cutter.take()
    }

    /// What was read and not given out yet, where no more is to be read.
    pub(crate) fn rest(&mut self) -> Option<Batch> {
        self.end();
        self.cutter.take()
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
    use tokio::io::AsyncWriteExt as _;

    use super::*;

    fn bounds(max_batch: usize, max_delay: Duration) -> BatchBounds {
        BatchBounds {
            max_batch,
            max_delay,
            max_record: 100,
        }
    }

    #[tokio::test]
    async fn a_full_batch_is_given_out_at_once_and_the_rest_at_the_end() {
        let (mut client, server) = tokio::io::duplex(8);
        let writing = tokio::spawn(async move { client.write_all(b"one\ntwo\nthree\nfour").await });
        let bounds = bounds(8, Duration::from_mins(10));
        let mut batches = Batches::of(Reader::new(server), bounds);
        assert_eq!(batches.next().await.unwrap().lines, b"one\ntwo\n");
        assert_eq!(batches.next().await.unwrap().lines, b"three\nfour");
        assert_eq!(batches.next().await, None);
        writing.await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_line_waits_no_longer_than_it_may() {
        let (mut client, server) = tokio::io::duplex(64);
        client.write_all(b"one\ntw").await.unwrap();
        let mut batches = Batches::of(Reader::new(server), bounds(1000, Duration::from_millis(5)));
        assert_eq!(batches.next().await.unwrap().lines, b"one\n");
        assert_eq!(batches.rest().unwrap().lines, b"tw");
        drop(client);
        assert_eq!(batches.next().await, None);
    }
}
