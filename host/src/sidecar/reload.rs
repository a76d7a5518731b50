//! Reading the rules again: one load at a time, which answers everyone who asked before it began.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tokio::sync::Mutex;
use tracing::{error, info};

use super::serve::Sidecar;
use crate::commands::CommandError;

/// How many rules take part, or why the old ones stay.
pub(crate) type Reloaded = Result<u64, Arc<CommandError>>;

/// Who wants the rules read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    /// An operator, by HTTP.
    Request,
    /// An operator, by SIGHUP.
    Signal,
    /// Their files changed.
    Change,
}

/// Requests to read the rules again.
#[derive(Default)]
pub(crate) struct Reloads {
    asked: AtomicU64,
    last: Mutex<Option<Load>>,
}

/// The last load.
struct Load {
    /// The last request that came before it began.
    covers: u64,
    result: Reloaded,
}

impl Cause {
    const fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Signal => "signal",
            Self::Change => "change",
        }
    }
}

impl Reloads {
    /// Loads, or waits for a load that begins from now on. Bodies that come after the answer are judged by what was loaded.
    async fn ask<F>(&self, load: impl FnOnce() -> F) -> Reloaded
    where
        F: Future<Output = Reloaded>,
    {
        let ticket = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        let mut last = self.last.lock().await;
        if let Some(last) = last.as_ref().filter(|last| last.covers >= ticket) {
            return last.result.clone();
        }
        let covers = self.asked.load(Ordering::SeqCst);
        let result = load().await;
        *last = Some(Load {
            covers,
            result: result.clone(),
        });
        result
    }
}

impl Sidecar {
    /// Reads the rules again. It is done even if nobody waits for it any more: two loads at once could end in the wrong order.
    pub(crate) async fn reload(self: &Arc<Self>, cause: Cause) -> Reloaded {
        let sidecar = Arc::clone(self);
        let asked = tokio::spawn(async move {
            let load = || sidecar.load_again(cause);
            sidecar.reloads.ask(load).await
        });
        asked
            .await
            .unwrap_or_else(|_| Err(Arc::new(CommandError::Broken)))
    }

    /// Reads the rules again meanwhile: signals must still be heard.
    pub(crate) fn reload_at_a_signal(self: &Arc<Self>) {
        let sidecar = Arc::clone(self);
        tokio::spawn(async move { sidecar.reload(Cause::Signal).await });
    }

    async fn load_again(self: &Arc<Self>, cause: Cause) -> Reloaded {
        let started = Instant::now();
        let sidecar = Arc::clone(self);
        let loaded = tokio::task::spawn_blocking(move || sidecar.pool.reload()).await;
        let loaded = loaded.unwrap_or(Err(CommandError::Broken));
        let result = loaded.map(|counts| counts.enabled).map_err(Arc::new);
        self.metrics
            .reloaded(result.as_ref().ok().copied(), started.elapsed());
        let cause = cause.name();
        match &result {
            Ok(rules) => info!(rules, cause, "rules are loaded again"),
            Err(error) => error!(%error, cause, "the old rules stay"),
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn a_storm_of_requests_is_two_loads() {
        let reloads = Arc::new(Reloads::default());
        let loads = Arc::new(AtomicU64::new(0));
        let gate = Arc::new(Semaphore::new(0));
        let ask = || {
            let (reloads, loads, gate) =
                (Arc::clone(&reloads), Arc::clone(&loads), Arc::clone(&gate));
            tokio::spawn(async move {
                let load = || async {
                    gate.acquire().await.unwrap().forget();
                    Ok(loads.fetch_add(1, Ordering::SeqCst) + 1)
                };
                reloads.ask(load).await.unwrap()
            })
        };
        let first = ask();
        while reloads.last.try_lock().is_ok() {
            tokio::task::yield_now().await;
        }
        let others: Vec<_> = (0..1000).map(|_| ask()).collect();
        while reloads.asked.load(Ordering::SeqCst) < 1001 {
            tokio::task::yield_now().await;
        }
        gate.add_permits(2);
        assert_eq!(first.await.unwrap(), 1);
        for other in others {
            assert_eq!(other.await.unwrap(), 2);
        }
    }

    #[tokio::test]
    async fn who_asks_later_gets_a_load_of_its_own() {
        let reloads = Reloads::default();
        assert_eq!(reloads.ask(async || Ok(1)).await.unwrap(), 1);
        let failed = reloads
            .ask(async || Err(Arc::new(CommandError::Broken)))
            .await;
        assert!(failed.is_err());
        assert_eq!(reloads.ask(async || Ok(3)).await.unwrap(), 3);
    }
}
