//! Reading rules files: those named, and those of a folder (`.yaml` and `.yml`, in byte order, not deeper), as Falco does.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::cli::Size;
use crate::messages::RulesFile;

const EXTENSIONS: [&str; 2] = ["yaml", "yml"];

/// Why rules cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RulesError {
    /// A file or folder is not there, or not for us.
    #[error("cannot read the rules `{path}`: {error}")]
    Unreadable {
        /// What was to be read.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// A folder has nothing that could be rules.
    #[error("the rules folder `{0}` holds no .yaml or .yml file")]
    EmptyFolder(String),
    /// Not text.
    #[error("the rules file `{path}` is not UTF-8: the byte at {offset} does not belong to it")]
    NotText {
        /// The file.
        path: String,
        /// Where the text ends.
        offset: usize,
    },
    /// Together they are beyond the bound.
    #[error("the rules are larger than {0} (--max-rules)")]
    TooLarge(Size),
}

/// The files that these paths stand for, in order.
pub(crate) fn read(paths: &[PathBuf], limit: Size) -> Result<Vec<RulesFile>, RulesError> {
    let mut left = limit.bytes();
    let mut files = Vec::new();
    for path in paths {
        for path in expand(path)? {
            let file = read_file(&path, left, limit)?;
            left = left.saturating_sub(file.text.len() as u64);
            files.push(file);
        }
    }
    Ok(files)
}

fn expand(path: &Path) -> Result<Vec<PathBuf>, RulesError> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = list(path).map_err(|error| unreadable(path, error))?;
    if files.is_empty() {
        return Err(RulesError::EmptyFolder(path.display().to_string()));
    }
    files.sort();
    Ok(files)
}

fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let paths = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    paths
        .filter(|path| path.as_ref().map_or(true, |path| is_rules_file(path)))
        .collect()
}

fn is_rules_file(path: &Path) -> bool {
    path.is_file()
        && path
            .extension()
            .is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
}

fn read_file(path: &Path, left: u64, limit: Size) -> Result<RulesFile, RulesError> {
    let bytes = read_bounded(path, left).map_err(|error| unreadable(path, error))?;
    if bytes.len() as u64 > left {
        return Err(RulesError::TooLarge(limit));
    }
    let name = path.display().to_string();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(RulesFile { name, text }),
        Err(error) => Err(RulesError::NotText {
            path: name,
            offset: error.utf8_error().valid_up_to(),
        }),
    }
}

fn read_bounded(path: &Path, left: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(left.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: &Path, error: io::Error) -> RulesError {
    RulesError::Unreadable {
        path: path.display().to_string(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Size = Size::mebibytes(1);

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(root.path().join(name), bytes).unwrap();
        }
        root
    }

    fn failure(path: &Path) -> String {
        read(&[path.to_owned()], LIMIT).unwrap_err().to_string()
    }

    #[test]
    fn a_folder_gives_its_yaml_files_in_order() {
        let root = folder(&[
            ("b.yml", b"2"),
            ("a.yaml", b"1"),
            ("c.txt", b"3"),
            ("B.yaml", b"0"),
        ]);
        fs::create_dir(root.path().join("deeper.yaml")).unwrap();
        let files = read(&[root.path().to_owned()], LIMIT).unwrap();
        let texts: Vec<_> = files.iter().map(|file| file.text.as_str()).collect();
        assert_eq!(texts, ["0", "1", "2"]);
    }

    #[test]
    fn a_named_file_may_have_any_name() {
        let root = folder(&[("rules.txt", b"text")]);
        let path = root.path().join("rules.txt");
        let files = read(std::slice::from_ref(&path), LIMIT).unwrap();
        assert_eq!(
            files,
            [RulesFile {
                name: path.display().to_string(),
                text: "text".to_owned()
            }]
        );
    }

    #[test]
    fn absent_empty_and_binary_rules_are_refused() {
        let root = folder(&[("bad.rules", b"abc\xff")]);
        assert!(failure(&root.path().join("absent")).starts_with("cannot read the rules `"));
        assert!(failure(root.path()).ends_with("holds no .yaml or .yml file"));
        assert!(
            failure(&root.path().join("bad.rules"))
                .ends_with("the byte at 3 does not belong to it")
        );
    }

    #[test]
    fn endless_rules_are_refused() {
        assert_eq!(
            failure(Path::new("/dev/zero")),
            "the rules are larger than 1MiB (--max-rules)"
        );
    }

    #[test]
    fn the_bound_holds_for_all_files_together() {
        let half = vec![b' '; 600 << 10];
        let root = folder(&[("a.yaml", &half), ("b.yaml", &half)]);
        assert_eq!(
            failure(root.path()),
            "the rules are larger than 1MiB (--max-rules)"
        );
    }
}
