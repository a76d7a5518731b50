//! What goes wrong around a sidecar, under load: each event is accounted for, and nothing that was acknowledged is lost.
//!
//! Each fault happens a few times here; `cargo xtask faults` lets it happen as often as docs/FAULTS.md says. Skipped, and
//! said so, where no module is built or named by `FALCONET_REAL_MODULE`.
#![cfg(target_os = "linux")]

#[cfg(test)]
mod collector;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod load;
#[cfg(test)]
mod pace;
#[cfg(test)]
mod receiver_kills;
#[cfg(test)]
mod rounds;
#[cfg(test)]
#[path = "../sidecar/running.rs"]
#[expect(dead_code, reason = "not all that those tests ask is asked here")]
mod running;
#[cfg(test)]
mod wire;
