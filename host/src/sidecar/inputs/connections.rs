//! Accepting connections, with a bound on how many there are at once.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tracing::{debug, warn};

use crate::sidecar::metrics::Count;
use crate::sidecar::seldom::Seldom;
use crate::sidecar::serve::ServeError;
use crate::sidecar::stop::Stop;

/// How long to wait after the system gave no connection.
const PAUSE: Duration = Duration::from_millis(100);

static REFUSALS: Seldom = Seldom::new();

/// A connection, encrypted or not.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + 'static> Connection for T {}

/// Where connections come from.
pub(crate) trait Listener: Send + Sync + 'static {
    /// A connection.
    type Stream: Connection;

    /// The next one, and who is at its other end.
    fn next(&self) -> impl Future<Output = io::Result<(Self::Stream, String)>> + Send;
}

impl Listener for TcpListener {
    type Stream = TcpStream;

    async fn next(&self) -> io::Result<(TcpStream, String)> {
        let (stream, peer) = self.accept().await?;
        // Answers are short: waiting for more would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            debug!(%error, "the system delays answers");
        }
        Ok((stream, peer.to_string()))
    }
}

impl Listener for UnixListener {
    type Stream = UnixStream;

    async fn next(&self) -> io::Result<(UnixStream, String)> {
        let (stream, _) = self.accept().await?;
        let process = stream.peer_cred().ok().and_then(|peer| peer.pid());
        let peer = process.map_or_else(|| "somebody".to_owned(), |id| format!("process {id}"));
        Ok((stream, peer))
    }
}

/// Takes an address; answers the one that it is.
pub(crate) async fn bind(address: SocketAddr) -> Result<(SocketAddr, TcpListener), ServeError> {
    let bound = async {
        let listener = TcpListener::bind(address).await?;
        Ok((listener.local_addr()?, listener))
    };
    let bound = bound.await;
    bound.map_err(|error| ServeError::Listen { address, error })
}

/// The places of connections, and whether one waits for a place.
#[derive(Clone)]
pub(crate) struct Crowd {
    places: Arc<Semaphore>,
    waits: Arc<AtomicBool>,
    asked: Arc<Notify>,
}

impl Crowd {
    /// So many at once.
    pub(crate) fn new(most: usize) -> Self {
        Self {
            places: Arc::new(Semaphore::new(most)),
            waits: Arc::default(),
            asked: Arc::default(),
        }
    }

    /// A place; nothing lets go of a semaphore that is closed.
    async fn place(&self) -> Option<OwnedSemaphorePermit> {
        let places = || Arc::clone(&self.places);
        let mut place = places().try_acquire_owned().ok();
        if place.is_none() {
            self.waits.store(true, Ordering::SeqCst);
            self.asked.notify_one();
            place = places().acquire_owned().await.ok();
        }
        // Also if one that waited was not waited for to the end.
        self.waits.store(false, Ordering::SeqCst);
        place
    }

    /// Returns once a connection that has brought nothing for so long is to make room for one that waits: the one of all
    /// such that has been there without a word for the longest time.
    pub(crate) async fn outstayed(&self, idle: Duration) {
        tokio::time::sleep(idle).await;
        loop {
            self.asked.notified().await;
            if self.waits.swap(false, Ordering::SeqCst) {
                return;
            }
        }
    }
}

/// Serves each connection in a task of its own, until the word to stop, and then until those that there are have ended.
pub(crate) async fn serve_each<L, F>(
    listener: L,
    crowd: Crowd,
    open: Count,
    mut stop: Stop,
    serve: impl Fn(L::Stream, String) -> F,
) where
    L: Listener,
    F: Future<Output = ()> + Send + 'static,
{
    let mut tasks = JoinSet::new();
    let mut waiting = None;
    loop {
        // One that waits for its place is not lost when another one ends.
        let next = async {
            if waiting.is_none() {
                waiting = Some(listener.next().await);
            }
            crowd.place().await
        };
        let place = tokio::select! {
            place = next => place,
            Some(ended) = tasks.join_next() => {
                note(ended);
                continue;
            }
            () = stop.given() => break,
        };
        match waiting.take() {
            None => {}
            Some(Ok((stream, peer))) => {
                let serving = serve(stream, peer);
                let place = (place, open.one_more());
                tasks.spawn(async move {
                    serving.await;
                    drop(place);
                });
            }
            Some(Err(error)) => {
                warn!(%error, "cannot accept a connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    while let Some(ended) = tasks.join_next().await {
        note(ended);
    }
}

fn note(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        warn!(%error, "a connection failed");
    }
}

/// A connection, after the handshake of TLS if there is to be one; nothing if that fails or is not done in time.
pub(crate) async fn secured<S: Connection>(
    tls: Option<&TlsAcceptor>,
    stream: S,
    peer: &str,
    patience: Duration,
) -> Option<Box<dyn Connection>> {
    let Some(tls) = tls else {
        return Some(Box::new(stream));
    };
    match tokio::time::timeout(patience, tls.accept(stream)).await {
        Ok(Ok(stream)) => Some(Box::new(stream)),
        Ok(Err(error)) => {
            if let Some(left_out) = REFUSALS.ask() {
                warn!(peer, %error, left_out, "a client was refused in the handshake of TLS");
            }
            None
        }
        Err(_) => {
            debug!(peer, "the handshake of TLS took too long (read_timeout)");
            None
        }
    }
}
