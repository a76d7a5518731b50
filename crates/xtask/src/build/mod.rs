//! `cargo xtask build`: everything in `dist/`.

mod bindgen;
mod host;
mod optimize;
mod package;
mod section;
mod verify;
mod versions;
mod wasm;

use std::path::PathBuf;

use crate::console;
use crate::error::Error;
use crate::files;
use crate::parallel;
use crate::setup;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;
pub(crate) use host::{compile, release_of};
pub(crate) use versions::locked_crate;
use wasm::Variant;

/// Sets up, then builds `dist/` and prints the sizes of what is in it.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Error> {
    module(workspace)?;
    host::build(workspace)?;
    package::build(workspace)?;
    print_sizes(workspace, &["falconet"])
}

/// As [`run`], but the host is built as tests are: what it is made of is compiled once for all of them.
pub(crate) fn for_tests(workspace: &Workspace) -> Result<(), Error> {
    module(workspace)?;
    host::build_for_tests(workspace)?;
    package::build(workspace)?;
    print_sizes(workspace, &[])
}

/// Sets up, then builds the module's two files: at the same time, since most of what it takes keeps one processor busy.
fn module(workspace: &Workspace) -> Result<(), Error> {
    let toolchain = setup::run(workspace)?;
    let variants = [Variant::Full, Variant::Baseline];
    let built = parallel::map(&variants, |variant| {
        wasm::build(workspace, toolchain, *variant)
    });
    built.into_iter().collect()
}

/// Builds the module with the operation `vectors`, for tests.
pub(crate) fn module_with_vectors(workspace: &Workspace) -> Result<PathBuf, Error> {
    wasm::with_vectors(workspace, Toolchain::find(workspace)?)
}

/// Builds `dist/falconet.wasm` with the names of its functions, to tell what its bytes are for.
pub(crate) fn module_with_names(workspace: &Workspace) -> Result<PathBuf, Error> {
    wasm::with_names(workspace, Toolchain::find(workspace)?)
}

/// Builds the filter that falconet's own is measured against, as that is built.
pub(crate) fn filter_yardstick(workspace: &Workspace) -> Result<PathBuf, Error> {
    wasm::filter_yardstick(workspace, Toolchain::find(workspace)?)
}

/// Prints the sizes of `more` and of the module in `dist/`.
fn print_sizes(workspace: &Workspace, more: &[&str]) -> Result<(), Error> {
    let module = [Variant::Full.file(), Variant::Baseline.file()];
    for name in more.iter().chain(&module) {
        let size = files::size(&workspace.dist(name))?;
        console::line(&format!("dist/{name}: {}", console::bytes(size)))?;
    }
    let package = files::files_of(&workspace.dist("npm"))?;
    let sizes = package
        .iter()
        .map(|path| files::size(path))
        .sum::<Result<u64, Error>>()?;
    console::line(&format!(
        "dist/npm: {} in {} files",
        console::bytes(sizes),
        package.len()
    ))
}
