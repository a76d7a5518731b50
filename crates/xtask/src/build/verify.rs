//! Holds the built files to what hosts rely on.

use wasmparser::{
    ExportSectionReader, ImportSectionReader, Parser, Payload, TypeRef, Validator, WasmFeatures,
};

use super::wasm::{Variant, cargo_home};
use crate::error::Error;
use crate::workspace::Workspace;

/// The C ABI.
const EXPORTS: [&str; 10] = [
    "memory",
    "falconet_abi",
    "falconet_alloc",
    "falconet_free",
    "falconet_load",
    "falconet_eval",
    "falconet_split",
    "falconet_call",
    "falconet_filter",
    "falconet_last_error",
];

/// What WAMR looks for to place a record.
const BASELINE_EXPORTS: [&str; 2] = ["malloc", "free"];

/// Checks a file's features, imports, exports, and that no path of this machine is in it.
pub(crate) fn check(workspace: &Workspace, variant: Variant, module: &[u8]) -> Result<(), Error> {
    let shape = Shape::read(module).map_err(|error| wrong(variant, &error.to_string()))?;
    check_features(variant, module)?;
    check_imports(variant, &shape)?;
    check_exports(variant, &shape)?;
    check_paths(workspace, variant, module)
}

/// What a module shows to its host.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    function_imports: usize,
    other_imports: Vec<String>,
    exports: Vec<String>,
    has_start: bool,
}

impl Shape {
    fn read(module: &[u8]) -> wasmparser::Result<Self> {
        let mut shape = Self::default();
        for payload in Parser::new(0).parse_all(module) {
            shape.add(payload?)?;
        }
        Ok(shape)
    }

    fn add(&mut self, payload: Payload<'_>) -> wasmparser::Result<()> {
        match payload {
            Payload::ImportSection(imports) => self.add_imports(imports),
            Payload::ExportSection(exports) => self.add_exports(exports),
            Payload::StartSection { .. } => {
                self.has_start = true;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn add_imports(&mut self, imports: ImportSectionReader<'_>) -> wasmparser::Result<()> {
        for import in imports.into_imports() {
            self.add_import(&import?);
        }
        Ok(())
    }

    fn add_exports(&mut self, exports: ExportSectionReader<'_>) -> wasmparser::Result<()> {
        for export in exports {
            self.exports.push(export?.name.to_owned());
        }
        Ok(())
    }

    fn add_import(&mut self, import: &wasmparser::Import<'_>) {
        match import.ty {
            TypeRef::Func(_) => self.function_imports += 1,
            _ => self.other_imports.push(import.name.to_owned()),
        }
    }
}

/// The features that every host has. `GC_TYPES` is left out: a wasmtime without garbage collection refuses them.
fn features(variant: Variant) -> WasmFeatures {
    let common = WasmFeatures::FLOATS
        | WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::BULK_MEMORY;
    match variant {
        Variant::Full => common | WasmFeatures::SIMD,
        Variant::Baseline => common,
    }
}

fn check_features(variant: Variant, module: &[u8]) -> Result<(), Error> {
    let mut validator = Validator::new_with_features(features(variant));
    validator
        .validate_all(module)
        .map(drop)
        .map_err(|error| wrong(variant, &error.to_string()))
}

fn check_imports(variant: Variant, shape: &Shape) -> Result<(), Error> {
    if let Some(name) = shape.other_imports.first() {
        return Err(wrong(
            variant,
            &format!("it imports `{name}`, which is no function"),
        ));
    }
    if variant == Variant::Baseline && shape.function_imports > 0 {
        return Err(wrong(variant, "it has imports"));
    }
    if shape.has_start {
        return Err(wrong(
            variant,
            "it has a start section, which would call imports",
        ));
    }
    Ok(())
}

fn check_exports(variant: Variant, shape: &Shape) -> Result<(), Error> {
    let extra: &[&str] = if variant == Variant::Baseline {
        &BASELINE_EXPORTS
    } else {
        &[]
    };
    let missing = EXPORTS
        .iter()
        .chain(extra)
        .find(|name| !shape.exports.iter().any(|export| export == *name));
    match missing {
        None => Ok(()),
        Some(name) => Err(wrong(variant, &format!("it does not export `{name}`"))),
    }
}

fn check_paths(workspace: &Workspace, variant: Variant, module: &[u8]) -> Result<(), Error> {
    for path in [workspace.root().to_owned(), cargo_home()?] {
        let text = path.to_string_lossy().into_owned();
        if module
            .windows(text.len())
            .any(|window| window == text.as_bytes())
        {
            return Err(wrong(variant, &format!("it holds the path `{text}`")));
        }
    }
    Ok(())
}

fn wrong(variant: Variant, reason: &str) -> Error {
    Error::wrong(
        format!("{} is not fit for its hosts: {reason}", variant.file()),
        "docs/ABI.md says what it must be; look at crates/module and its compiler flags",
    )
}
