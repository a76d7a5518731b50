//! Where events come from: a file an input.

mod auth;
mod connections;
mod error;
mod file;
mod forward;
mod http;
mod lines;
mod listener;
mod prompt;
mod stdin;
mod tcp;
mod unix;

use std::path::Path;
use std::sync::Arc;

use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::config::{Config, InputConfig, TlsConfig};
use super::serve::{ServeError, Sidecar};
use super::tls;
pub(crate) use error::InputError;
pub(crate) use listener::{Bounds, Endpoint, listen};

/// Reads what the inputs of a configuration name, and starts nothing: whether certificates, keys, secrets, patterns and
/// positions are there and good.
pub(crate) fn check(config: &Config) -> Result<(), InputError> {
    let mut all = config.inputs.iter();
    all.try_for_each(|input| match input {
        InputConfig::Http(input) => http::prepare(input).map(drop),
        InputConfig::Forward(input) => forward::prepare(input).map(drop),
        InputConfig::Tcp(input) => encryption(input.tls.as_ref(), &[]).map(drop),
        InputConfig::File(input) => file::check(input, &config.state),
        InputConfig::Stdin(_) | InputConfig::Unix(_) => Ok(()),
    })
}

/// Starts an input; its task ends when the input does, or after the word to stop.
pub(crate) async fn start(
    sidecar: &Arc<Sidecar>,
    config: &InputConfig,
    state: &Path,
    tasks: &mut JoinSet<()>,
) -> Result<(), ServeError> {
    match config {
        InputConfig::Http(config) => http::start(sidecar, config, tasks).await,
        InputConfig::Forward(config) => forward::start(sidecar, config, tasks).await,
        InputConfig::Tcp(config) => tcp::start(sidecar, config, tasks).await,
        InputConfig::Unix(config) => unix::start(sidecar, config, tasks),
        InputConfig::File(config) => file::start(sidecar, config, state, tasks),
        InputConfig::Stdin(config) => stdin::start(sidecar, config, tasks),
    }
}

fn encryption(
    config: Option<&TlsConfig>,
    protocols: &[&str],
) -> Result<Option<TlsAcceptor>, InputError> {
    let acceptor = config.map(|config| tls::acceptor(config, protocols));
    Ok(acceptor.transpose()?)
}
