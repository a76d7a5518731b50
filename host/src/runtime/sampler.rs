//! Looking now and then at what a module says that it does. The module has no clock, and gets none: it keeps a number in
//! its memory up to date, and the host reads that at each tick of its own clock.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use wasmtime::{Memory, StoreContextMut, Trap, UpdateDeadline};

use super::state::State;

/// How often something was seen to be done.
pub type Samples = BTreeMap<u32, u64>;

/// Watches one instance.
#[derive(Debug, Default)]
pub(super) struct Sampler {
    place: Option<(Memory, usize)>,
    samples: Samples,
    /// When the call under way is over its time.
    deadline: Option<Instant>,
}

impl Sampler {
    /// A call begins that may take so long.
    pub(super) fn begin(&mut self, timeout: Duration) {
        self.deadline = Instant::now().checked_add(timeout);
    }

    /// Looks there from now on.
    pub(super) const fn look_at(&mut self, memory: Memory, address: usize) {
        self.place = Some((memory, address));
    }

    /// What was seen so far, which is forgotten.
    pub(super) fn take(&mut self) -> Samples {
        std::mem::take(&mut self.samples)
    }
}

/// At a tick of the clock: looks, and ends a call that is over its time.
pub(super) fn tick(mut context: StoreContextMut<'_, State>) -> wasmtime::Result<UpdateDeadline> {
    let place = context
        .data()
        .sampler
        .as_ref()
        .and_then(|sampler| sampler.place);
    let seen = place.and_then(|(memory, address)| {
        let (bytes, _) = memory.data(&context).get(address..)?.split_first_chunk()?;
        Some(u32::from_le_bytes(*bytes))
    });
    let Some(sampler) = &mut context.data_mut().sampler else {
        return Err(Trap::Interrupt.into());
    };
    if let Some(seen) = seen {
        *sampler.samples.entry(seen).or_default() += 1;
    }
    match sampler.deadline {
        Some(deadline) if Instant::now() > deadline => Err(Trap::Interrupt.into()),
        _ => Ok(UpdateDeadline::Continue(1)),
    }
}
