//! Fluent's protocol, as Fluent Bit's `forward` output speaks it: events come in `MessagePack`, and a message is
//! acknowledged at the same point as a request of HTTP.

mod conversation;
mod handshake;
mod json;
mod message;
mod msgpack;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;
use tracing::info;

use super::connections::{Connection, Crowd, bind, secured, serve_each};
use super::{InputError, encryption};
use crate::environment;
use crate::limits::InputLimits;
use crate::sidecar::config::{ForwardInputConfig, SecretError};
use crate::sidecar::serve::{ServeError, Sidecar};
use conversation::Conversation;
use handshake::SharedKey;
use message::MessageBounds;

/// What all connections share.
struct Forward {
    sidecar: Arc<Sidecar>,
    shared_key: Option<SharedKey>,
    bounds: MessageBounds,
    crowd: Crowd,
    /// How long a connection that brings nothing keeps its place while another one waits.
    idle: Duration,
    /// Messages that may be unpacked at once.
    unpacking: Semaphore,
}

/// Secrets and certificates of the configuration.
pub(super) struct Prepared {
    shared_key: Option<SharedKey>,
    tls: Option<TlsAcceptor>,
}

/// Reads what the configuration names.
pub(super) fn prepare(config: &ForwardInputConfig) -> Result<Prepared, InputError> {
    Ok(Prepared {
        shared_key: shared_key(config)?,
        tls: encryption(config.tls.as_ref(), &[])?,
    })
}

fn shared_key(config: &ForwardInputConfig) -> Result<Option<SharedKey>, SecretError> {
    let Some(secret) = &config.shared_key else {
        return Ok(None);
    };
    let host_name = config.host_name.clone();
    let host_name = host_name.unwrap_or_else(environment::host_name);
    Ok(Some(SharedKey::new(secret.read()?, host_name)))
}

/// Listens.
pub(super) async fn start(
    sidecar: &Arc<Sidecar>,
    config: &ForwardInputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let prepared = prepare(config)?;
    let (address, listener) = bind(config.listen).await?;
    info!(%address, purpose = "forward", "listening");
    let forward = Arc::new(Forward {
        sidecar: Arc::clone(sidecar),
        shared_key: prepared.shared_key,
        bounds: MessageBounds {
            max_decompressed: sidecar.limits.max_decompressed,
            zstd_window: InputLimits::default().zstd_window,
            max_depth: config.max_depth,
        },
        crowd: Crowd::new(config.max_connections),
        idle: config.idle_timeout.duration(),
        unpacking: Semaphore::new(sidecar.pool.threads()),
    });
    let crowd = forward.crowd.clone();
    let serve = move |stream, peer| {
        let (forward, tls) = (Arc::clone(&forward), prepared.tls.clone());
        async move { hold(&forward, tls, stream, peer).await }
    };
    let open = sidecar.metrics.connections("forward");
    tasks.spawn(serve_each(
        listener,
        crowd,
        open,
        sidecar.stop.clone(),
        serve,
    ));
    Ok(())
}

async fn hold(forward: &Forward, tls: Option<TlsAcceptor>, stream: impl Connection, peer: String) {
    let patience = forward.sidecar.limits.read_timeout.duration();
    if let Some(stream) = secured(tls.as_ref(), stream, &peer, patience).await {
        Conversation::new(forward, stream, &peer).hold().await;
    }
}
