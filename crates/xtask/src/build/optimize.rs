//! Runs binaryen's `wasm-opt`: the file is a tenth smaller and some per cent faster.

use std::path::{Path, PathBuf};

use super::wasm::Variant;
use crate::error::Error;
use crate::node;
use crate::shell;
use crate::workspace::Workspace;

/// What the compiler may have used; anything else makes `wasm-opt` fail. The compiler has put functions together where
/// that pays: those with one caller are left alone, which is a sixteenth of what is transferred, since code that is
/// not mingled compresses better.
const FLAGS: [&str; 8] = [
    "-O3",
    "--one-caller-inline-max-function-size=50",
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
];

/// Optimises a file; answers where the result is.
pub(crate) fn run(workspace: &Workspace, variant: Variant, input: &Path) -> Result<PathBuf, Error> {
    let output = workspace.scratch(variant.file());
    optimize(workspace, variant, &[], input, &output)?;
    Ok(output)
}

/// As [`run`] for the full variant, but the functions keep their names.
pub(crate) fn with_names(workspace: &Workspace, input: &Path) -> Result<PathBuf, Error> {
    let output = workspace.scratch("names.wasm");
    optimize(workspace, Variant::Full, &["-g"], input, &output)?;
    Ok(output)
}

/// As [`run`] for the baseline variant, of the filter that falconet's own is measured against.
pub(crate) fn yardstick(workspace: &Workspace, input: &Path) -> Result<PathBuf, Error> {
    let output = workspace.scratch("filter-yardstick.wasm");
    optimize(workspace, Variant::Baseline, &[], input, &output)?;
    Ok(output)
}

fn optimize(
    workspace: &Workspace,
    variant: Variant,
    more: &[&str],
    input: &Path,
    output: &Path,
) -> Result<(), Error> {
    let mut command = node::tool(workspace, "binaryen/bin/wasm-opt");
    command
        .args(flags(variant))
        .args(more)
        .arg(input)
        .arg("-o")
        .arg(output);
    let help = "if it says a feature is missing, the module's compiler flags in crates/xtask/src/build/wasm.rs let too much through";
    shell::quietly(
        &mut command,
        &format!("optimising {}", variant.file()),
        help,
    )
    .map(drop)
}

/// The flags for a variant.
pub(crate) fn flags(variant: Variant) -> Vec<&'static str> {
    let simd = (variant == Variant::Full).then_some("--enable-simd");
    FLAGS.into_iter().chain(simd).collect()
}
