//! A module in two parts: its code, which imports a memory, and the memory with what it holds at the start. The second has
//! no code, so another one is made in no time, and without memory that can be executed: an instance can begin with what the memory
//! of another one was at some time.

use wasm_encoder::{
    Encode as _, EntityType, ExportKind, ExportSection, MemoryType, Module, RawSection,
};
use wasmparser::{BinaryReaderError, Parser, Payload};

use super::Shape;
use super::image::{data_section, memory_section};

/// What the code imports, and the other part exports.
pub(super) const MEMORY: &str = "memory";
/// Whose it is to the code.
pub(super) const OWNER: &str = "falconet:memory";

/// Both parts, as modules.
pub(super) struct Parts<'m> {
    module: &'m [u8],
    imported: wasmparser::MemoryType,
    pub(super) memory: Vec<u8>,
    /// Where all that changes between calls lies in the memory.
    pub(super) stillness: Option<Stillness>,
}

/// What a memory must be known of to be written out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stillness {
    /// Bytes at the beginning that mean nothing between calls.
    stack: usize,
    most_pages: Option<u64>,
}

impl<'m> Parts<'m> {
    /// The parts of a module; nothing of one that cannot be taken apart.
    pub(super) fn of(module: &'m [u8]) -> Option<Self> {
        let shape = Shape::of(module).ok()?;
        let [memory] = shape.memories[..] else {
            return None;
        };
        let is_plain = !memory.memory64 && !memory.shared && memory.page_size_log2.is_none();
        if !is_plain || shape.passive_data + shape.moving_data > 0 {
            return None;
        }
        let is_still = !shape.has_start && shape.variables <= 1;
        let stillness = Stillness {
            stack: shape.stack(),
            most_pages: memory.maximum,
        };
        Some(Self {
            module,
            imported: memory,
            memory: memory_alone(module).ok()?,
            stillness: is_still.then_some(stillness),
        })
    }

    /// Everything but the memory; nothing if it is no module that could have code.
    pub(super) fn code(&self) -> Option<Vec<u8>> {
        code(self.module, self.imported).ok()?
    }
}

impl Stillness {
    /// A memory that begins as this one is now; nothing if it is larger than it may be.
    pub(super) fn memory(&self, now: &[u8]) -> Option<Vec<u8>> {
        let mut bytes = now.to_vec();
        let stack = bytes.iter_mut().take(self.stack);
        stack.for_each(|byte| *byte = 0);
        let mut module = Module::new();
        module.section(&memory_section(bytes.len(), self.most_pages)?);
        module.section(&exported());
        module.section(&data_section(&bytes));
        Some(module.finish())
    }
}

fn exported() -> ExportSection {
    let mut exports = ExportSection::new();
    exports.export(MEMORY, ExportKind::Memory, 0);
    exports
}

/// The memory, with the data of the module.
fn memory_alone(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let mut alone = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            memory @ Payload::MemorySection(_) => {
                copy(module, &memory, &mut alone);
                alone.section(&exported());
            }
            data @ Payload::DataSection(_) => copy(module, &data, &mut alone),
            _ => {}
        }
    }
    Ok(alone.finish())
}

/// Everything else; nothing if it is no module that could have code.
fn code(
    module: &[u8],
    memory: wasmparser::MemoryType,
) -> Result<Option<Vec<u8>>, BinaryReaderError> {
    let mut code = Module::new();
    let mut imports = Some(Imports::default());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::MemorySection(_)
            | Payload::DataCountSection { .. }
            | Payload::DataSection(_) => {}
            Payload::ImportSection(section) => {
                let bytes = module.get(section.range()).unwrap_or_default();
                imports = Some(Imports::of(section.count(), bytes));
            }
            early @ (Payload::CustomSection(_) | Payload::TypeSection(_)) => {
                copy(module, &early, &mut code);
            }
            later => {
                if later.as_section().is_some() {
                    let imports = imports.take().map(|imports| imports.with(memory));
                    if let Some(imports) = imports {
                        imports.write(&mut code);
                    }
                }
                copy(module, &later, &mut code);
            }
        }
    }
    Ok(imports.is_none().then(|| code.finish()))
}

/// Imports, as they are written.
#[derive(Default)]
struct Imports {
    count: u32,
    entries: Vec<u8>,
}

impl Imports {
    /// Those of a section, which begins with their number.
    fn of(count: u32, section: &[u8]) -> Self {
        let number = section.iter().position(|byte| byte & 0x80 == 0);
        let entries = number.and_then(|last| section.get(last + 1..));
        Self {
            count,
            entries: entries.unwrap_or_default().to_vec(),
        }
    }

    fn with(mut self, memory: wasmparser::MemoryType) -> Self {
        self.count += 1;
        OWNER.encode(&mut self.entries);
        MEMORY.encode(&mut self.entries);
        let memory = EntityType::Memory(MemoryType {
            minimum: memory.initial,
            maximum: memory.maximum,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        memory.encode(&mut self.entries);
        self
    }

    fn write(&self, module: &mut Module) {
        let mut data = Vec::new();
        self.count.encode(&mut data);
        data.extend(&self.entries);
        module.section(&RawSection {
            id: wasm_encoder::SectionId::Import.into(),
            data: &data,
        });
    }
}

/// A section as it is; a part of one that was copied is passed over.
fn copy(module: &[u8], payload: &Payload<'_>, to: &mut Module) {
    let section = payload.as_section();
    if let Some((id, data)) = section.and_then(|(id, range)| Some((id, module.get(range)?))) {
        to.section(&RawSection { id, data });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::ModuleLimits;
    use crate::runtime::{Failure, Instance, Program};

    /// Counts calls in its memory, from `A` on, leaves something on its stack, and dies of a request.
    const COUNTER: &str = r#"(module
        (import "a" "b" (func $import))
        (memory (export "memory") 1 4)
        (global $stack (mut i32) (i32.const 1024))
        (func (export "falconet_abi") (result i32) i32.const 1)
        (func (export "falconet_alloc") (param i32) (result i32) i32.const 2048)
        (func (export "falconet_free") (param i32 i32))
        (func (export "falconet_load") (param i32 i32) (result i64) call $import i64.const 0)
        (func (export "falconet_eval") (param i32 i32 i32 i32) (result i64) i64.const 0)
        (func (export "falconet_call") (param i32 i32) (result i64)
            (if (local.get 1) (then unreachable))
            i32.const 1000 i32.const 99 i32.store8
            i32.const 4096 i32.const 4096 i32.load8_u i32.const 1 i32.add i32.store8
            i64.const 0x100000000001)
        (func (export "falconet_last_error") (result i64) i64.const 0)
        (data (i32.const 4096) "A"))"#;

    fn program(wat: &str) -> Program {
        let module = wat::parse_str(wat).unwrap();
        Program::prepare(&module, &ModuleLimits::default(), None).unwrap()
    }

    fn count(instance: &mut Instance) -> Vec<u8> {
        instance.call(b"").unwrap()
    }

    #[test]
    fn an_instance_begins_where_another_one_stood_however_often_and_whatever_that_did_since() {
        let program = program(COUNTER);
        let mut first = program.start().unwrap();
        assert_eq!(count(&mut first), b"B");
        let snapshot = program.snapshot(&first).unwrap();
        assert_eq!(count(&mut first), b"C");
        for _ in 0..3 {
            let mut next = program.start_from(&snapshot).unwrap();
            assert_eq!(next.memory()[1000], 0, "the stack is not a part of it");
            assert_eq!(count(&mut next), b"C");
            assert!(next.call(b"die").is_err());
        }
        assert_eq!(count(&mut program.start().unwrap()), b"B");
    }

    #[test]
    fn what_code_imports_beside_its_memory_is_still_refused_by_name() {
        let mut instance = program(COUNTER).start().unwrap();
        let failure = instance.load(b"").unwrap_err();
        assert!(
            matches!(&failure, Failure::Import(name) if name.contains('b')),
            "{failure}"
        );
    }

    #[test]
    fn an_instance_that_keeps_something_elsewhere_is_not_taken_for_its_memory() {
        let more = "(global $more (mut i32) (i32.const 0)) (memory";
        let program = program(&COUNTER.replacen("(memory", more, 1));
        let mut instance = program.start().unwrap();
        assert_eq!(count(&mut instance), b"B");
        assert!(program.snapshot(&instance).is_none());
    }

    #[test]
    fn a_module_that_cannot_be_taken_apart_is_started_as_a_whole() {
        for (from, to) in [
            (
                r#"(data (i32.const 4096) "A")"#,
                r#"(data "x") (data (i32.const 4096) "A")"#,
            ),
            (
                r#"(data (i32.const 4096) "A")"#,
                r#"(global $at i32 (i32.const 4096)) (data (global.get $at) "A")"#,
            ),
        ] {
            let text = COUNTER.replace(from, to);
            assert!(Parts::of(&wat::parse_str(&text).unwrap()).is_none(), "{to}");
        }
        let passive = COUNTER.replace("(data (i32", r#"(data "x") (data (i32"#);
        let program = program(&passive);
        let mut instance = program.start().unwrap();
        assert_eq!(count(&mut instance), b"B");
        assert!(program.snapshot(&instance).is_none());
        assert!(Parts::of(b"\0asm no module").is_none());
    }
}
