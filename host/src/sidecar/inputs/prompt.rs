//! A connection on which the client must say in time which version of HTTP it speaks: hyper begins to measure time only once
//! it knows, so that who never says it would be waited for forever.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// What a client that speaks HTTP/2 says first.
const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// A connection whose client must say its version in time.
pub(crate) struct Prompt<S> {
    stream: S,
    /// Nothing once the client has said it.
    waiting: Option<Waiting>,
}

struct Waiting {
    deadline: Pin<Box<Sleep>>,
    /// Bytes of [`PREFACE`] that came.
    matched: usize,
}

impl<S> Prompt<S> {
    /// A connection that is given up unless its client says the version in this time.
    pub(crate) fn new(stream: S, patience: Duration) -> Self {
        let deadline = Box::pin(sleep(patience));
        Self {
            stream,
            waiting: Some(Waiting {
                deadline,
                matched: 0,
            }),
        }
    }
}

impl Waiting {
    /// Whether the version is known now.
    fn knows(&mut self, bytes: &[u8]) -> bool {
        let rest = PREFACE.get(self.matched..).unwrap_or_default();
        self.matched += bytes.len();
        bytes.len() >= rest.len() || !rest.starts_with(bytes)
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Prompt<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let Some(waiting) = &mut self.waiting else {
            return read;
        };
        if read.is_pending() {
            ready!(waiting.deadline.as_mut().poll(context));
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        if waiting.knows(buffer.filled().get(before..).unwrap_or_default()) {
            self.waiting = None;
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Prompt<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const PATIENCE: Duration = Duration::from_millis(200);

    async fn read_after(said: &[u8]) -> io::Result<()> {
        let (mut client, server) = duplex(64);
        let mut server = Prompt::new(server, PATIENCE);
        client.write_all(said).await?;
        server.read_exact(&mut vec![0; said.len()]).await?;
        let late = async {
            sleep(3 * PATIENCE).await;
            client.write_all(b"!").await
        };
        let (read, wrote) = tokio::join!(server.read_u8(), late);
        drop(wrote);
        read.map(|byte| assert_eq!(byte, b'!'))
    }

    #[tokio::test]
    async fn who_does_not_say_its_version_in_time_is_not_waited_for() {
        for said in [&b""[..], b"P", b"PRI * HTTP/2.0\r\n"] {
            let error = read_after(said).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{said:?}");
        }
    }

    #[tokio::test]
    async fn who_has_said_it_may_take_longer() {
        for said in [PREFACE, b"PO", b"GET / HTTP/1.1\r\n", b"PRI * HTTP/1.1\r\n"] {
            read_after(said).await.unwrap();
        }
    }
}
