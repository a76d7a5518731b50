//! Which files hold tests.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::commands::CommandError;
use crate::rules;

/// Files of tests that one run takes.
const MOST_FILES: usize = 10_000;

/// The files that these paths stand for, in order, each once. Files that are named are taken whatever their names.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, CommandError> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut known = BTreeSet::new();
    for path in paths {
        for file in walk(path) {
            let file = file.map_err(|error| CommandError::Tests(error.to_string()))?;
            if known.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                files.push(file);
            }
            if files.len() > MOST_FILES {
                let message = format!("there are more than {MOST_FILES} files of tests");
                return Err(CommandError::Tests(message));
            }
        }
    }
    if files.is_empty() {
        let names: Vec<String> = paths
            .iter()
            .map(|path| format!("`{}`", path.display()))
            .collect();
        let message = format!(
            "no tests: there is no file named *_test.yaml in {}",
            names.join(", ")
        );
        return Err(CommandError::Tests(message));
    }
    Ok(files)
}

fn walk(path: &Path) -> impl Iterator<Item = walkdir::Result<PathBuf>> {
    let walk = WalkDir::new(path).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_passed_by(entry));
    entries
        .filter(|entry| entry.as_ref().map_or(true, holds_tests))
        .map(|entry| entry.map(|entry| shown(entry.path())))
}

fn is_passed_by(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    name.as_encoded_bytes().starts_with(b".") || name == OsStr::new("node_modules")
}

fn holds_tests(entry: &DirEntry) -> bool {
    !entry.path().is_dir() && (entry.depth() == 0 || rules::is_test_file(entry.path()))
}

/// The path without the dot that stands for where we are.
fn shown(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(root: &Path, names: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = names.iter().map(|name| root.join(name)).collect();
        let files = files(&paths).unwrap().into_iter();
        files
            .map(|file| file.strip_prefix(root).unwrap().display().to_string())
            .collect()
    }

    #[test]
    fn folders_are_searched_in_the_order_of_names_but_for_hidden_ones_and_packages() {
        let root = tempfile::tempdir().unwrap();
        let names = [
            "b_test.yaml",
            "a/c_test.yml",
            "a/c.yaml",
            "a_test.txt",
            ".git/d_test.yaml",
            "node_modules/e_test.yaml",
        ];
        for name in names {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        assert_eq!(found(root.path(), &["."]), ["a/c_test.yml", "b_test.yaml"]);
        assert_eq!(
            found(root.path(), &["a_test.txt", "b_test.yaml", "b_test.yaml"]),
            ["a_test.txt", "b_test.yaml"]
        );
        assert_eq!(
            found(root.path(), &["a/../b_test.yaml", "b_test.yaml"]),
            ["a/../b_test.yaml"]
        );
        let hidden = root.path().join(".git");
        assert_eq!(files(&[hidden]).unwrap().len(), 1);
    }

    #[test]
    fn no_tests_and_absent_folders_are_errors() {
        let root = tempfile::tempdir().unwrap();
        let error = |path: &Path| files(&[path.to_owned()]).unwrap_err().to_string();
        assert!(
            error(root.path()).starts_with("no tests: there is no file named *_test.yaml in `")
        );
        assert!(error(&root.path().join("absent")).contains("No such file"));
    }
}
