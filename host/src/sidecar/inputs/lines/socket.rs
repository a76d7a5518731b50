//! Lines from sockets: every connection is a stream.

use std::sync::Arc;
use std::time::Duration;

use tokio_rustls::TlsAcceptor;

use super::{BatchBounds, Batches, Reader, read};
use crate::sidecar::inputs::connections::{Connection, Crowd, Listener, secured, serve_each};
use crate::sidecar::serve::Sidecar;

/// What connections have in common.
#[derive(Clone)]
pub(crate) struct LineSockets {
    pub(crate) sidecar: Arc<Sidecar>,
    /// What dead letters and messages call it.
    pub(crate) kind: &'static str,
    pub(crate) bounds: BatchBounds,
    /// Connections at once.
    pub(crate) crowd: Crowd,
    /// How long one that brings no line keeps its place while another one waits.
    pub(crate) idle: Duration,
    pub(crate) tls: Option<TlsAcceptor>,
}

impl LineSockets {
    /// Serves all of a listener.
    pub(crate) async fn serve(self, listener: impl Listener) {
        let stop = self.sidecar.stop.clone();
        let serve = |stream, peer| self.clone().read(stream, peer);
        let open = self.sidecar.metrics.connections(self.kind);
        serve_each(listener, self.crowd.clone(), open, stop, serve).await;
    }

    async fn read(self, stream: impl Connection, peer: String) {
        let patience: Duration = self.sidecar.limits.read_timeout.duration();
        let stream = secured(self.tls.as_ref(), stream, &peer, patience).await;
        if let Some(stream) = stream {
            let origin = format!("{} {peer}", self.kind);
            let hold = self.sidecar.gate.hold();
            let batches = Batches::of(Reader::new(stream), self.bounds, Some(hold));
            let outstayed = || self.crowd.outstayed(self.idle);
            read(self.sidecar, &origin, batches, outstayed).await;
        }
    }
}
