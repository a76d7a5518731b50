//! Binds the module to JavaScript: the class's glue, and the file itself without wasm-bindgen's descriptions.

use std::path::{Path, PathBuf};

use wasm_bindgen_cli_support::Bindgen;

use crate::error::Error;
use crate::files;
use crate::progress::Progress;
use crate::workspace::Workspace;

/// The glue's files, as they are called in the package.
pub(crate) fn glue(workspace: &Workspace) -> [PathBuf; 2] {
    let folder = workspace.scratch("glue");
    [folder.join("glue.js"), folder.join("glue.d.ts")]
}

/// Binds `compiled`; answers where the bound file is.
pub(crate) fn bind(workspace: &Workspace, compiled: &Path) -> Result<PathBuf, Error> {
    bind_into(&workspace.scratch("glue"), compiled, Names::Removed)
}

/// As [`bind`], but the functions keep their names.
pub(crate) fn bind_with_names(workspace: &Workspace, compiled: &Path) -> Result<PathBuf, Error> {
    bind_into(&workspace.scratch("glue-names"), compiled, Names::Kept)
}

/// What becomes of the functions' names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Names {
    Kept,
    Removed,
}

fn bind_into(folder: &Path, compiled: &Path, names: Names) -> Result<PathBuf, Error> {
    files::empty_folder(folder)?;
    let progress = Progress::start("binding falconet.wasm to JavaScript");
    let bound = generate(compiled, folder, names);
    progress.finish();
    bound?;
    Ok(folder.join("glue_bg.wasm"))
}

fn generate(compiled: &Path, folder: &Path, names: Names) -> Result<(), Error> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("glue")
        .typescript(true)
        .remove_name_section(names == Names::Removed)
        .demangle(false)
        .reset_state_function(true);
    let made = bindgen
        .web(true)
        .and_then(|bindgen| bindgen.generate(folder));
    made.map_err(|error| {
        let help = "wasm-bindgen in crates/module and wasm-bindgen-cli-support in crates/xtask must have the same version";
        Error::wrong(format!("wasm-bindgen: {error:#}"), help)
    })
}
