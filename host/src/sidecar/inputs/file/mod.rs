//! Files that are followed: through renaming, emptying and restarts.

mod follow;
mod identity;
mod positions;
mod tail;

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use tokio::task::{JoinSet, block_in_place};
use tracing::error;

use super::InputError;
use super::lines::{Delivered, Patience, deliver};
use crate::sidecar::config::FileInputConfig;
use crate::sidecar::serve::{ServeError, Sidecar};
use follow::{Follower, Found};
use positions::Positions;
pub(crate) use positions::PositionsError;
use tail::TailBounds;

/// Whether patterns are patterns, and positions readable.
pub(super) fn check(config: &FileInputConfig, state: &Path) -> Result<(), InputError> {
    for pattern in &config.paths {
        glob::Pattern::new(pattern).map_err(|error| InputError::Pattern {
            pattern: pattern.clone(),
            error,
        })?;
    }
    Positions::open(state)?;
    Ok(())
}

/// Follows from now on.
pub(super) fn start(
    sidecar: &Arc<Sidecar>,
    config: &FileInputConfig,
    state: &Path,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    let bounds = TailBounds {
        max_batch: config.max_batch.in_memory(),
        max_record: sidecar.limits.max_record.in_memory(),
    };
    let positions = Positions::open(state).map_err(InputError::from)?;
    let follower = Follower::open(config, bounds, positions).map_err(InputError::from)?;
    let follow = Follow {
        sidecar: Arc::clone(sidecar),
        config: config.clone(),
        follower,
        looked: None,
    };
    tasks.spawn(follow.run());
    Ok(())
}

struct Follow {
    sidecar: Arc<Sidecar>,
    config: FileInputConfig,
    follower: Follower,
    looked: Option<Instant>,
}

impl Follow {
    /// Follows until the word to stop. Where positions cannot be kept, more comes twice after a crash, and nothing is lost.
    async fn run(mut self) {
        let mut stop = self.sidecar.stop.clone();
        while !stop.is_given() {
            match self.round().await {
                Ok(Delivered::Yes) => {}
                Ok(_) => return,
                Err(error) => error!(%error, "it is not kept how far files were read"),
            }
            tokio::select! {
                () = tokio::time::sleep(self.config.poll.duration()) => {}
                () = stop.given() => {}
            }
        }
    }

    /// Delivers everything that there is.
    async fn round(&mut self) -> Result<Delivered, PositionsError> {
        while let Some(found) = block_in_place(|| self.look())? {
            let delivered = self.deliver(&found).await;
            if delivered != Delivered::Yes {
                return Ok(delivered);
            }
            block_in_place(|| self.follower.delivered(&found))?;
            if self.sidecar.stop.is_given() {
                break;
            }
        }
        Ok(Delivered::Yes)
    }

    /// What comes next. Names are looked at again and again meanwhile, since a file may lose its name before its turn comes.
    fn look(&mut self) -> Result<Option<Found>, PositionsError> {
        let is_time = |looked: Instant| looked.elapsed() >= self.config.poll.duration();
        if self.looked.is_none_or(is_time) {
            self.follower.discover();
            self.looked = Some(Instant::now());
        }
        self.follower.next()
    }

    async fn deliver(&self, found: &Found) -> Delivered {
        let path = found.path.display();
        let origin = format!("file {path} from byte {}", found.batch.start);
        let batch = found.batch.clone();
        deliver(&self.sidecar, &origin, batch, Patience::UntilStop).await
    }
}
