//! Lines from a socket of the network. Nobody is told what became of them: what is on its way when a connection or the
//! sidecar breaks off is lost.

use std::sync::Arc;

use tokio::task::JoinSet;
use tracing::info;

use super::connections::{Crowd, bind};
use super::encryption;
use super::lines::{BatchBounds, LineSockets};
use crate::sidecar::config::TcpInputConfig;
use crate::sidecar::serve::{ServeError, Sidecar};

/// Listens.
pub(super) async fn start(
    sidecar: &Arc<Sidecar>,
    config: &TcpInputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let tls = encryption(config.tls.as_ref(), &[])?;
    let (address, listener) = bind(config.listen).await?;
    info!(%address, purpose = "tcp", "listening");
    let sockets = LineSockets {
        sidecar: Arc::clone(sidecar),
        kind: "tcp",
        bounds: BatchBounds {
            max_batch: config.max_batch.in_memory(),
            max_delay: config.max_delay.duration(),
            max_record: sidecar.limits.max_record.in_memory(),
        },
        crowd: Crowd::new(config.max_connections),
        idle: config.idle_timeout.duration(),
        tls,
    };
    tasks.spawn(sockets.serve(listener));
    Ok(())
}
