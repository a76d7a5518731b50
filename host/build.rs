//! Puts the module into the binary, and its build for interpreters: the files that two variables name, or nothing (then the
//! binary looks for them beside itself).

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A variable, and the file that the binary takes from it.
const MODULES: [(&str, &str); 2] = [
    ("FALCONET_WASM", "falconet.wasm"),
    ("FALCONET_BASELINE_WASM", "falconet-baseline.wasm"),
];

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    MODULES
        .iter()
        .try_for_each(|(variable, name)| put(variable, &out.join(name)))
}

fn put(variable: &str, file: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-env-changed={variable}");
    fs::write(file, module_bytes(variable)?)
}

fn module_bytes(variable: &str) -> io::Result<Vec<u8>> {
    match env::var(variable) {
        Ok(path) if !path.is_empty() => read_module(variable, &path),
        _ => Ok(Vec::new()),
    }
}

fn read_module(variable: &str, path: &str) -> io::Result<Vec<u8>> {
    println!("cargo:rerun-if-changed={path}");
    fs::read(path).map_err(|error| {
        io::Error::new(error.kind(), format!("{variable} names `{path}`: {error}"))
    })
}
