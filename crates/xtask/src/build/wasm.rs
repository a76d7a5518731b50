//! The module's two files: compiled, bound to JavaScript, optimised, labelled, verified.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{bindgen, optimize, section, verify, versions};
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::stamp::Stamp;
use crate::toolchain::{TARGET, Toolchain};
use crate::workspace::Workspace;

/// One of the module's two builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Variant {
    /// With SIMD and the class for JavaScript.
    Full,
    /// Without both, and without any import: for interpreters such as Fluent Bit's.
    Baseline,
}

impl Variant {
    /// The file's name in `dist/`.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Self::Full => "falconet.wasm",
            Self::Baseline => "falconet-baseline.wasm",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Full => "wasm-full",
            Self::Baseline => "wasm-baseline",
        }
    }

    /// Reference types are off so that a wasmtime without garbage collection takes the file.
    fn target_features(self) -> &'static str {
        match self {
            Self::Full => "+simd128,-reference-types,-multivalue",
            Self::Baseline => "-reference-types,-multivalue",
        }
    }

    fn cargo_features(self) -> &'static [&'static str] {
        match self {
            Self::Full => &[],
            Self::Baseline => &["--no-default-features"],
        }
    }

    fn target_folder(self, workspace: &Workspace) -> PathBuf {
        workspace.target().join(self.name())
    }
}

/// Builds one variant into `dist/`.
pub(crate) fn build(
    workspace: &Workspace,
    toolchain: Toolchain,
    variant: Variant,
) -> Result<(), Error> {
    let compiled = compile(
        workspace,
        toolchain,
        variant,
        variant.file(),
        variant.cargo_features(),
    )?;
    let tools = versions::json(workspace, toolchain)?;
    let inputs = [
        compiled.clone(),
        workspace.path("js/tools/package-lock.json"),
    ];
    let words = [&[tools.as_str()][..], &optimize::flags(variant)].concat();
    let stamp = Stamp::new(workspace, variant.name(), &inputs, &words)?;
    let outputs = outputs(workspace, variant);
    if stamp.is_fresh(&outputs) {
        return Ok(());
    }
    let bound = match variant {
        Variant::Full => bindgen::bind(workspace, &compiled)?,
        Variant::Baseline => compiled,
    };
    let optimized = optimize::run(workspace, variant, &bound)?;
    let labelled = section::append(files::read(&optimized)?, &tools);
    verify::check(workspace, variant, &labelled)?;
    files::write_if_changed(&workspace.dist(variant.file()), &labelled)?;
    stamp.renew(&outputs)
}

fn outputs(workspace: &Workspace, variant: Variant) -> Vec<PathBuf> {
    let mut outputs = vec![workspace.dist(variant.file())];
    if variant == Variant::Full {
        outputs.extend(bindgen::glue(workspace));
    }
    outputs
}

/// Compiles the module with the operation `vectors`, which is in no file of `dist/`.
pub(crate) fn with_vectors(workspace: &Workspace, toolchain: Toolchain) -> Result<PathBuf, Error> {
    let features = ["--no-default-features", "--features", "vectors"];
    let title = "the module with vectors";
    let compiled = compile(workspace, toolchain, Variant::Baseline, title, &features)?;
    let module = workspace.scratch("vectors.wasm");
    files::write_if_changed(&module, &files::read(&compiled)?)?;
    Ok(module)
}

/// Builds the full variant as it is in `dist/`, but its functions keep their names, and those say which crate they and
/// their types are from.
pub(crate) fn with_names(workspace: &Workspace, toolchain: Toolchain) -> Result<PathBuf, Error> {
    let mut flags = compiler_flags(workspace, Variant::Full)?;
    flags.push("-Csymbol-mangling-version=v0".to_owned());
    let folder = workspace.target().join("wasm-names");
    let mut command = command(workspace, toolchain, &folder);
    command.env("CARGO_PROFILE_WASM_STRIP", "none");
    set_flags(&mut command, &flags);
    let compiled = compiled_by(&mut command, "falconet.wasm with names", &folder)?;
    let module = section::without_features(files::read(&compiled)?).map_err(|error| {
        let help = "cargo's target folder may be damaged: remove it and build again";
        Error::wrong(format!("cannot read what was compiled: {error}"), help)
    })?;
    let plain = workspace.scratch("names-compiled.wasm");
    files::write(&plain, &module)?;
    let bound = bindgen::bind_with_names(workspace, &plain)?;
    optimize::with_names(workspace, &bound)
}

/// Builds the filter of `benches/filter` as the baseline variant is built.
pub(crate) fn filter_yardstick(
    workspace: &Workspace,
    toolchain: Toolchain,
) -> Result<PathBuf, Error> {
    let folder = workspace.target().join("wasm-filter");
    let mut command = toolchain.build(workspace);
    let package = [
        "--profile",
        "wasm",
        "--package",
        "falconet-filter-yardstick",
        "--lib",
    ];
    command.args(package).arg("--target-dir").arg(&folder);
    set_flags(&mut command, &compiler_flags(workspace, Variant::Baseline)?);
    shell::quietly(
        &mut command,
        "compiling the filter to compare with",
        "mend what the compiler says",
    )?;
    let compiled = folder
        .join(TARGET)
        .join("wasm/falconet_filter_yardstick.wasm");
    optimize::yardstick(workspace, &compiled)
}

fn compile(
    workspace: &Workspace,
    toolchain: Toolchain,
    variant: Variant,
    title: &str,
    features: &[&str],
) -> Result<PathBuf, Error> {
    let folder = variant.target_folder(workspace);
    let mut command = command(workspace, toolchain, &folder);
    command.args(features);
    set_flags(&mut command, &compiler_flags(workspace, variant)?);
    compiled_by(&mut command, title, &folder)
}

fn command(workspace: &Workspace, toolchain: Toolchain, folder: &Path) -> Command {
    let mut command = toolchain.build(workspace);
    command
        .args([
            "--profile",
            "wasm",
            "--package",
            "falconet-module",
            "--lib",
            "--target-dir",
        ])
        .arg(folder);
    command
}

fn compiled_by(command: &mut Command, title: &str, folder: &Path) -> Result<PathBuf, Error> {
    shell::quietly(
        command,
        &format!("compiling {title}"),
        "mend what the compiler says; if it is the tool chain, `cargo xtask setup` says which one is used",
    )?;
    Ok(folder.join(TARGET).join("wasm/falconet_module.wasm"))
}

/// Only these flags count, whatever the user's environment says: the file must be the same everywhere.
fn set_flags(command: &mut Command, flags: &[String]) {
    for variable in [
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
        "CARGO_BUILD_TARGET",
    ] {
        command.env_remove(variable);
    }
    command.env("RUSTFLAGS", flags.join(" "));
}

fn compiler_flags(workspace: &Workspace, variant: Variant) -> Result<Vec<String>, Error> {
    let mut flags = vec![format!("-Ctarget-feature={}", variant.target_features())];
    for (path, name) in remapped(workspace)? {
        flags.push(format!("--remap-path-prefix={}={name}", path.display()));
    }
    match flags.iter().find(|flag| flag.contains(' ')) {
        None => Ok(flags),
        Some(flag) => Err(Error::wrong(
            format!("a path has a space in it: {flag}"),
            "move the checkout or CARGO_HOME",
        )),
    }
}

/// The folders whose names would else stand in panic messages, and what stands there instead.
fn remapped(workspace: &Workspace) -> Result<Vec<(PathBuf, &'static str)>, Error> {
    let mut paths = vec![(workspace.root().to_owned(), "src")];
    let sources = cargo_home()?.join("registry/src");
    paths.extend(
        folders_of(&sources)
            .into_iter()
            .map(|folder| (folder, "deps")),
    );
    Ok(paths)
}

/// The folders of the registries, each named with a hash of its address.
fn folders_of(sources: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(sources).into_iter().flatten();
    let mut folders: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// Cargo's own folder.
pub(crate) fn cargo_home() -> Result<PathBuf, Error> {
    let named = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    named
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .ok_or_else(|| Error::wrong("there is no home folder", "set CARGO_HOME"))
}
