//! One life of a module: the calls of the C ABI.

use tracing::debug;
use wasmtime::{Memory, Store, TypedFunc, WasmParams, WasmResults};

use super::answer::{Evaluation, Packed};
use super::failure::{Cause, cause};
use super::form::Form;
use super::sampler::{self, Sampler};
use super::state::State;
use super::{ABI_VERSION, Failure, RuntimeError, Samples, Snapshot, Split, engine};
use crate::limits::ModuleLimits;
use crate::terminal::harmless;

/// The ABI wants so many zero bytes behind a batch.
const PADDING: usize = 64;

/// Answers in JSON are copied and read as a whole.
const MAX_ANSWER_BYTES: usize = 256 << 20;

/// The message of a panic, as far as it is shown.
const MAX_LAST_WORDS: usize = 4096;

/// A running module. After a [`Failure`] it is dead: drop it and start another.
pub struct Instance {
    store: Store<State>,
    memory: Memory,
    exports: Exports,
    limits: ModuleLimits,
    batch: Option<Batch>,
}

struct Exports {
    alloc: TypedFunc<u32, u32>,
    free: TypedFunc<(u32, u32), ()>,
    load: TypedFunc<(u32, u32), u64>,
    eval: TypedFunc<(u32, u32, u32, u32), u64>,
    call: TypedFunc<(u32, u32), u64>,
    /// Modules of before have none.
    split: Option<TypedFunc<(u32, u32, u32, u32), u64>>,
    last_error: TypedFunc<(), u64>,
}

/// The place in the module's memory that batches are read into.
#[derive(Clone, Copy)]
pub(super) struct Batch {
    start: u32,
    len: usize,
}

impl Instance {
    pub(super) fn start(
        form: &Form,
        limits: &ModuleLimits,
        is_watched: bool,
    ) -> Result<Self, RuntimeError> {
        let mut store = store(form, limits);
        if is_watched {
            store.data_mut().sampler = Some(Sampler::default());
            store.epoch_deadline_callback(sampler::tick);
        }
        begin_call(&mut store, limits);
        let instance = form
            .instantiate(&mut store)
            .map_err(|error| failure(&error, &store, limits, ""))?;
        let started = initialize(&instance, &mut store);
        started.map_err(|error| failure(&error, &store, limits, ""))?;
        check_version(&instance, &mut store, limits)?;
        Self::of(&instance, store, limits)
    }

    /// One that goes on where another one stood: it has run its constructors, and what it speaks is known.
    pub(super) fn resume(
        form: &Form,
        limits: &ModuleLimits,
        snapshot: &Snapshot,
    ) -> Result<Self, RuntimeError> {
        let mut store = store(form, limits);
        begin_call(&mut store, limits);
        let instance = match form {
            Form::Apart(apart) => apart.instantiate(&mut store, &snapshot.memory),
            Form::Whole(_) => form.instantiate(&mut store),
        };
        let instance = instance.map_err(|error| failure(&error, &store, limits, ""))?;
        Ok(Self {
            batch: snapshot.batch,
            ..Self::of(&instance, store, limits)?
        })
    }

    fn of(
        instance: &wasmtime::Instance,
        mut store: Store<State>,
        limits: &ModuleLimits,
    ) -> Result<Self, RuntimeError> {
        let memory = instance
            .get_memory(&mut store, "memory")
            .ok_or(RuntimeError::Export("memory"))?;
        let exports = Exports::find(instance, &mut store)?;
        Ok(Self {
            store,
            memory,
            exports,
            limits: *limits,
            batch: None,
        })
    }

    /// Loads rules: `falconet_load`. The answer is JSON.
    pub fn load(&mut self, request: &[u8]) -> Result<Vec<u8>, Failure> {
        let load = self.exports.load.clone();
        self.ask(&load, request)
    }

    /// Asks for anything else: `falconet_call`. The answer is JSON.
    pub fn call(&mut self, request: &[u8]) -> Result<Vec<u8>, Failure> {
        let call = self.exports.call.clone();
        self.ask(&call, request)
    }

    /// Where the next batch is to be put, `len` bytes of the module's own memory: what is read there needs no copy.
    pub fn batch_buffer(&mut self, len: usize) -> Result<&mut [u8], Failure> {
        let batch = match self.batch {
            Some(batch) if batch.len == len => batch,
            _ => self.allocate_batch(len)?,
        };
        self.region(batch.start, batch.len)
    }

    /// Judges the first `filled` bytes of the batch buffer: `falconet_eval`. The answer is valid until the next call.
    pub fn eval(
        &mut self,
        handle: u32,
        filled: usize,
        flags: u32,
    ) -> Result<Evaluation<'_>, Failure> {
        let start = self.end_batch(filled)?;
        let eval = self.exports.eval.clone();
        let packed = Packed(self.run(&eval, (handle, start, length(filled)?, flags))?);
        if packed.is_empty() {
            return Err(Failure::Contract(
                "it does not know the rules that it had loaded",
            ));
        }
        Evaluation::read(packed.slice(self.memory.data(&self.store))?)
    }

    /// Asks where records lie in the first `filled` bytes of the batch buffer: `falconet_split`. Nothing from a module that
    /// cannot say it.
    pub fn split(
        &mut self,
        handle: u32,
        filled: usize,
        flags: u32,
    ) -> Result<Option<Split>, Failure> {
        let Some(split) = self.exports.split.clone() else {
            return Ok(None);
        };
        let start = self.end_batch(filled)?;
        let packed = Packed(self.run(&split, (handle, start, length(filled)?, flags))?);
        Split::read(packed.slice(self.memory.data(&self.store))?).map(Some)
    }

    /// Looks from now on at the number that the module keeps at an address, where the program is watched.
    pub fn watch(&mut self, address: usize) {
        if let Some(sampler) = &mut self.store.data_mut().sampler {
            sampler.look_at(self.memory, address);
        }
    }

    /// How often which number was seen there, since this was asked last.
    pub fn take_samples(&mut self) -> Samples {
        let sampler = self.store.data_mut().sampler.as_mut();
        sampler.map(Sampler::take).unwrap_or_default()
    }

    /// Bytes of memory that the module holds now.
    pub fn memory_bytes(&self) -> usize {
        self.memory.data_size(&self.store)
    }

    /// The module's memory as it is now.
    pub(crate) fn memory(&self) -> &[u8] {
        self.memory.data(&self.store)
    }

    /// Where batches are put.
    pub(super) const fn batch(&self) -> Option<Batch> {
        self.batch
    }

    /// The answer is copied, since giving the request back is a call and so ends its life.
    fn ask(
        &mut self,
        function: &TypedFunc<(u32, u32), u64>,
        request: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let len = length(request.len())?;
        let start = self.allocate(len)?;
        self.region(start, request.len())?.copy_from_slice(request);
        let packed = Packed(self.run(function, (start, len))?);
        let answer = packed.slice(self.memory.data(&self.store))?;
        if answer.len() > MAX_ANSWER_BYTES {
            return Err(Failure::Contract("an answer in JSON is beyond 256 MiB"));
        }
        let answer = answer.to_vec();
        self.free(start, len)?;
        Ok(answer)
    }

    fn allocate(&mut self, len: u32) -> Result<u32, Failure> {
        let alloc = self.exports.alloc.clone();
        match self.run(&alloc, len)? {
            0 => Err(Failure::OutOfMemory(self.limits.memory)),
            start => Ok(start),
        }
    }

    fn free(&mut self, start: u32, len: u32) -> Result<(), Failure> {
        let free = self.exports.free.clone();
        self.run(&free, (start, len))
    }

    fn allocate_batch(&mut self, len: usize) -> Result<Batch, Failure> {
        if let Some(old) = self.batch.take() {
            self.free(old.start, length(old.len)?)?;
        }
        let batch = Batch {
            start: self.allocate(length(len)?)?,
            len,
        };
        self.batch = Some(batch);
        Ok(batch)
    }

    /// Zeroes what follows the bytes that were put in: an earlier, longer batch may have left its own there.
    fn end_batch(&mut self, filled: usize) -> Result<u32, Failure> {
        let batch = self
            .batch
            .ok_or(Failure::Contract("a batch was judged before it was read"))?;
        let region = self.region(batch.start, batch.len.saturating_add(PADDING))?;
        let padding = region.iter_mut().skip(filled).take(PADDING);
        padding.for_each(|byte| *byte = 0);
        Ok(batch.start)
    }

    fn region(&mut self, start: u32, len: usize) -> Result<&mut [u8], Failure> {
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let memory = self.memory.data_mut(&mut self.store);
        let end = start
            .checked_add(len)
            .ok_or(Failure::Contract("it gave memory that it does not have"))?;
        memory
            .get_mut(start..end)
            .ok_or(Failure::Contract("it gave memory that it does not have"))
    }

    fn run<P: WasmParams, R: WasmResults>(
        &mut self,
        function: &TypedFunc<P, R>,
        params: P,
    ) -> Result<R, Failure> {
        begin_call(&mut self.store, &self.limits);
        match function.call(&mut self.store, params) {
            Ok(result) => {
                self.pass_on_errors();
                Ok(result)
            }
            Err(error) => Err(self.bury(&error)),
        }
    }

    /// What a module writes may hold what it was given, so it is for those who look closely only.
    fn pass_on_errors(&self) {
        let text = self.store.data().guest_errors.take();
        if !text.is_empty() {
            debug!(
                text = harmless(&text),
                "the module wrote to its standard error"
            );
        }
    }

    fn bury(&mut self, error: &wasmtime::Error) -> Failure {
        let last_words = self.last_words();
        failure(error, &self.store, &self.limits, &last_words)
    }

    /// The message of a panic, which can be asked of a dead instance. One that fails at that too has said nothing.
    fn last_words(&mut self) -> String {
        begin_call(&mut self.store, &self.limits);
        let Ok(packed) = self.exports.last_error.call(&mut self.store, ()) else {
            return String::new();
        };
        let text = Packed(packed)
            .slice(self.memory.data(&self.store))
            .unwrap_or_default();
        let shown = text.get(..MAX_LAST_WORDS).unwrap_or(text);
        String::from_utf8_lossy(shown).into_owned()
    }
}

fn store(form: &Form, limits: &ModuleLimits) -> Store<State> {
    let state = State::new(limits.memory.in_memory());
    let mut store = Store::new(form.engine(), state);
    store.limiter(|state| &mut state.cap);
    store
}

impl Exports {
    fn find(instance: &wasmtime::Instance, store: &mut Store<State>) -> Result<Self, RuntimeError> {
        Ok(Self {
            alloc: export(instance, store, "falconet_alloc")?,
            free: export(instance, store, "falconet_free")?,
            load: export(instance, store, "falconet_load")?,
            eval: export(instance, store, "falconet_eval")?,
            call: export(instance, store, "falconet_call")?,
            split: export(instance, store, "falconet_split").ok(),
            last_error: export(instance, store, "falconet_last_error")?,
        })
    }
}

fn export<P: WasmParams, R: WasmResults>(
    instance: &wasmtime::Instance,
    store: &mut Store<State>,
    name: &'static str,
) -> Result<TypedFunc<P, R>, RuntimeError> {
    instance
        .get_typed_func(store, name)
        .map_err(|_| RuntimeError::Export(name))
}

/// From here on a call may take as long as it may.
fn begin_call(store: &mut Store<State>, limits: &ModuleLimits) {
    let timeout = limits.timeout.duration();
    match &mut store.data_mut().sampler {
        Some(sampler) => {
            sampler.begin(timeout);
            store.set_epoch_deadline(1);
        }
        None => store.set_epoch_deadline(engine::ticks(timeout)),
    }
}

/// Builds for WASI may have constructors to run first.
fn initialize(instance: &wasmtime::Instance, store: &mut Store<State>) -> wasmtime::Result<()> {
    match instance.get_typed_func::<(), ()>(&mut *store, "_initialize") {
        Ok(constructors) => constructors.call(store, ()),
        Err(_) => Ok(()),
    }
}

fn check_version(
    instance: &wasmtime::Instance,
    store: &mut Store<State>,
    limits: &ModuleLimits,
) -> Result<(), RuntimeError> {
    let version = export::<(), u32>(instance, store, "falconet_abi")?;
    match version.call(&mut *store, ()) {
        Ok(ABI_VERSION) => Ok(()),
        Ok(found) => Err(RuntimeError::Version { found }),
        Err(error) => Err(failure(&error, store, limits, "").into()),
    }
}

fn failure(
    error: &wasmtime::Error,
    store: &Store<State>,
    limits: &ModuleLimits,
    last_words: &str,
) -> Failure {
    match cause(error) {
        Cause::Interrupted => Failure::OutOfTime(limits.timeout),
        Cause::Stack => Failure::OutOfStack,
        Cause::Import(name) => Failure::Import(name),
        Cause::Unreachable => gave_up(store.data(), limits, last_words),
        Cause::Other(text) => Failure::Trap(text),
    }
}

/// A failed allocation ends like a panic, but leaves no message.
fn gave_up(state: &State, limits: &ModuleLimits, last_words: &str) -> Failure {
    let guest_errors = state.guest_errors.take();
    match [last_words, &guest_errors]
        .into_iter()
        .find(|text| !text.is_empty())
    {
        Some(text) => Failure::Panic(text.to_owned()),
        None if state.cap.refused() => Failure::OutOfMemory(limits.memory),
        None => Failure::Silent,
    }
}

fn length(bytes: usize) -> Result<u32, Failure> {
    u32::try_from(bytes).map_err(|_| Failure::TooMuch(bytes))
}
