//! Where the module comes from.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// The module for this host.
const FULL: Known = Known {
    embedded: include_bytes!(concat!(env!("OUT_DIR"), "/falconet.wasm")),
    name: "falconet.wasm",
};
/// Its build for interpreters, which rules are packed into.
const BASELINE: Known = Known {
    embedded: include_bytes!(concat!(env!("OUT_DIR"), "/falconet-baseline.wasm")),
    name: "falconet-baseline.wasm",
};
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
        "this binary was built without a module and there is no {0} beside it; build both with `cargo xtask build`, or give --module FILE"
    )]
    None(&'static str),
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

/// A module that may be in the binary.
struct Known {
    /// Empty if it is not.
    embedded: &'static [u8],
    /// What it is called beside the binary.
    name: &'static str,
}

impl ModuleFile {
    /// The module that was asked for; else the one in the binary; else the one beside the binary.
    pub fn find(asked: Option<&Path>) -> Result<Self, ModuleFileError> {
        FULL.find(asked)
    }

    /// The same for the build that rules are packed into.
    pub fn find_baseline(asked: Option<&Path>) -> Result<Self, ModuleFileError> {
        BASELINE.find(asked)
    }

    /// A file that may be a module.
    pub fn read(path: &Path) -> Result<Self, ModuleFileError> {
        read(path)
    }
}

impl Known {
    fn find(&self, asked: Option<&Path>) -> Result<ModuleFile, ModuleFileError> {
        match (asked, self.beside_binary()) {
            (Some(path), _) => read(path),
            (None, _) if !self.embedded.is_empty() => Ok(ModuleFile {
                bytes: Cow::Borrowed(self.embedded),
                path: None,
            }),
            (None, Some(path)) => read(&path),
            (None, None) => Err(ModuleFileError::None(self.name)),
        }
    }

    fn beside_binary(&self) -> Option<PathBuf> {
        let path = std::env::current_exe().ok()?.with_file_name(self.name);
        path.is_file().then_some(path)
    }
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
