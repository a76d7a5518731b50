//! What can be seen of rules files without reading them.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::rules::{self, Origin};

/// What can be seen of rules files without reading them: two looks differ if any of them changed, came or went.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Look(Vec<(PathBuf, Option<Stamp>)>);

/// Device, inode, length, and the times of the last change of the content and of the inode.
type Stamp = (u64, u64, u64, (i64, i64), (i64, i64));

impl Look {
    /// Looks at the files that these paths stand for. Links are followed.
    pub(super) fn at(paths: &[PathBuf]) -> Self {
        let files = paths.iter().flat_map(|path| files(path));
        Self(
            files
                .map(|file| (stamp(&file), file))
                .map(|(stamp, file)| (file, stamp))
                .collect(),
        )
    }
}

impl Look {
    /// A file that is empty, and held something when one looked earlier.
    pub(super) fn emptied(&self, earlier: &Self) -> Option<&Path> {
        let held = |path: &PathBuf| {
            let then = earlier.0.iter().find(|(earlier, _)| earlier == path);
            then.is_some_and(|(_, stamp)| stamp.is_some_and(|(_, _, length, ..)| length > 0))
        };
        let empty = |stamp: &Option<Stamp>| matches!(stamp, Some((_, _, 0, ..)));
        let (path, _) = self
            .0
            .iter()
            .find(|(path, stamp)| empty(stamp) && held(path))?;
        Some(path)
    }
}

/// The files of a path, or the path itself, which then is not there or cannot be read.
fn files(path: &Path) -> Vec<PathBuf> {
    let paths = [path.to_owned()];
    let origins = rules::origins_of_each(&paths).unwrap_or_default();
    let files = origins.into_iter().filter_map(|origin| match origin {
        Ok(Origin::File(file)) => Some(file),
        Ok(Origin::Stdin) | Err(_) => None,
    });
    let files: Vec<PathBuf> = files.collect();
    if files.is_empty() {
        paths.into()
    } else {
        files
    }
}

fn stamp(file: &Path) -> Option<Stamp> {
    let of = |data: Metadata| {
        let content = (data.mtime(), data.mtime_nsec());
        let inode = (data.ctime(), data.ctime_nsec());
        (data.dev(), data.ino(), data.len(), content, inode)
    };
    std::fs::metadata(file).ok().map(of)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_file_that_lost_all_it_held_is_told_and_one_that_never_held_anything_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let [full, empty] = ["full.yaml", "empty.yaml"].map(|name| folder.path().join(name));
        fs::write(&full, "1").unwrap();
        fs::write(&empty, "").unwrap();
        let paths = [folder.path().to_owned()];
        let before = Look::at(&paths);
        assert_eq!(Look::at(&paths).emptied(&before), None);
        fs::write(folder.path().join("new.yaml"), "").unwrap();
        assert_eq!(Look::at(&paths).emptied(&before), None);
        fs::write(&full, "").unwrap();
        assert_eq!(Look::at(&paths).emptied(&before), Some(&*full));
        fs::remove_file(&full).unwrap();
        assert_eq!(Look::at(&paths).emptied(&before), None);
    }

    #[test]
    fn every_way_to_change_rules_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        for name in ["v1", "v2", "rules"] {
            fs::create_dir(path(name)).unwrap();
        }
        fs::write(path("v1/a.yaml"), "1").unwrap();
        fs::write(path("v2/a.yaml"), "1").unwrap();
        symlink(path("v1"), path("data")).unwrap();
        symlink(path("data/a.yaml"), path("rules/a.yaml")).unwrap();
        fs::write(path("own.yaml"), "1").unwrap();
        let paths = [path("rules"), path("own.yaml"), path("glob-*.yaml")];
        let mut seen = Look::at(&paths);
        assert_eq!(Look::at(&paths), seen);
        let turn_link = || {
            symlink(path("v2"), path("next")).unwrap();
            fs::rename(path("next"), path("data")).unwrap();
        };
        let replace = || {
            fs::write(path("new"), "2").unwrap();
            fs::rename(path("new"), path("own.yaml")).unwrap();
        };
        let changes: [(&str, &dyn Fn()); 6] = [
            ("written", &|| fs::write(path("own.yaml"), "22").unwrap()),
            ("replaced", &replace),
            ("link turned", &turn_link),
            ("added to the folder", &|| {
                fs::write(path("rules/b.yml"), "").unwrap();
            }),
            ("matched", &|| fs::write(path("glob-1.yaml"), "").unwrap()),
            ("gone", &|| fs::remove_file(path("own.yaml")).unwrap()),
        ];
        for (name, change) in changes {
            change();
            let now = Look::at(&paths);
            assert_ne!(now, seen, "{name}");
            seen = now;
        }
        fs::write(path("rules/other.txt"), "").unwrap();
        assert_eq!(Look::at(&paths), seen);
    }
}
