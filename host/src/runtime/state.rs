//! What the runtime keeps beside one instance.

use wasi_common::WasiCtx;

use super::memory_cap::MemoryCap;
use super::sampler::Sampler;
use super::wasi::{GuestErrors, closed_context};

/// Belongs to one instance and dies with it.
pub(super) struct State {
    pub(super) cap: MemoryCap,
    pub(super) wasi: WasiCtx,
    pub(super) guest_errors: GuestErrors,
    /// Nothing unless it is watched what is done.
    pub(super) sampler: Option<Sampler>,
}

impl State {
    pub(super) fn new(memory_bytes: usize) -> Self {
        let guest_errors = GuestErrors::default();
        Self {
            cap: MemoryCap::new(memory_bytes),
            wasi: closed_context(&guest_errors),
            guest_errors,
            sampler: None,
        }
    }
}
