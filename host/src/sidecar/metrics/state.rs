//! What the sidecar is at this moment, and what it is at all.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::environment;

/// What is open of something.
#[derive(Clone, Debug)]
pub(crate) struct Count(Gauge);

/// Counts as open until it is dropped.
#[derive(Debug)]
pub(crate) struct Open(Gauge);

impl Count {
    /// One more is open.
    pub(crate) fn one_more(&self) -> Open {
        self.0.inc();
        Open(self.0.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Of the sidecar itself.
pub(super) struct StateMetrics {
    ready: Gauge,
    queued: Gauge,
    memory: Family<ThreadLabels, Gauge>,
    connections: Family<ListenerLabels, Gauge>,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ThreadLabels {
    thread: u64,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct ListenerLabels {
    listener: String,
}

/// What is looked up when someone asks.
pub(crate) struct State<M> {
    pub(crate) is_ready: bool,
    pub(crate) queued: usize,
    /// Bytes of the instance of each thread.
    pub(crate) memory: M,
}

impl StateMetrics {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let metrics = Self {
            ready: Gauge::default(),
            queued: Gauge::default(),
            memory: Family::default(),
            connections: Family::default(),
        };
        metrics.register(registry);
        register_build(registry);
        metrics
    }

    fn register(&self, registry: &mut Registry) {
        registry.register(
            "ready",
            "Whether it takes events, as /readyz says",
            self.ready.clone(),
        );
        registry.register(
            "queue_depth",
            "Bodies that wait for a thread to judge them",
            self.queued.clone(),
        );
        registry.register_with_unit(
            "instance_memory",
            "Memory of the instance of each thread, after its last body",
            Unit::Bytes,
            self.memory.clone(),
        );
        registry.register(
            "connections",
            "Connections that are open, by listener",
            self.connections.clone(),
        );
    }

    pub(super) fn note<M: Iterator<Item = u64>>(&self, state: State<M>) {
        self.ready.set(state.is_ready.into());
        self.queued.set(saturated(state.queued as u64));
        for (thread, bytes) in (0..).zip(state.memory) {
            let labels = ThreadLabels { thread };
            self.memory.get_or_create(&labels).set(saturated(bytes));
        }
    }

    /// The connections of a listener.
    pub(super) fn connections(&self, listener: &str) -> Count {
        let listener = listener.to_owned();
        let labels = ListenerLabels { listener };
        Count(self.connections.get_or_create_owned(&labels))
    }
}

fn register_build(registry: &mut Registry) {
    let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "Which falconet this is", version);
    let start = Gauge::<f64, AtomicU64>::default();
    start.set(seconds_since_1970());
    registry.register_with_unit("start_time", "When it was started", Unit::Seconds, start);
}

/// Now, as Prometheus writes times.
pub(super) fn seconds_since_1970() -> f64 {
    std::time::Duration::from_nanos(environment::now_ns()).as_secs_f64()
}

fn saturated(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
