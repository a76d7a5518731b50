//! One name for each file, however its path is written: what is said of files of tests is put together by names.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::messages::RulesFile;

/// The names of files, by what their paths come to.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<PathBuf, String>);

impl Names {
    /// Gives a file the name that it had before; at first its path without steps there and back.
    pub(super) fn rename(&mut self, file: &mut RulesFile) {
        let path = Path::new(&file.name);
        let Ok(real) = fs::canonicalize(path) else {
            return;
        };
        let name = self.0.entry(real).or_insert_with_key(|real| {
            let plain = plain(path);
            let is_same = fs::canonicalize(&plain).is_ok_and(|other| other == *real);
            let path = if is_same { &plain } else { path };
            path.display().to_string()
        });
        file.name.clone_from(name);
    }
}

/// A path without `.` and without folders that are left by `..`; behind a link that may be another file.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        let is_inside = matches!(plain.components().next_back(), Some(Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if is_inside => drop(plain.pop()),
            other => plain.push(other),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &mut Names, path: &Path) -> String {
        let mut file = RulesFile {
            name: path.display().to_string(),
            text: String::new(),
        };
        names.rename(&mut file);
        file.name
    }

    #[test]
    fn a_file_has_one_name_however_its_path_is_written() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("a/b")).unwrap();
        fs::write(root.join("a/r.yaml"), "").unwrap();
        let mut names = Names::default();
        let plain = root.join("a/r.yaml").display().to_string();
        assert_eq!(named(&mut names, &root.join("a/b/../r.yaml")), plain);
        assert_eq!(named(&mut names, &root.join("./a/./r.yaml")), plain);
        assert_eq!(named(&mut names, Path::new("<stdin>")), "<stdin>");
    }

    #[cfg(unix)]
    #[test]
    fn a_step_back_behind_a_link_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path();
        fs::create_dir_all(root.join("real/deep")).unwrap();
        fs::write(root.join("real/r.yaml"), "").unwrap();
        std::os::unix::fs::symlink(root.join("real/deep"), root.join("link")).unwrap();
        let path = root.join("link/../r.yaml");
        let named = named(&mut Names::default(), &path);
        assert_eq!(named, path.display().to_string());
    }
}
