//! The configuration of the runtime, and the clock that lets deadlines pass.

use std::thread;
use std::time::Duration;

use wasmtime::{Config, Engine, EngineWeak};

use super::RuntimeError;
use crate::limits::ModuleLimits;

const TICK: Duration = Duration::from_millis(10);
/// How often one looks at what a module does that is watched.
const WATCHED_TICK: Duration = Duration::from_millis(1);

/// An engine for modules that are held to these limits. Its clock stands still.
pub(super) fn engine(limits: &ModuleLimits) -> Result<Engine, RuntimeError> {
    Engine::new(&config(limits)).map_err(|error| RuntimeError::Engine(format!("{error:#}")))
}

/// Lets deadlines pass, until the engine is dropped.
pub(super) fn wind_up(engine: &Engine) -> Result<(), RuntimeError> {
    start_clock(engine.weak(), TICK)
}

/// Lets the clock tick more often, for those who look at each tick what is done: their deadlines are no matter of ticks.
pub(super) fn hurry(engine: &Engine) -> Result<(), RuntimeError> {
    start_clock(engine.weak(), WATCHED_TICK)
}

/// The deadline of one call, in ticks of the engine's clock. One more than it takes, since the first may come at once.
pub(super) fn ticks(time: Duration) -> u64 {
    let ticks = time.as_millis().div_ceil(TICK.as_millis());
    u64::try_from(ticks).unwrap_or(u64::MAX).saturating_add(1)
}

/// Reference types and multi-value stay on: compilers emit the encodings of the first and declare the second by default,
/// so without them an ordinary `wasm32-wasip1` build would be refused. References themselves need the garbage collector,
/// which is not built in.
fn config(limits: &ModuleLimits) -> Config {
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .max_wasm_stack(limits.stack.in_memory())
        .wasm_backtrace(false)
        .generate_address_map(false)
        .native_unwind_info(false)
        .wasm_tail_call(false)
        .wasm_multi_memory(false)
        .wasm_memory64(false)
        .wasm_relaxed_simd(false)
        .wasm_extended_const(false);
    #[cfg(feature = "perfmap")]
    config.profiler(wasmtime::ProfilingStrategy::PerfMap);
    config
}

fn start_clock(engine: EngineWeak, tick: Duration) -> Result<(), RuntimeError> {
    let clock = thread::Builder::new().name("falconet-clock".to_owned());
    let started = clock.spawn(move || run_clock(&engine, tick));
    started
        .map(drop)
        .map_err(|error| RuntimeError::Engine(error.to_string()))
}

fn run_clock(engine: &EngineWeak, tick: Duration) {
    while let Some(engine) = engine.upgrade() {
        engine.increment_epoch();
        drop(engine);
        thread::sleep(tick);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_never_shorter_than_the_time_asked_for() {
        assert_eq!(ticks(Duration::from_millis(1)), 2);
        assert_eq!(ticks(Duration::from_millis(10)), 2);
        assert_eq!(ticks(Duration::from_millis(11)), 3);
        assert_eq!(ticks(Duration::from_secs(10)), 1001);
    }
}
