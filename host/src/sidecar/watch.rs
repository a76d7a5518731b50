//! Rules files that change are read again. They are looked at, not listened to: so a file that is replaced by renaming, a
//! link that is turned elsewhere (as Kubernetes does with a `ConfigMap`), a folder and a network's file system are all one.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tracing::warn;

use super::config::ReloadConfig;
use super::reload::Cause;
use super::serve::Sidecar;
use super::stop::Stop;

/// Looks from now on, if that is wanted.
pub(crate) fn start(sidecar: &Arc<Sidecar>, config: &ReloadConfig) {
    if config.watch {
        let interval = config.interval.duration();
        tokio::spawn(watch(Arc::clone(sidecar), interval, sidecar.stop.clone()));
    }
}

/// Looks again and again, until the word to stop.
async fn watch(sidecar: Arc<Sidecar>, interval: Duration, mut stop: Stop) {
    let mut settling = Settling::new();
    loop {
        tokio::select! {
            () = tokio::time::sleep(interval) => {}
            () = stop.given() => return,
        }
        let looked = Arc::clone(&sidecar);
        let Ok(look) = tokio::task::spawn_blocking(move || looked.pool.look()).await else {
            continue;
        };
        let emptied = sidecar.pool.emptied(&look);
        if !settling.has_settled(look) {
            continue;
        }
        if let Some(path) = emptied {
            warn_of_emptied(&path);
            continue;
        }
        if differs(&sidecar).await {
            // What became of it is in the log and in the metrics.
            let _ = sidecar.reload(Cause::Change).await;
        }
    }
}

/// No rules are no error, but who empties a file is more likely about to write it than to want no rules: that must be said.
fn warn_of_emptied(path: &Path) {
    warn!(path = %path.display(), "a rules file was emptied: the old rules stay until it holds something, or until they are to be read again by SIGHUP or /-/reload");
}

/// Whether the files hold something else than what was loaded last, or failed to load last.
async fn differs(sidecar: &Arc<Sidecar>) -> bool {
    let sidecar = Arc::clone(sidecar);
    let read = tokio::task::spawn_blocking(move || sidecar.pool.differs());
    read.await.unwrap_or(false)
}

/// Looks of which two in a row must be the same: a file that is being written is no file yet.
#[derive(Debug)]
struct Settling<T> {
    /// What was dealt with.
    settled: Option<T>,
    /// What was seen last, if that is something else.
    moving: Option<T>,
}

impl<T: PartialEq> Settling<T> {
    const fn new() -> Self {
        Self {
            settled: None,
            moving: None,
        }
    }

    /// Whether this look is the same as the last one, and another than that which was dealt with.
    fn has_settled(&mut self, look: T) -> bool {
        let look = Some(look);
        if look == self.settled {
            self.moving = None;
        } else if look == self.moving {
            self.settled = self.moving.take();
            return true;
        } else {
            self.moving = look;
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_has_not_settled() {
        let mut settling = Settling::new();
        let looks = [1, 1, 1, 2, 3, 3, 3, 4, 3, 4, 4];
        let settled = looks.map(|look| settling.has_settled(look));
        let at: Vec<usize> = (0..looks.len()).filter(|at| settled[*at]).collect();
        assert_eq!(at, [1, 5, 10]);
    }
}
