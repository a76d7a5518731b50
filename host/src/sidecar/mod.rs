//! `falconet run`: stands beside a log shipper, judges what it is sent and answers when the alerts are safe.

mod admin;
mod client;
mod config;
mod dead_letters;
mod gate;
mod hardening;
mod hexadecimal;
mod inputs;
mod intake;
mod judging;
mod metrics;
mod outputs;
mod private;
mod readiness;
mod reload;
mod seldom;
mod serve;
mod shared_key;
mod stop;
mod suppress;
#[cfg(feature = "otel")]
mod telemetry;
#[cfg(not(feature = "otel"))]
#[path = "telemetry/absent.rs"]
mod telemetry;
mod tls;
mod watch;

pub(crate) use config::{Config, ConfigError, Overrides, SidecarLimits};
pub(crate) use hardening::{Hardening, HardeningError, harden};
pub(crate) use inputs::check as check_inputs;
pub(crate) use judging::{JudgeLimits, Pool, RulesSource};
pub(crate) use outputs::check as check_outputs;
pub(crate) use serve::{ServeError, serve};
pub(crate) use telemetry::{Telemetry, check as check_telemetry, complete as complete_telemetry};
