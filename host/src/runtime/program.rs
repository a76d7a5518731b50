//! A compiled module, ready to be started any number of times.

use std::sync::OnceLock;

use rayon::{ThreadBuilder, ThreadPoolBuilder};
use wasmtime::{Engine, InstancePre, Linker, Module};

use super::state::State;
use super::{Cache, Instance, ModuleHash, RuntimeError, engine};
use crate::limits::ModuleLimits;

const WASM_MAGIC: &[u8] = b"\0asm";
/// Functions are compiled one by one; a deep one takes a deep stack.
const COMPILER_STACK: usize = 8 << 20;
const WASI_IMPORTS: &str = "wasi_snapshot_preview1";

/// A module that is compiled and linked, with the limits of its instances.
pub struct Program {
    prepared: InstancePre<State>,
    limits: ModuleLimits,
    hash: ModuleHash,
    is_watched: bool,
    /// Whether deadlines pass: from the first instance on, so that compiling leaves no thread behind.
    clock: OnceLock<Result<(), RuntimeError>>,
}

impl Program {
    /// Compiles a module, or takes its compiled form from the cache.
    pub fn prepare(
        bytes: &[u8],
        limits: &ModuleLimits,
        cache: Option<&Cache>,
    ) -> Result<Self, RuntimeError> {
        let engine = engine::engine(limits)?;
        let hash = ModuleHash::of(bytes);
        let module = compiled(&engine, &hash, bytes, cache)?;
        let prepared =
            link(&engine, &module).map_err(|error| RuntimeError::Link(format!("{error:#}")))?;
        Ok(Self {
            prepared,
            limits: *limits,
            hash,
            is_watched: false,
            clock: OnceLock::new(),
        })
    }

    /// Has it watched what instances do that are started from now on: see [`Instance::watch`].
    pub fn watch(&mut self) -> Result<(), RuntimeError> {
        self.is_watched = true;
        engine::hurry(self.prepared.module().engine())
    }

    /// Whether it is watched what instances do.
    pub const fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// The hash of the module's bytes.
    pub const fn hash(&self) -> ModuleHash {
        self.hash
    }

    /// The limits of its instances.
    pub(crate) const fn limits(&self) -> &ModuleLimits {
        &self.limits
    }

    /// Stack that a thread needs to run an instance, and as much again for the host.
    pub(crate) fn stack_bytes(&self) -> usize {
        self.limits.stack.in_memory().saturating_mul(2)
    }

    /// A new instance, its ABI version checked.
    pub fn start(&self) -> Result<Instance, RuntimeError> {
        let engine = self.prepared.module().engine();
        self.clock.get_or_init(|| engine::wind_up(engine)).clone()?;
        Instance::start(&self.prepared, &self.limits, self.is_watched)
    }
}

fn compiled(
    engine: &Engine,
    hash: &ModuleHash,
    bytes: &[u8],
    cache: Option<&Cache>,
) -> Result<Module, RuntimeError> {
    if let Some(module) = cache.and_then(|cache| cache.get(engine, hash)) {
        return Ok(module);
    }
    let module = compile(engine, bytes)?;
    if let Some(cache) = cache {
        cache.put(engine, hash, &module);
    }
    Ok(module)
}

fn compile(engine: &Engine, bytes: &[u8]) -> Result<Module, RuntimeError> {
    if !bytes.starts_with(WASM_MAGIC) {
        return Err(RuntimeError::Compile(
            "it does not begin like one".to_owned(),
        ));
    }
    in_own_threads(|| Module::from_binary(engine, bytes))
        .map_err(|error| RuntimeError::Compile(format!("{error:#}")))
}

/// Runs what uses all processors in threads that are gone afterwards, where they can be had: what this process gives up
/// of its rights, it gives up for the threads that it has then.
fn in_own_threads<T: Send>(work: impl Fn() -> T + Sync) -> T {
    let threads = ThreadPoolBuilder::new().stack_size(COMPILER_STACK);
    let done = threads.build_scoped(ThreadBuilder::run, |pool| pool.install(&work));
    done.unwrap_or_else(|_| work())
}

/// The module needs no import to judge events. What else it imports (for JavaScript hosts) becomes a trap.
fn link(engine: &Engine, module: &Module) -> wasmtime::Result<InstancePre<State>> {
    let mut linker = Linker::new(engine);
    if module
        .imports()
        .any(|import| import.module() == WASI_IMPORTS)
    {
        wasi_common::sync::add_to_linker(&mut linker, |state: &mut State| &mut state.wasi)?;
    }
    linker.define_unknown_imports_as_traps(module)?;
    linker.instantiate_pre(module)
}
