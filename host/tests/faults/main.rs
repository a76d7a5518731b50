//! What goes wrong around a sidecar, under load: each event is accounted for, and nothing that was acknowledged is lost.
//!
//! Each fault happens a few times here; `cargo xtask faults` lets it happen as often as docs/FAULTS.md says. Skipped, and
//! said so, where no module is built or named by `FALCONET_REAL_MODULE`.
#![cfg(target_os = "linux")]

#[cfg(test)]
mod collector;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod disk_full;
#[cfg(test)]
mod flood;
#[cfg(test)]
mod full_pipe;
#[cfg(test)]
mod huge_body;
#[cfg(test)]
mod kills;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod load;
#[cfg(test)]
mod mortal;
#[cfg(test)]
mod pace;
#[cfg(test)]
mod poison;
#[cfg(test)]
mod process;
#[cfg(test)]
mod receiver_kills;
#[cfg(test)]
mod reloads;
#[cfg(test)]
mod rounds;
#[cfg(test)]
#[path = "../sidecar/running.rs"]
#[expect(dead_code, reason = "not all that those tests ask is asked here")]
mod running;
#[cfg(test)]
mod slow_clients;
#[cfg(test)]
mod slow_receiver;
#[cfg(test)]
mod soak;
#[cfg(test)]
mod stops;
#[cfg(test)]
#[path = "../cli/support.rs"]
#[expect(dead_code, reason = "only the stand-in for the module is needed here")]
mod support;
#[cfg(test)]
mod wire;
