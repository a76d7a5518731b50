//! Files, with errors that name them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// Reads a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::file("read", path))
}

/// Reads a text.
pub(crate) fn read_text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(Error::file("read", path))
}

/// Writes a file and the folders it needs.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file("make", folder))?;
    }
    fs::write(path, bytes).map_err(Error::file("write", path))
}

/// The files of a folder in name order; folders in it are left out.
pub(crate) fn files_of(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let entries = fs::read_dir(folder).map_err(Error::file("read", folder))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    Ok(files)
}

/// Writes a file unless it already holds these bytes, so that its time stays and nothing is built again.
pub(crate) fn write_if_changed(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|known| known == bytes) {
        return Ok(());
    }
    write(path, bytes)
}

/// Puts a copy of a file in place of another, also while that one is being executed.
pub(crate) fn replace(from: &Path, to: &Path) -> Result<(), Error> {
    let fresh = to.with_extension("new");
    fs::copy(from, &fresh).map_err(Error::file("copy", from))?;
    fs::rename(&fresh, to).map_err(Error::file("replace", to))
}

/// Makes a folder that is empty.
pub(crate) fn empty_folder(path: &Path) -> Result<(), Error> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(Error::file("remove", path))?;
    }
    fs::create_dir_all(path).map_err(Error::file("make", path))
}

/// The length of a file.
pub(crate) fn size(path: &Path) -> Result<u64, Error> {
    Ok(fs::metadata(path).map_err(Error::file("read", path))?.len())
}
