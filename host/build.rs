//! Puts the module into the binary: the file that `FALCONET_WASM` names, or nothing (then the binary looks for one beside itself).

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-env-changed=FALCONET_WASM");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("falconet.wasm"), module_bytes()?)
}

fn module_bytes() -> io::Result<Vec<u8>> {
    match env::var("FALCONET_WASM") {
        Ok(path) if !path.is_empty() => read_module(&path),
        _ => Ok(Vec::new()),
    }
}

fn read_module(path: &str) -> io::Result<Vec<u8>> {
    println!("cargo:rerun-if-changed={path}");
    fs::read(path).map_err(|error| {
        io::Error::new(
            error.kind(),
            format!("FALCONET_WASM names `{path}`: {error}"),
        )
    })
}
