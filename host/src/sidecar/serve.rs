//! Putting a sidecar together, and taking it down in order.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, timeout_at};
use tracing::{error, info, warn};

use super::config::SidecarLimits;
use super::dead_letters::DeadLetters;
use super::gate::Gate;
use super::inputs::{self, Bounds, Endpoint, InputError, listen};
use super::judging::{Pool, PoolError};
use super::metrics::Metrics;
use super::outputs::{OutputError, Outputs};
use super::reload::Reloads;
use super::stop::{Signal, Signals, Stop};
use super::telemetry::Telemetry;
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
    /// An input cannot be set up.
    #[error(transparent)]
    Input(#[from] InputError),
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
    pub(crate) telemetry: Telemetry,
    pub(crate) limits: SidecarLimits,
    /// Bounds what is held at once.
    pub(crate) gate: Gate,
    pub(crate) stop: Stop,
    /// Given once all inputs are there.
    pub(crate) stands: Stop,
}

/// Stands until it is told to stop and everything that was taken in is answered; until when it may take to end.
pub(crate) fn serve(
    config: &Config,
    pool: Pool,
    hardening: &Hardening,
    telemetry: &Telemetry,
) -> Result<Instant, ServeError> {
    let runtime = runtime(pool.stack_bytes())?;
    let (give_stop, stop) = Stop::new();
    let (note_stands, stands) = Stop::new();
    let metrics = Metrics::new().with(|registry| telemetry.register(registry));
    let dead_letters = dead_letters(config, &pool)?;
    let (outputs, replays) = Outputs::open(config, &metrics)?;
    let sidecar = Arc::new(Sidecar {
        pool,
        outputs,
        dead_letters,
        metrics,
        reloads: Reloads::default(),
        telemetry: telemetry.clone(),
        limits: config.limits.clone(),
        gate: Gate::new(&config.limits),
        stop,
        stands,
    });
    sidecar.metrics.note_hardening(hardening);
    sidecar.metrics.started(sidecar.pool.rules());
    // What measures it does not keep it: the end of a sidecar has things to tell.
    let measured = Arc::downgrade(&sidecar);
    telemetry.measure(move || {
        let sidecar = measured.upgrade();
        sidecar.map_or_else(String::new, |sidecar| sidecar.exposition())
    });
    let end = runtime.block_on(async {
        let mut signals = Signals::new()?;
        let mut admin = sidecar.start_admin(config).await?;
        let mut inputs = sidecar.start_inputs(config).await?;
        watch::start(&sidecar, &config.reload);
        note_stands.send_replace(true);
        info!("taking events");
        sidecar.stand(&mut signals, &mut inputs).await;
        info!("stopping: what was taken in is answered first");
        give_stop.send_replace(true);
        let end = Instant::now() + config.limits.shutdown_timeout.duration();
        drain(&mut inputs, end).await;
        drain(&mut admin, end).await;
        // What is not sent on in time waits on disk.
        let _ = timeout_at(end, replays.close()).await;
        info!("stopped");
        Ok::<_, ServeError>(end)
    })?;
    telemetry.stop_measuring(end.saturating_duration_since(Instant::now()));
    Ok(end)
}

fn dead_letters(config: &Config, pool: &Pool) -> Result<DeadLetters, OutputError> {
    if config.is_pipe {
        return Ok(DeadLetters::told());
    }
    DeadLetters::open(&config.state, pool.reproduction())
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

fn tell_of_failure(ended: Result<(), JoinError>) {
    if let Err(error) = ended {
        error!(%error, "a part of the sidecar failed");
    }
}

/// Waits for tasks that were told to stop, as long as they may take.
async fn drain(tasks: &mut JoinSet<()>, end: Instant) {
    let all = async {
        while let Some(ended) = tasks.join_next().await {
            tell_of_failure(ended);
        }
    };
    if timeout_at(end, all).await.is_err() {
        warn!("stopped before everything that was taken in was done with");
        tasks.shutdown().await;
    }
}

impl Sidecar {
    /// Returns at the word to stop, or when all inputs have ended.
    async fn stand(self: &Arc<Self>, signals: &mut Signals, inputs: &mut JoinSet<()>) {
        loop {
            tokio::select! {
                signal = signals.next() => match signal {
                    Signal::Stop => return,
                    Signal::Reload => self.reload_at_a_signal(),
                },
                ended = inputs.join_next() => match ended {
                    Some(ended) => tell_of_failure(ended),
                    None => return,
                },
            }
        }
    }

    async fn start_inputs(self: &Arc<Self>, config: &Config) -> Result<JoinSet<()>, ServeError> {
        let mut tasks = JoinSet::new();
        for input in &config.inputs {
            inputs::start(self, input, &config.state, &mut tasks).await?;
        }
        Ok(tasks)
    }

    async fn start_admin(self: &Arc<Self>, config: &Config) -> Result<JoinSet<()>, ServeError> {
        let mut tasks = JoinSet::new();
        if let Some(admin) = &config.admin {
            if !admin.listen.ip().is_loopback() {
                warn!(address = %admin.listen, "the admin listener can be reached from other machines");
            }
            let router = admin::routes(Arc::clone(self));
            let endpoint = Endpoint {
                address: admin.listen,
                purpose: "admin",
                tls: None,
            };
            self.listen(endpoint, router, &mut tasks).await?;
        }
        Ok(tasks)
    }

    /// Serves a router on an address, until the word to stop and until what was taken in is answered.
    pub(crate) async fn listen(
        &self,
        endpoint: Endpoint,
        router: axum::Router,
        tasks: &mut JoinSet<()>,
    ) -> Result<(), ServeError> {
        let bounds = Bounds {
            connections: self.limits.max_connections,
            idle: self.limits.idle_timeout.duration(),
            head: self.limits.read_timeout.duration(),
        };
        let purpose = endpoint.purpose;
        let open = self.metrics.connections(purpose);
        let (address, server) = listen(endpoint, router, bounds, open, self.stop.clone()).await?;
        info!(%address, purpose, "listening");
        tasks.spawn(server);
        Ok(())
    }
}
