//! A build that exports nothing.

use std::time::Duration;

use axum::http::HeaderMap;
use prometheus_client::registry::Registry;

use super::config::{Config, ConfigError, OtelConfig};
use super::outputs::OutputError;

/// Nothing.
#[derive(Clone)]
pub(crate) struct Telemetry;

/// Variables of the environment say nothing here.
#[expect(clippy::unnecessary_wraps, reason = "builds that export may fail")]
pub(crate) const fn complete(_: &mut Config) -> Result<(), ConfigError> {
    Ok(())
}

/// There is nothing to check.
#[expect(clippy::unnecessary_wraps, reason = "builds that export may fail")]
pub(crate) const fn check(_: Option<&OtelConfig>) -> Result<(), OutputError> {
    Ok(())
}

#[expect(clippy::unused_self, reason = "builds that export have something")]
impl Telemetry {
    pub(crate) const fn new(_: Option<&OtelConfig>) -> Self {
        Self
    }

    pub(crate) fn join<S>(&self, messages: S) -> S {
        messages
    }

    #[expect(clippy::unnecessary_wraps, reason = "builds that export may fail")]
    pub(crate) const fn start(&self) -> Result<(), OutputError> {
        Ok(())
    }

    pub(crate) const fn register(&self, _: &mut Registry) {}

    pub(crate) fn measure(&self, _: impl FnMut() -> String) {}

    pub(crate) const fn stop_measuring(&self, _: Duration) {}

    pub(crate) const fn stop(&self, _: Duration) {}

    pub(crate) fn request<W>(&self, _: &HeaderMap, work: W) -> W {
        work
    }

    pub(crate) fn delivery<W>(&self, _: &str, _: usize, work: W) -> W {
        work
    }
}
