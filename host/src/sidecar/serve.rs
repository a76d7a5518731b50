//! Putting a sidecar together, and taking it down in order.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tracing::{info, warn};

use super::config::{InputConfig, SidecarLimits};
use super::dead_letters::DeadLetters;
use super::inputs::{Bounds, http, listen};
use super::judging::{Pool, PoolError};
use super::metrics::Metrics;
use super::outputs::{OutputError, Outputs};
use super::reload::Reloads;
use super::stop::{Signal, Signals, Stop};
use super::{Config, Hardening, admin, watch};

/// Threads that carry bytes; those that judge are others.
const IO_THREADS: usize = 2;

/// Why a sidecar does not stand.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// There are no judges.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// An output or the dead letters cannot be opened.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// An address cannot be taken.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Which.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The system gives no threads or no signals.
    #[error("cannot start: {0}")]
    System(#[from] io::Error),
}

/// A sidecar that stands.
pub(crate) struct Sidecar {
    pub(crate) pool: Pool,
    pub(crate) outputs: Outputs,
    pub(crate) dead_letters: DeadLetters,
    pub(crate) metrics: Metrics,
    pub(crate) reloads: Reloads,
    pub(crate) limits: SidecarLimits,
    /// Places for requests that are taken in.
    pub(crate) places: Semaphore,
    /// Room for their bodies, in KiB.
    pub(crate) room: Semaphore,
    pub(crate) stop: Stop,
    /// Given once all inputs are there.
    pub(crate) stands: Stop,
}

/// Stands until it is told to stop and everything that was taken in is answered.
pub(crate) fn serve(config: &Config, pool: Pool, hardening: &Hardening) -> Result<(), ServeError> {
    let runtime = runtime(pool.stack_bytes())?;
    let (give_stop, stop) = Stop::new();
    let (note_stands, stands) = Stop::new();
    let metrics = Metrics::new();
    let dead_letters = DeadLetters::open(&config.state, pool.reproduction())?;
    let (outputs, replays) = Outputs::open(config, &metrics)?;
    let sidecar = Arc::new(Sidecar {
        pool,
        outputs,
        dead_letters,
        metrics,
        reloads: Reloads::default(),
        limits: config.limits.clone(),
        places: Semaphore::new(config.limits.max_requests),
        room: Semaphore::new(kibibytes(config.limits.max_buffered.bytes()) as usize),
        stop,
        stands,
    });
    sidecar.metrics.note_hardening(hardening);
    sidecar.metrics.started(sidecar.pool.rules());
    runtime.block_on(async {
        let mut signals = Signals::new()?;
        let mut servers = sidecar.listen_all(config).await?;
        watch::start(&sidecar, &config.reload);
        note_stands.send_replace(true);
        loop {
            match signals.next().await {
                Signal::Stop => break,
                Signal::Reload => sidecar.reload_at_a_signal(),
            }
        }
        info!("stopping: what was taken in is answered first");
        give_stop.send_replace(true);
        let end = Instant::now() + config.limits.shutdown_timeout.duration();
        while servers.join_next().await.is_some() {}
        // What is not sent on in time waits on disk.
        let _ = timeout_at(end, replays.close()).await;
        info!("stopped");
        Ok(())
    })
}

/// So many bytes, in whole KiB.
pub(crate) fn kibibytes(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX)
}

/// Its threads load rules, too, when they are read again.
fn runtime(stack: usize) -> io::Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(IO_THREADS)
        .thread_name("falconet-io")
        .thread_stack_size(stack)
        .enable_all()
        .build()
}

impl Sidecar {
    /// Notes how many requests are taken in.
    pub(crate) fn note_waiting(&self) {
        let free = self.places.available_permits();
        self.metrics
            .note_waiting(self.limits.max_requests.saturating_sub(free));
    }

    async fn listen_all(self: &Arc<Self>, config: &Config) -> Result<JoinSet<()>, ServeError> {
        let mut servers = JoinSet::new();
        if let Some(admin) = &config.admin {
            if !admin.listen.ip().is_loopback() {
                warn!(address = %admin.listen, "the admin listener can be reached from other machines");
            }
            let router = admin::routes(Arc::clone(self));
            self.listen(admin.listen, router, "admin", &mut servers)
                .await?;
        }
        for input in &config.inputs {
            let InputConfig::Http(input) = input;
            let router = http::routes(Arc::clone(self));
            self.listen(input.listen, router, "events", &mut servers)
                .await?;
        }
        Ok(servers)
    }

    async fn listen(
        &self,
        address: SocketAddr,
        router: axum::Router,
        purpose: &str,
        servers: &mut JoinSet<()>,
    ) -> Result<(), ServeError> {
        let bounds = Bounds {
            connections: self.limits.max_connections,
            head: self.limits.read_timeout.duration(),
            drain: self.limits.shutdown_timeout.duration(),
        };
        let open = self.metrics.connections(purpose);
        let taken = listen(address, router, bounds, open, self.stop.clone()).await;
        let (address, server) = taken.map_err(|error| ServeError::Listen { address, error })?;
        info!(%address, purpose, "listening");
        servers.spawn(server);
        Ok(())
    }
}
