//! Serving a router on a socket, with bounds on connections and on how long a client may take.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tracing::{debug, warn};

use super::prompt::Prompt;
use crate::sidecar::metrics::Count;
use crate::sidecar::stop::Stop;

/// How long to wait after the system gave no connection.
const PAUSE: Duration = Duration::from_millis(100);
/// Bytes of a head, and of what comes behind it before it is asked for.
const MOST_HEAD: usize = 64 << 10;
const MOST_HEAD_OF_STREAM: u32 = 16 << 10;
/// Bytes of bodies that an HTTP/2 connection may send before they are asked for.
const WINDOW: u32 = 256 << 10;
/// Streams of one HTTP/2 connection at once.
const MOST_STREAMS: u32 = 128;

/// Bounds of a listener.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Connections at once.
    pub(crate) connections: usize,
    /// How long a client may take over the head of a request.
    pub(crate) head: Duration,
    /// How long requests may go on after the word to stop.
    pub(crate) drain: Duration,
}

/// Takes an address; answers what serves it until the word to stop, and then until what was taken in is answered.
pub(crate) async fn listen(
    address: SocketAddr,
    router: Router,
    bounds: Bounds,
    open: Count,
    stop: Stop,
) -> io::Result<(SocketAddr, impl Future<Output = ()> + Send + 'static)> {
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    Ok((address, serve(listener, router, bounds, open, stop)))
}

async fn serve(listener: TcpListener, router: Router, bounds: Bounds, open: Count, mut stop: Stop) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(bounds.connections));
    let server = server(bounds);
    loop {
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            break;
        };
        let stream = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stop.given() => break,
        };
        match stream {
            Ok((stream, _)) => {
                let connection = server.serve_connection_with_upgrades(
                    io_of(stream, bounds.head),
                    TowerToHyperService::new(router.clone()),
                );
                let connection = graceful.watch(connection.into_owned());
                let place = (place, open.one_more());
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        debug!(%error, "a connection broke off");
                    }
                    drop(place);
                });
            }
            Err(error) => {
                warn!(%error, "cannot accept a connection");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(bounds.drain, graceful.shutdown())
        .await
        .is_err()
    {
        warn!("stopped before all requests were answered");
    }
}

fn io_of(stream: TcpStream, patience: Duration) -> TokioIo<Prompt<TcpStream>> {
    // Answers are short: waiting for more would only delay them.
    if let Err(error) = stream.set_nodelay(true) {
        debug!(%error, "the system delays answers");
    }
    TokioIo::new(Prompt::new(stream, patience))
}

fn server(bounds: Bounds) -> Builder<TokioExecutor> {
    let mut server = Builder::new(TokioExecutor::new());
    server
        .http1()
        .timer(TokioTimer::new())
        .max_buf_size(MOST_HEAD)
        .header_read_timeout(bounds.head);
    server
        .http2()
        .timer(TokioTimer::new())
        .keep_alive_interval(bounds.head)
        .max_header_list_size(MOST_HEAD_OF_STREAM)
        .initial_stream_window_size(WINDOW)
        .initial_connection_window_size(WINDOW)
        .max_concurrent_streams(MOST_STREAMS);
    server
}
