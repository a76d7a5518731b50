//! The cap on a module's memory and tables.

use wasmtime::ResourceLimiter;

const MAX_TABLE_ELEMENTS: usize = 1_000_000;
const MAX_TABLES: usize = 8;

/// Refuses growth beyond a bound, and remembers that it did: to the module a refusal is only a failed allocation.
#[derive(Debug)]
pub(super) struct MemoryCap {
    bytes: usize,
    refused: bool,
}

impl MemoryCap {
    pub(super) const fn new(bytes: usize) -> Self {
        Self {
            bytes,
            refused: false,
        }
    }

    /// Whether the module ever asked for more than it may have.
    pub(super) const fn refused(&self) -> bool {
        self.refused
    }
}

impl ResourceLimiter for MemoryCap {
    fn memory_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        let granted = desired <= self.bytes;
        self.refused |= !granted;
        Ok(granted)
    }

    fn table_growing(
        &mut self,
        _: usize,
        desired: usize,
        _: Option<usize>,
    ) -> wasmtime::Result<bool> {
        Ok(desired <= MAX_TABLE_ELEMENTS)
    }

    /// The code, and the memory where that is a module of its own.
    fn instances(&self) -> usize {
        2
    }

    fn tables(&self) -> usize {
        MAX_TABLES
    }

    fn memories(&self) -> usize {
        1
    }
}
