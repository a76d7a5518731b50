//! A compiled module as it is started: in two parts where it can be taken apart, so that its memory may be another one.

use rayon::{ThreadBuilder, ThreadPoolBuilder};
use wasmtime::{Engine, Instance, InstancePre, Linker, Module, Store};

use super::parts::{MEMORY, OWNER, Parts, Stillness};
use super::state::State;
use super::{Cache, ModuleHash, RuntimeError};

const WASM_MAGIC: &[u8] = b"\0asm";
/// Functions are compiled one by one; a deep one takes a deep stack.
const COMPILER_STACK: usize = 8 << 20;
/// What the cache calls the code of a module.
const CODE: &str = "-code";
const WASI_IMPORTS: &str = "wasi_snapshot_preview1";

/// A compiled module as it is started.
pub(super) enum Form {
    /// As it came.
    Whole(InstancePre<State>),
    /// Its code, and its memory.
    Apart(Box<Apart>),
}

/// A compiled module in two parts.
pub(super) struct Apart {
    code: Module,
    memory: Module,
    /// Whatever the code imports but its memory.
    linker: Linker<State>,
    stillness: Option<Stillness>,
}

impl Form {
    /// Compiles a module, or takes its compiled form from the cache.
    pub(super) fn prepare(
        engine: &Engine,
        bytes: &[u8],
        hash: &ModuleHash,
        cache: Option<&Cache>,
    ) -> Result<Self, RuntimeError> {
        if !bytes.starts_with(WASM_MAGIC) {
            let reason = "it does not begin like one".to_owned();
            return Err(RuntimeError::Compile(reason));
        }
        let parts = Parts::of(bytes);
        let apart = parts.and_then(|parts| Apart::prepare(engine, &parts, hash, cache));
        if let Some(apart) = apart {
            return Ok(Self::Apart(Box::new(apart)));
        }
        let module = kept(cache, engine, hash, "", || compile(engine, bytes))?;
        let prepared = linker(engine, &module).and_then(|linker| linker.instantiate_pre(&module));
        let prepared = prepared.map_err(|error| RuntimeError::Link(format!("{error:#}")))?;
        Ok(Self::Whole(prepared))
    }

    pub(super) fn engine(&self) -> &Engine {
        match self {
            Self::Whole(prepared) => prepared.module().engine(),
            Self::Apart(apart) => apart.code.engine(),
        }
    }

    /// An instance as the module describes it.
    pub(super) fn instantiate(&self, store: &mut Store<State>) -> wasmtime::Result<Instance> {
        match self {
            Self::Whole(prepared) => prepared.instantiate(store),
            Self::Apart(apart) => apart.instantiate(store, &apart.memory),
        }
    }
}

impl Apart {
    /// Nothing if the parts are not what the whole would be: then that says what is wrong.
    fn prepare(
        engine: &Engine,
        parts: &Parts<'_>,
        hash: &ModuleHash,
        cache: Option<&Cache>,
    ) -> Option<Self> {
        let compiled = || match parts.code() {
            Some(code) => compile(engine, &code),
            None => Err(RuntimeError::Compile("it has no code".to_owned())),
        };
        let code = kept(cache, engine, hash, CODE, compiled).ok()?;
        Some(Self {
            memory: without_code(engine, &parts.memory).ok()?,
            linker: linker(engine, &code).ok()?,
            stillness: parts.stillness,
            code,
        })
    }

    /// An instance over another memory.
    pub(super) fn instantiate(
        &self,
        store: &mut Store<State>,
        memory: &Module,
    ) -> wasmtime::Result<Instance> {
        let memory = Instance::new(&mut *store, memory, &[])?.get_export(&mut *store, MEMORY);
        let mut imports = Vec::new();
        for import in self.code.imports() {
            let given = match &memory {
                Some(memory) if import.module() == OWNER => Some(memory.clone()),
                _ => self.linker.get_by_import(&mut *store, &import),
            };
            imports.extend(given);
        }
        Instance::new(store, &self.code, &imports)
    }

    /// A memory that begins as this one is now; nothing where something else than the memory can change, too.
    pub(super) fn memory_of(&self, now: &[u8]) -> Option<Module> {
        let bytes = self.stillness?.memory(now)?;
        without_code(self.code.engine(), &bytes).ok()
    }
}

/// What the cache has of a module, or what is compiled now.
fn kept(
    cache: Option<&Cache>,
    engine: &Engine,
    hash: &ModuleHash,
    part: &str,
    compiled: impl FnOnce() -> Result<Module, RuntimeError>,
) -> Result<Module, RuntimeError> {
    if let Some(module) = cache.and_then(|cache| cache.get(engine, hash, part)) {
        return Ok(module);
    }
    let module = compiled()?;
    if let Some(cache) = cache {
        cache.put(engine, hash, part, &module);
    }
    Ok(module)
}

fn compile(engine: &Engine, bytes: &[u8]) -> Result<Module, RuntimeError> {
    let module = in_own_threads(ThreadPoolBuilder::new(), || {
        Module::from_binary(engine, bytes)
    });
    module.map_err(|error| RuntimeError::Compile(format!("{error:#}")))
}

/// A module that has nothing to compile: this may be asked when there are no rights left to make code.
fn without_code(engine: &Engine, bytes: &[u8]) -> wasmtime::Result<Module> {
    let one = ThreadPoolBuilder::new().num_threads(1);
    in_own_threads(one, || Module::from_binary(engine, bytes))
}

/// Runs what uses all processors in threads that are gone afterwards, where they can be had: what this process gives up
/// of its rights, it gives up for the threads that it has then.
fn in_own_threads<T: Send>(threads: ThreadPoolBuilder, work: impl Fn() -> T + Sync) -> T {
    let threads = threads.stack_size(COMPILER_STACK);
    let done = threads.build_scoped(ThreadBuilder::run, |pool| pool.install(&work));
    done.unwrap_or_else(|_| work())
}

/// The module needs no import to judge events. What else it imports (for JavaScript hosts) becomes a trap.
fn linker(engine: &Engine, module: &Module) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    if module
        .imports()
        .any(|import| import.module() == WASI_IMPORTS)
    {
        wasi_common::sync::add_to_linker(&mut linker, |state: &mut State| &mut state.wasi)?;
    }
    linker.define_unknown_imports_as_traps(module)?;
    Ok(linker)
}
