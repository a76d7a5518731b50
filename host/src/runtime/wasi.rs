//! WASI for modules that import it: a context that grants nothing.
//!
//! No file, no environment, no argument, no input; the clock stands still, random numbers repeat, waiting is refused.
//! What the module writes to its standard error in a call is kept, up to a bound, for the message after a trap, and else goes
//! to the log.

use std::sync::{Arc, RwLock};
use std::{io, mem};

use cap_std::time::{Duration, SystemTime};
use wasi_common::clocks::{WasiClocks, WasiSystemClock};
use wasi_common::pipe::WritePipe;
use wasi_common::random::Deterministic;
use wasi_common::sched::{Poll, WasiSched};
use wasi_common::{Error, ErrorExt, Table, WasiCtx};

const KEPT_BYTES: usize = 4096;

/// The beginning of what a module wrote to its standard error in one call.
#[derive(Clone, Default)]
pub(super) struct GuestErrors(Arc<RwLock<Beginning>>);

impl GuestErrors {
    /// What was written since this was asked last, as text; empty when nothing was.
    pub(super) fn take(&self) -> String {
        let taken = self.0.write().map(|mut kept| mem::take(&mut kept.0));
        String::from_utf8_lossy(&taken.unwrap_or_default())
            .trim()
            .to_owned()
    }
}

/// Everything that WASI can give, withheld.
pub(super) fn closed_context(errors: &GuestErrors) -> WasiCtx {
    let random = Box::new(Deterministic::new(vec![0x5a]));
    let clocks = WasiClocks::new().with_system(StoppedClock);
    let context = WasiCtx::new(random, clocks, Box::new(NoWaiting), Table::new());
    context.set_stderr(Box::new(WritePipe::from_shared(Arc::clone(&errors.0))));
    context
}

#[derive(Default)]
struct Beginning(Vec<u8>);

impl io::Write for Beginning {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = KEPT_BYTES.saturating_sub(self.0.len());
        self.0.extend(bytes.iter().take(room));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct StoppedClock;

impl WasiSystemClock for StoppedClock {
    fn resolution(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn now(&self, _: Duration) -> SystemTime {
        SystemTime::from_std(std::time::SystemTime::UNIX_EPOCH)
    }
}

struct NoWaiting;

#[wiggle::async_trait]
impl WasiSched for NoWaiting {
    async fn poll_oneoff<'a>(&self, _: &mut Poll<'a>) -> Result<(), Error> {
        Err(Error::not_supported())
    }

    async fn sched_yield(&self) -> Result<(), Error> {
        Ok(())
    }

    async fn sleep(&self, _: Duration) -> Result<(), Error> {
        Err(Error::not_supported())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn only_the_beginning_of_endless_guest_errors_is_kept() {
        let errors = GuestErrors::default();
        let mut kept = errors.0.write().unwrap();
        for _ in 0..10_000 {
            assert_eq!(kept.write(b"panicked! ").unwrap(), 10);
        }
        drop(kept);
        let text = errors.take();
        assert!(text.starts_with("panicked! panicked!"));
        assert!(text.len() <= KEPT_BYTES);
        assert_eq!(errors.take(), "");
    }
}
