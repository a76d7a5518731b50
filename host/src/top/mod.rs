//! `falconet top`: what a sidecar does, on one screen, from its admin listener.

mod draw;
mod exposition;
mod fetch;
mod figures;
mod histogram;
mod outputs;
mod panels;
mod screen;
mod view;

use std::io;
use std::time::Duration;

#[cfg(feature = "otel")]
pub(crate) use exposition::{Sample, sample};
pub(crate) use fetch::AskError;

/// Shows frames until someone quits.
pub(crate) fn show(address: &str, interval: Duration) -> io::Result<()> {
    screen::show(address, interval)
}

/// Prints one frame.
pub(crate) fn once(address: &str, interval: Duration) -> Result<io::Result<()>, AskError> {
    screen::once(address, interval)
}
