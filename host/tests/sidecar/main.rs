//! The sidecar with the real module: what it answers, what it keeps, and what survives when it is killed. Skipped, and
//! said so, where no module is built or named by `FALCONET_REAL_MODULE`.

#[cfg(test)]
mod access;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod attacks;
#[cfg(test)]
mod crashes;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod encrypted;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod exposition;
#[cfg(test)]
mod files;
#[cfg(test)]
mod fluent;
#[cfg(test)]
mod fluent_bit;
#[cfg(test)]
mod forward;
#[cfg(test)]
#[cfg(target_os = "linux")]
mod hardening;
#[cfg(test)]
mod logs;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod operating;
#[cfg(test)]
#[cfg(feature = "otel")]
mod otel;
#[cfg(test)]
mod outputs;
#[cfg(test)]
mod poison;
#[cfg(test)]
mod receiver;
#[cfg(test)]
mod reloading;
#[cfg(test)]
mod running;
#[cfg(test)]
mod secure;
#[cfg(test)]
mod streams;
#[cfg(test)]
#[path = "../cli/support.rs"]
#[expect(dead_code, reason = "only the stand-in for the module is needed here")]
mod support;
#[cfg(test)]
mod top;
#[cfg(test)]
mod wasi;
