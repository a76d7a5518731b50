//! A compiled module, ready to be started any number of times.

use std::sync::OnceLock;

use wasmtime::Module;

use super::form::Form;
use super::instance::Batch;
use super::{Cache, Instance, ModuleHash, RuntimeError, engine};
use crate::limits::ModuleLimits;

/// How an instance stood at some time: others can begin there.
pub struct Snapshot {
    pub(super) memory: Module,
    pub(super) batch: Option<Batch>,
}

/// A module that is compiled and linked, with the limits of its instances.
pub struct Program {
    form: Form,
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
        Ok(Self {
            form: Form::prepare(&engine, bytes, &hash, cache)?,
            limits: *limits,
            hash,
            is_watched: false,
            clock: OnceLock::new(),
        })
    }

    /// Has it watched what instances do that are started from now on: see [`Instance::watch`].
    pub fn watch(&mut self) -> Result<(), RuntimeError> {
        self.is_watched = true;
        engine::hurry(self.form.engine())
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
        self.wind_up()?;
        let (limits, is_watched) = (&self.limits, self.is_watched);
        Instance::start(&self.form, limits, is_watched)
    }

    /// How an instance stands now, between two calls. Nothing where that cannot be had, and nothing of one that is watched.
    pub fn snapshot(&self, instance: &Instance) -> Option<Snapshot> {
        match &self.form {
            Form::Apart(apart) if !self.is_watched => Some(Snapshot {
                memory: apart.memory_of(instance.memory())?,
                batch: instance.batch(),
            }),
            _ => None,
        }
    }

    /// A new instance that stands as another one did.
    pub fn start_from(&self, snapshot: &Snapshot) -> Result<Instance, RuntimeError> {
        self.wind_up()?;
        Instance::resume(&self.form, &self.limits, snapshot)
    }

    fn wind_up(&self) -> Result<(), RuntimeError> {
        let engine = self.form.engine();
        self.clock.get_or_init(|| engine::wind_up(engine)).clone()
    }
}
