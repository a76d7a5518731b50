//! A copy of a module that begins with the memory that an instance of it has now.

use wasm_encoder::{CustomSection, Module, RawSection};
use wasmparser::{BinaryReaderError, Parser, Payload};

use super::contents::SECTION;
use crate::runtime::{Shape, data_section, memory_section};

/// Why a module cannot be written out with its memory.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SnapshotError {
    /// It is no module.
    #[error("the module cannot be packed, since it is damaged: {0}")]
    Damaged(#[from] BinaryReaderError),
    /// It is made for other hosts.
    #[error(
        "the module cannot be packed, since it imports something: falconet-baseline.wasm is the one that Fluent Bit can run"
    )]
    Imports,
    /// It is the outcome of another run.
    #[error("the module cannot be packed, since it has rules in it already")]
    Packed,
    /// It keeps something elsewhere than in one memory.
    #[error("the module cannot be packed, since it has {0}")]
    Shape(&'static str),
    /// The memory is more than the module says it may have.
    #[error(
        "the module cannot be packed, since it has no room for its rules in {0} pages of memory"
    )]
    Memory(u64),
}

/// Says why a module cannot be packed, if it cannot.
pub(super) fn require_packable(module: &[u8]) -> Result<(), SnapshotError> {
    packable(module).map(drop)
}

fn packable(module: &[u8]) -> Result<Shape, SnapshotError> {
    let shape = Shape::of(module)?;
    if shape.custom.iter().any(|name| name == SECTION) {
        return Err(SnapshotError::Packed);
    }
    match shape {
        Shape { imports: 1.., .. } => Err(SnapshotError::Imports),
        Shape {
            has_start: true, ..
        } => Err(SnapshotError::Shape("a function that it starts with")),
        Shape {
            passive_data: 1.., ..
        } => Err(SnapshotError::Shape("data outside its memory")),
        Shape { ref memories, .. } if memories.len() != 1 => {
            Err(SnapshotError::Shape("no memory of its own, or several"))
        }
        Shape { variables: 2.., .. } => Err(SnapshotError::Shape(
            "more than one variable outside its memory",
        )),
        shape => Ok(shape),
    }
}

/// The module with this memory from the start, and this section about it.
pub(super) fn with_memory(
    module: &[u8],
    memory: &[u8],
    section: &[u8],
) -> Result<Vec<u8>, SnapshotError> {
    let shape = packable(module)?;
    let mut memory = memory.to_vec();
    // What calls left on the stack means nothing any more.
    memory
        .iter_mut()
        .take(shape.stack())
        .for_each(|byte| *byte = 0);
    let mut copy = Module::new();
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        match &payload {
            Payload::MemorySection(_) => {
                let most = shape.most_pages();
                let section = memory_section(memory.len(), most);
                copy.section(&section.ok_or(SnapshotError::Memory(most.unwrap_or_default()))?);
            }
            Payload::DataCountSection { .. } | Payload::DataSection(_) => {}
            other => copy_section(module, other, &mut copy),
        }
        if matches!(payload, Payload::CodeSectionStart { .. }) {
            copy.section(&data_section(&memory));
        }
    }
    copy.section(&CustomSection {
        name: SECTION.into(),
        data: section.into(),
    });
    Ok(copy.finish())
}

/// A section as it is; a part of one that was copied is passed over.
fn copy_section(module: &[u8], payload: &Payload<'_>, copy: &mut Module) {
    let section = payload.as_section();
    let data = section.and_then(|(id, range)| Some((id, module.get(range)?)));
    if let Some((id, data)) = data {
        copy.section(&RawSection { id, data });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::ModuleLimits;
    use crate::runtime::Program;

    fn refused(wat: &str) -> String {
        let module = wat::parse_str(wat).unwrap();
        with_memory(&module, &[], b"{}").unwrap_err().to_string()
    }

    #[test]
    fn what_keeps_anything_elsewhere_is_refused() {
        for (wat, reason) in [
            (
                r#"(module (import "a" "b" (func)) (memory 1))"#,
                "it imports something",
            ),
            (
                "(module (func) (start 0) (memory 1))",
                "a function that it starts with",
            ),
            ("(module)", "no memory of its own"),
            (
                r#"(module (memory 1) (data "a"))"#,
                "data outside its memory",
            ),
            (
                "(module (memory 1) (global (mut i32) (i32.const 0)) (global (mut i64) (i64.const 0)))",
                "more than one variable",
            ),
            (
                r#"(module (memory 1) (@custom "falconet.pack" "{}"))"#,
                "it has rules in it already",
            ),
        ] {
            assert!(refused(wat).contains(reason), "{wat}: {}", refused(wat));
        }
        let error = with_memory(b"\0asm\x01", &[], b"").unwrap_err().to_string();
        assert!(error.contains("it is damaged"), "{error}");
    }

    #[test]
    fn more_memory_than_the_module_may_have_is_refused() {
        let module = wat::parse_str("(module (memory 1 2))").unwrap();
        let error = with_memory(&module, &vec![0; 3 << 16], b"").unwrap_err();
        assert!(error.to_string().contains("in 2 pages"), "{error}");
    }

    const COUNTER: &str = r#"(module
        (memory (export "memory") 1)
        (global $stack (mut i32) (i32.const 1024))
        (func (export "falconet_abi") (result i32) i32.const 1)
        (func (export "falconet_alloc") (param i32) (result i32) i32.const 2048)
        (func (export "falconet_free") (param i32 i32))
        (func (export "falconet_load") (param i32 i32) (result i64) i64.const 0)
        (func (export "falconet_eval") (param i32 i32 i32 i32) (result i64) i64.const 0)
        (func (export "falconet_call") (param i32 i32) (result i64)
            i32.const 1000 i32.const 99 i32.store8
            i32.const 4096 i32.const 4096 i32.load8_u i32.const 1 i32.add i32.store8
            i64.const 0x100000000001)
        (func (export "falconet_last_error") (result i64) i64.const 0)
        (data (i32.const 4096) "A")
        (@custom "falconet.tools" "{}"))"#;

    #[test]
    fn a_copy_goes_on_where_the_instance_stood_and_forgets_the_stack() {
        let module = wat::parse_str(COUNTER).unwrap();
        let limits = ModuleLimits::default();
        let program = Program::prepare(&module, &limits, None).unwrap();
        let mut instance = program.start().unwrap();
        assert_eq!(instance.call(b"").unwrap(), b"B");
        let copy = with_memory(&module, instance.memory(), b"{}").unwrap();
        let copied = Program::prepare(&copy, &limits, None).unwrap();
        let mut instance = copied.start().unwrap();
        assert_eq!(instance.memory()[1000], 0);
        assert_eq!(instance.call(b"").unwrap(), b"C");
        assert!(matches!(
            require_packable(&copy),
            Err(SnapshotError::Packed)
        ));
    }
}
