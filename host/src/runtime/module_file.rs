//! Where the module comes from.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

const EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/falconet.wasm"));
const FILE_NAME: &str = "falconet.wasm";
const MAX_MODULE_BYTES: u64 = 64 << 20;

/// A module's bytes and where they were found.
#[derive(Debug)]
pub struct ModuleFile {
    /// The bytes of the module.
    pub bytes: Cow<'static, [u8]>,
    /// The file, or nothing for the module in the binary.
    pub path: Option<PathBuf>,
}

/// Why there is no module.
#[derive(Debug, thiserror::Error)]
pub enum ModuleFileError {
    /// None was built in and none lies beside the binary.
    #[error(
        "this binary was built without a module and there is no falconet.wasm beside it; build both with `cargo xtask build`, or give --module FILE"
    )]
    None,
    /// The file cannot be read.
    #[error("cannot read the module `{path}`: {error}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file is beyond reason.
    #[error("the module `{0}` is larger than 64 MiB")]
    TooLarge(PathBuf),
}

impl ModuleFile {
    /// The module that was asked for; else the one in the binary; else the one beside the binary.
    pub fn find(asked: Option<&Path>) -> Result<Self, ModuleFileError> {
        match (asked, beside_binary()) {
            (Some(path), _) => read(path),
            (None, _) if !EMBEDDED.is_empty() => Ok(Self {
                bytes: Cow::Borrowed(EMBEDDED),
                path: None,
            }),
            (None, Some(path)) => read(&path),
            (None, None) => Err(ModuleFileError::None),
        }
    }
}

fn beside_binary() -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.with_file_name(FILE_NAME);
    path.is_file().then_some(path)
}

fn read(path: &Path) -> Result<ModuleFile, ModuleFileError> {
    let bytes = read_bounded(path).map_err(|error| ModuleFileError::Unreadable {
        path: path.to_owned(),
        error,
    })?;
    if bytes.len() as u64 > MAX_MODULE_BYTES {
        return Err(ModuleFileError::TooLarge(path.to_owned()));
    }
    Ok(ModuleFile {
        bytes: bytes.into(),
        path: Some(path.to_owned()),
    })
}

fn read_bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(MAX_MODULE_BYTES + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_module_is_named() {
        let error = ModuleFile::find(Some(Path::new("/nowhere/falconet.wasm"))).unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("cannot read the module `/nowhere/falconet.wasm`: ")
        );
    }

    #[test]
    fn an_endless_module_is_refused() {
        let error = ModuleFile::find(Some(Path::new("/dev/zero"))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the module `/dev/zero` is larger than 64 MiB"
        );
    }
}
