//! Serving a router on a socket, with bounds on connections and on how long a client may take.

use std::net::SocketAddr;
use std::pin::pin;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio_rustls::TlsAcceptor;
use tracing::debug;

use super::connections::{Connection, Crowd, bind, secured, serve_each};
use super::prompt::Prompt;
use crate::sidecar::metrics::Count;
use crate::sidecar::serve::ServeError;
use crate::sidecar::stop::Stop;

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
    /// How long one may be there while another waits for its place.
    pub(crate) idle: Duration,
    /// How long a client may take over a handshake, and over the head of a request.
    pub(crate) head: Duration,
}

/// Where HTTP is spoken.
pub(crate) struct Endpoint {
    pub(crate) address: SocketAddr,
    /// What the log says that it is for.
    pub(crate) purpose: &'static str,
    pub(crate) tls: Option<TlsAcceptor>,
}

/// Takes an address; answers what serves it until the word to stop, and then until what was taken in is answered.
pub(crate) async fn listen(
    endpoint: Endpoint,
    router: Router,
    bounds: Bounds,
    open: Count,
    stop: Stop,
) -> Result<(SocketAddr, impl Future<Output = ()> + Send + 'static), ServeError> {
    let (address, listener) = bind(endpoint.address).await?;
    let crowd = Crowd::new(bounds.connections);
    let http = Http {
        server: server(bounds),
        router,
        tls: endpoint.tls,
        patience: bounds.head,
        crowd: crowd.clone(),
        idle: bounds.idle,
        stop: stop.clone(),
    };
    let serve = move |stream, peer| http.clone().speak(stream, peer);
    let serving = serve_each(listener, crowd, open, stop, serve);
    Ok((address, serving))
}

#[derive(Clone)]
struct Http {
    server: Builder<TokioExecutor>,
    router: Router,
    tls: Option<TlsAcceptor>,
    patience: Duration,
    crowd: Crowd,
    idle: Duration,
    stop: Stop,
}

impl Http {
    /// Speaks to a client until it leaves; after the word to stop, or once it has been there long enough and another one waits for
    /// its place, only until what it asked is answered.
    async fn speak(mut self, stream: impl Connection, peer: String) {
        let stream = secured(self.tls.as_ref(), stream, &peer, self.patience).await;
        let Some(stream) = stream else { return };
        let stream = Prompt::new(stream, self.patience);
        let service = TowerToHyperService::new(self.router);
        let connection = self.server.serve_connection(TokioIo::new(stream), service);
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => Some(ended),
            () = self.stop.given() => None,
            () = self.crowd.outstayed(self.idle) => None,
        };
        let ended = if let Some(ended) = ended {
            ended
        } else {
            connection.as_mut().graceful_shutdown();
            connection.await
        };
        if let Err(error) = ended {
            debug!(peer, %error, "a connection broke off");
        }
    }
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
