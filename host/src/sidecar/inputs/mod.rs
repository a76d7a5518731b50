//! Where events come from: a file an input.

mod http;
mod listener;

use std::sync::Arc;

use tokio::task::JoinSet;

use super::config::InputConfig;
use super::serve::{ServeError, Sidecar};
pub(crate) use listener::{Bounds, listen};

/// Starts an input; its task ends when the input does, or after the word to stop.
pub(crate) async fn start(
    sidecar: &Arc<Sidecar>,
    config: &InputConfig,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    match config {
        InputConfig::Http(config) => http::start(sidecar, config, tasks).await,
    }
}
