//! What a module is made of, as far as it decides whether it can be taken apart and its memory written out.

use wasmparser::{
    BinaryReaderError, DataKind, DataSectionReader, GlobalSectionReader, MemorySectionReader,
    MemoryType, Operator, Parser, Payload,
};

/// What a module is made of.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// Imports.
    pub(crate) imports: u32,
    /// A function that runs when it is started.
    pub(crate) has_start: bool,
    /// Names of sections that mean nothing to hosts.
    pub(crate) custom: Vec<String>,
    /// Memories of its own.
    pub(crate) memories: Vec<MemoryType>,
    /// Variables, of which the first is the address of the stack's top. At rest all have the values they began with.
    pub(crate) variables: usize,
    stack_top: Option<usize>,
    /// Data that is not in the memory from the start.
    pub(crate) passive_data: usize,
    /// Data in the memory at addresses that are not written as numbers.
    pub(crate) moving_data: usize,
    first_data: Option<usize>,
}

impl Shape {
    pub(crate) fn of(module: &[u8]) -> Result<Self, BinaryReaderError> {
        let mut shape = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            match payload? {
                Payload::ImportSection(imports) => shape.imports += imports.count(),
                Payload::StartSection { .. } => shape.has_start = true,
                Payload::MemorySection(memories) => shape.see_memories(memories)?,
                Payload::GlobalSection(globals) => shape.see_globals(globals)?,
                Payload::DataSection(data) => shape.see_data(data)?,
                Payload::CustomSection(section) => shape.custom.push(section.name().to_owned()),
                _ => {}
            }
        }
        Ok(shape)
    }

    /// Bytes at the beginning of the memory that are the stack, and hold nothing while no call is made.
    pub(crate) fn stack(&self) -> usize {
        let top = self.stack_top.unwrap_or_default();
        let is_first = self.first_data.is_none_or(|first| top <= first);
        if is_first { top } else { 0 }
    }

    /// Most pages of the memory.
    pub(crate) fn most_pages(&self) -> Option<u64> {
        self.memories.first().and_then(|memory| memory.maximum)
    }

    fn see_memories(&mut self, memories: MemorySectionReader<'_>) -> Result<(), BinaryReaderError> {
        for memory in memories {
            self.memories.push(memory?);
        }
        Ok(())
    }

    fn see_globals(&mut self, globals: GlobalSectionReader<'_>) -> Result<(), BinaryReaderError> {
        for global in globals {
            let global = global?;
            if global.ty.mutable {
                self.variables += 1;
                self.stack_top = constant(&global.init_expr.get_operators_reader().read()?);
            }
        }
        Ok(())
    }

    fn see_data(&mut self, data: DataSectionReader<'_>) -> Result<(), BinaryReaderError> {
        for data in data {
            match data?.kind {
                DataKind::Passive => self.passive_data += 1,
                DataKind::Active { offset_expr, .. } => {
                    let start = constant(&offset_expr.get_operators_reader().read()?);
                    self.moving_data += usize::from(start.is_none());
                    let start = start.unwrap_or_default();
                    let first = self.first_data.unwrap_or(start);
                    self.first_data = Some(first.min(start));
                }
            }
        }
        Ok(())
    }
}

/// An address that is written as a number.
fn constant(operator: &Operator<'_>) -> Option<usize> {
    match operator {
        Operator::I32Const { value } => usize::try_from(value.cast_unsigned()).ok(),
        _ => None,
    }
}
