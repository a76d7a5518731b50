//! An instance of a module in the interpreter.

use wasmi::{Config, Engine, Instance, Linker, Memory, Module, Store, TypedFunc};
use wasmi::{WasmParams, WasmResults};

/// Why a module does not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It does not load, or trapped.
    #[error("the interpreter says: {0}")]
    Wasm(#[from] wasmi::Error),
    /// Something that it should export is not there.
    #[error("the module does not export `{0}`")]
    Export(&'static str),
    /// It says that there is something where it has no memory.
    #[error("the module points at {0}, where it has no memory")]
    Address(usize),
    /// It has no memory left.
    #[error("the module gives no memory for {0} bytes")]
    Full(usize),
    /// An answer that is not what it should be.
    #[error("an answer of the module is not understood: {0}")]
    Answer(#[from] serde_json::Error),
    /// Rules that are not taken.
    #[error("the rules are not taken: {0}")]
    Rules(String),
}

/// Bytes of the interpreter's stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stack(pub usize);

impl Default for Stack {
    /// What the guide tells users of Fluent Bit to give it.
    fn default() -> Self {
        Self(128 << 10)
    }
}

/// An instance and its memory.
pub(crate) struct Machine {
    store: Store<()>,
    instance: Instance,
    memory: Memory,
}

impl Machine {
    /// Starts a module, which must import nothing.
    pub(crate) fn start(module: &[u8], Stack(stack): Stack) -> Result<Self, Error> {
        let mut config = Config::default();
        // The interpreter takes no maximum below the minimum, at no time.
        config
            .set_min_stack_height(0)
            .set_max_stack_height(stack)
            .set_min_stack_height(stack);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, module)?;
        let mut store = Store::new(&engine, ());
        let instance = Linker::new(&engine).instantiate_and_start(&mut store, &module)?;
        let memory = instance.get_memory(&store, "memory");
        let memory = memory.ok_or(Error::Export("memory"))?;
        Ok(Self {
            store,
            instance,
            memory,
        })
    }

    pub(crate) fn function<P: WasmParams, R: WasmResults>(
        &self,
        name: &'static str,
    ) -> Result<TypedFunc<P, R>, Error> {
        let function = self.instance.get_typed_func(&self.store, name);
        function.map_err(|_| Error::Export(name))
    }

    pub(crate) fn call<P: WasmParams, R: WasmResults>(
        &mut self,
        function: TypedFunc<P, R>,
        params: P,
    ) -> Result<R, Error> {
        Ok(function.call(&mut self.store, params)?)
    }

    /// Bytes of memory that it holds.
    pub(crate) fn memory_bytes(&self) -> usize {
        self.memory.data_size(&self.store)
    }

    /// The memory from an address on.
    pub(crate) fn at(&self, address: u32) -> Result<&[u8], Error> {
        let address = index(address);
        let memory = self.memory.data(&self.store);
        memory.get(address..).ok_or(Error::Address(address))
    }

    /// Puts bytes there.
    pub(crate) fn put(&mut self, address: u32, bytes: &[u8]) -> Result<(), Error> {
        let address = index(address);
        let written = self.memory.write(&mut self.store, address, bytes);
        written.map_err(|_| Error::Address(address))
    }
}

/// An address as an index of the memory.
pub(crate) fn index(address: u32) -> usize {
    usize::try_from(address).unwrap_or(usize::MAX)
}

/// A length as the module takes it.
pub(crate) fn length(bytes: usize) -> Result<u32, Error> {
    u32::try_from(bytes).map_err(|_| Error::Full(bytes))
}
