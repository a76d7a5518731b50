//! Files that the sidecar keeps for itself, in its state folder: for its user alone, and never through a link that somebody put
//! in their place.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use rustix::fs::OFlags;

/// How such a file is opened.
pub(crate) fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options
}

/// Opens one to read it.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    options().read(true).open(path)
}

/// Begins one, in place of one that is there.
pub(crate) fn create(path: &Path) -> io::Result<File> {
    options().write(true).create(true).truncate(true).open(path)
}

/// Makes a folder for them, and those that it lies in.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::{MetadataExt as _, symlink};

    use super::*;

    #[test]
    fn a_link_is_not_followed_and_nobody_else_may_read() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("a/b");
        create_folder(&folder).unwrap();
        let path = folder.join("file");
        drop(create(&path).unwrap());
        for made in [&folder, &path] {
            assert_eq!(fs::metadata(made).unwrap().mode() & 0o077, 0);
        }
        let link = folder.join("link");
        symlink(&path, &link).unwrap();
        assert!(create(&link).is_err() && open(&link).is_err());
        symlink(folder.join("elsewhere"), folder.join("dangling")).unwrap();
        assert!(create(&folder.join("dangling")).is_err());
        assert!(!folder.join("elsewhere").exists());
    }
}
