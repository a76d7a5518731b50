//! Where tests find the facts about real Falco that lie beside the project.

use std::path::PathBuf;

/// A file or folder of the facts, or nothing where it is absent; then it is said that the test skips.
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    let beside = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let path = std::env::var_os("FALCONET_SHARED")
        .map_or(beside, PathBuf::from)
        .join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is absent", path.display());
    None
}
