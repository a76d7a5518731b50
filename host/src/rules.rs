//! Reading rules files: those named, and those of a folder (`.yaml` and `.yml`, in byte order, not deeper), as Falco does, but for
//! tests of rules (`NAME_test.yaml`). Beyond Falco, `-` is standard input, and a name that is no file but a pattern stands for the files that match it.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{self, Component, Path, PathBuf};
use std::string::FromUtf8Error;

use glob::{MatchOptions, Pattern, PatternError};

use crate::cli::Size;
use crate::messages::{CheckedFile, RulesFile, Unreadable};

const EXTENSIONS: [&str; 2] = ["yaml", "yml"];
const TEST_ENDING: &[u8] = b"_test";
const PATTERN_SIGNS: [char; 3] = ['*', '?', '['];
const STDIN: &str = "-";
const STDIN_NAME: &str = "<stdin>";
/// Files that one pattern may stand for.
const MOST_MATCHES: usize = 10_000;
/// As a shell does it: a star does not cross `/`, and names that begin with a dot are named.
const AS_SHELLS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

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
    /// A pattern that is none.
    #[error("the pattern `{pattern}` is not understood: {error}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// Why.
        error: PatternError,
    },
    /// A pattern that stands for nothing.
    #[error("no file matches the pattern `{0}`")]
    NoMatch(String),
    /// A pattern that stands for too much.
    #[error("the pattern `{0}` matches more than {MOST_MATCHES} files")]
    TooManyMatches(String),
    /// Standard input is named twice.
    #[error("standard input can be named only once")]
    StdinTwice,
    /// Not text.
    #[error("the rules file `{path}` is not UTF-8: the byte at {offset} does not belong to it")]
    NotText {
        /// The file.
        path: String,
        /// Its text up to there, and a sign for what is none.
        text: String,
        /// Where the text ends.
        offset: usize,
    },
    /// Together they are beyond the bound.
    #[error("the rules are larger than {0} (--max-rules)")]
    TooLarge(Size),
}

impl RulesError {
    /// The error itself, if other files can be read all the same; else it is the failure.
    fn about_one_file(self) -> Result<Self, Self> {
        match self {
            Self::Unreadable { .. }
            | Self::NotText { .. }
            | Self::EmptyFolder(_)
            | Self::NoMatch(_) => Ok(self),
            _ => Err(self),
        }
    }

    /// The error as a sentence about the one file that was to be read.
    pub(crate) fn of_the_file(&self) -> String {
        match self {
            Self::NotText { offset, .. } => format!("the byte at {offset} is not UTF-8"),
            Self::Unreadable { error, .. } => format!("the file cannot be read: {error}"),
            Self::TooLarge(limit) => format!("the file is larger than {limit}"),
            other => other.to_string(),
        }
    }

    /// The file that cannot be read.
    fn of_file(self) -> Result<CheckedFile, Self> {
        let message = self.of_the_file();
        let (name, text, offset) = match self {
            Self::NotText { path, text, offset } => (path, text, Some(offset)),
            Self::Unreadable { path: name, .. } | Self::EmptyFolder(name) | Self::NoMatch(name) => {
                (name, String::new(), None)
            }
            other => return Err(other),
        };
        Ok(CheckedFile {
            file: RulesFile { name, text },
            unreadable: Some(Unreadable { message, offset }),
        })
    }
}

/// Where a rules file comes from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Origin {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// The files that these paths stand for, in order, if all of them can be read; else the first that cannot is the failure.
pub(crate) fn read(paths: &[PathBuf], limit: Size) -> Result<Vec<RulesFile>, RulesError> {
    let mut files = Vec::new();
    for file in read_each(origins_of_each(paths)?, limit)? {
        files.push(file?.1);
    }
    Ok(files)
}

/// A file of that very name.
pub(crate) fn read_one(path: &Path, limit: Size) -> Result<RulesFile, RulesError> {
    read_file(&Origin::File(path.to_owned()), &mut limit.bytes(), limit)
}

/// Files that were read, to be checked.
pub(crate) fn for_check(files: &[RulesFile]) -> Vec<CheckedFile> {
    let checked = |file: &RulesFile| CheckedFile {
        file: file.clone(),
        unreadable: None,
    };
    files.iter().map(checked).collect()
}

/// Something of one file, or why that file cannot be read.
pub(crate) type OfFile<T> = Result<T, RulesError>;

/// The files that these paths stand for, in order, with those that cannot be read.
pub(crate) fn read_for_check(
    paths: &[PathBuf],
    limit: Size,
) -> Result<Vec<CheckedFile>, RulesError> {
    read_each_for_check(origins_of_each(paths)?, limit)
}

/// The files themselves, with those that cannot be read.
pub(crate) fn read_each_for_check(
    origins: Vec<OfFile<Origin>>,
    limit: Size,
) -> Result<Vec<CheckedFile>, RulesError> {
    let read = read_each(origins, limit)?;
    let files = read.into_iter().map(|file| match file {
        Ok((_, file)) => Ok(CheckedFile {
            file,
            unreadable: None,
        }),
        Err(error) => error.of_file(),
    });
    files.collect()
}

/// What these paths stand for, in order. Fails for what is about no file.
pub(crate) fn origins_of_each(paths: &[PathBuf]) -> Result<Vec<OfFile<Origin>>, RulesError> {
    if paths.iter().filter(|path| is_stdin(path)).count() > 1 {
        return Err(RulesError::StdinTwice);
    }
    let mut origins = Vec::new();
    for path in paths {
        match expand(path) {
            Ok(expanded) => origins.extend(expanded.into_iter().map(Ok)),
            Err(error) => origins.push(Err(error.about_one_file()?)),
        }
    }
    Ok(origins)
}

/// The files themselves. Fails for what is about no file.
pub(crate) fn read_each(
    origins: Vec<OfFile<Origin>>,
    limit: Size,
) -> Result<Vec<OfFile<(Origin, RulesFile)>>, RulesError> {
    let mut left = limit.bytes();
    let mut files = Vec::new();
    for origin in origins {
        let file = origin.and_then(|origin| {
            let file = read_file(&origin, &mut left, limit)?;
            Ok((origin, file))
        });
        files.push(match file {
            Ok(file) => Ok(file),
            Err(error) => Err(error.about_one_file()?),
        });
    }
    Ok(files)
}

/// The file or folder that these rules are read from: of a pattern the folder that holds all matches; nothing for standard
/// input.
pub(crate) fn place_of(path: &Path) -> Option<PathBuf> {
    if is_stdin(path) {
        return None;
    }
    if path.is_dir() || pattern_of(path).is_none() {
        return Some(path.to_owned());
    }
    let is_plain = |part: &Component<'_>| {
        let part = part.as_os_str().to_string_lossy();
        !part.contains(PATTERN_SIGNS)
    };
    let folder: PathBuf = path.components().take_while(is_plain).collect();
    let is_here = folder.as_os_str().is_empty();
    Some(if is_here { PathBuf::from(".") } else { folder })
}

/// A path or a pattern from a folder, in whose own name no sign is one of a pattern.
pub(crate) fn in_folder(folder: &Path, name: &Path) -> PathBuf {
    let path = folder.join(name);
    match folder.to_str() {
        Some(text) if text.contains(PATTERN_SIGNS) && !path.exists() => {
            Path::new(&Pattern::escape(text)).join(name)
        }
        _ => path,
    }
}

/// What a file that there is not yet would be found as, if these rules are a folder or a pattern that stands for it.
pub(crate) fn would_be_found(rules: &Path, file: &Path) -> Option<PathBuf> {
    if !is_yaml(file) || is_test_file(file) {
        return None;
    }
    if rules.is_dir() {
        let is_inside = file.parent() == fs::canonicalize(rules).ok().as_deref();
        return file
            .file_name()
            .filter(|_| is_inside)
            .map(|name| rules.join(name));
    }
    let pattern = path::absolute(pattern_of(rules)?).ok()?;
    let pattern = Pattern::new(pattern.to_str()?).ok()?;
    let is_meant = pattern.matches_path_with(file, AS_SHELLS);
    is_meant.then(|| file.to_owned())
}

/// Whether a path stands for standard input.
pub(crate) fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == STDIN
}

fn expand(path: &Path) -> Result<Vec<Origin>, RulesError> {
    if is_stdin(path) {
        return Ok(vec![Origin::Stdin]);
    }
    let files = if path.is_dir() {
        files_of(path)?
    } else if let Some(pattern) = pattern_of(path) {
        matches_of(pattern)?
    } else {
        vec![path.to_owned()]
    };
    Ok(files.into_iter().map(Origin::File).collect())
}

/// A file that is there is no pattern, whatever signs its name has.
fn pattern_of(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let is_pattern = text.contains(PATTERN_SIGNS) && !path.exists();
    is_pattern.then_some(text)
}

/// The files that match a pattern, in byte order.
fn matches_of(pattern: &str) -> Result<Vec<PathBuf>, RulesError> {
    let matches = glob::glob_with(pattern, AS_SHELLS).map_err(|error| RulesError::Pattern {
        pattern: pattern.to_owned(),
        error,
    })?;
    let mut files = Vec::new();
    for found in matches {
        let path = found.map_err(|error| {
            let path = error.path().to_owned();
            unreadable(&path.display().to_string(), error.into())
        })?;
        files.extend((path.is_file() && !is_test_file(&path)).then_some(path));
        if files.len() > MOST_MATCHES {
            return Err(RulesError::TooManyMatches(pattern.to_owned()));
        }
    }
    if files.is_empty() {
        return Err(RulesError::NoMatch(pattern.to_owned()));
    }
    files.sort();
    Ok(files)
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>, RulesError> {
    let name = || folder.display().to_string();
    let mut files = list(folder).map_err(|error| unreadable(&name(), error))?;
    if files.is_empty() {
        return Err(RulesError::EmptyFolder(name()));
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

/// Tests of rules lie beside the rules.
fn is_rules_file(path: &Path) -> bool {
    path.is_file() && is_yaml(path) && !is_test_file(path)
}

/// The files in folders that are left out by their names, since those are of tests.
pub(crate) fn left_out(paths: &[PathBuf]) -> Vec<PathBuf> {
    let folders = paths.iter().filter(|path| path.is_dir());
    let entries = folders.filter_map(|folder| fs::read_dir(folder).ok());
    let paths = entries.flatten().flatten().map(|entry| entry.path());
    let mut left_out: Vec<PathBuf> = paths
        .filter(|path| is_test_file(path) && path.is_file())
        .collect();
    left_out.sort();
    left_out
}

fn is_yaml(path: &Path) -> bool {
    let extension = path.extension();
    extension.is_some_and(|extension| EXTENSIONS.iter().any(|known| extension == *known))
}

/// Whether a file holds tests of rules, by its name.
pub(crate) fn is_test_file(path: &Path) -> bool {
    let stem = path.file_stem().map(OsStr::as_encoded_bytes);
    is_yaml(path) && stem.is_some_and(|stem| stem.ends_with(TEST_ENDING))
}

impl Origin {
    fn name(&self) -> String {
        match self {
            Self::Stdin => STDIN_NAME.to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    fn read(&self, left: u64) -> io::Result<Vec<u8>> {
        match self {
            Self::Stdin => read_bounded(io::stdin().lock(), left),
            Self::File(path) => read_bounded(File::open(path)?, left),
        }
    }
}

/// Takes what the file holds off what is left of the bound.
fn read_file(origin: &Origin, left: &mut u64, limit: Size) -> Result<RulesFile, RulesError> {
    let name = origin.name();
    let bytes = origin
        .read(*left)
        .map_err(|error| unreadable(&name, error))?;
    *left = left
        .checked_sub(bytes.len() as u64)
        .ok_or(RulesError::TooLarge(limit))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(RulesFile { name, text }),
        Err(error) => Err(not_text(name, &error)),
    }
}

fn not_text(path: String, error: &FromUtf8Error) -> RulesError {
    let offset = error.utf8_error().valid_up_to();
    let before = error.as_bytes().get(..offset).unwrap_or_default();
    let mut text = String::from_utf8_lossy(before).into_owned();
    text.push(char::REPLACEMENT_CHARACTER);
    RulesError::NotText { path, text, offset }
}

fn read_bounded(from: impl Read, left: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(left.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unreadable(path: &str, error: io::Error) -> RulesError {
    RulesError::Unreadable {
        path: path.to_owned(),
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
            ("a_test.yaml", b"4"),
        ]);
        fs::create_dir(root.path().join("deeper.yaml")).unwrap();
        let files = read(&[root.path().to_owned()], LIMIT).unwrap();
        let texts: Vec<_> = files.iter().map(|file| file.text.as_str()).collect();
        assert_eq!(texts, ["0", "1", "2"]);
    }

    #[test]
    fn a_file_that_there_is_not_yet_would_be_found_in_its_folder_and_by_its_pattern() {
        let root = folder(&[("b.yaml", b"1")]);
        let place = fs::canonicalize(root.path()).unwrap();
        let pattern = place.join("*.yaml");
        for (rules, name, is_found) in [
            (&place, "a.yaml", true),
            (&place, "a.txt", false),
            (&place, "a_test.yaml", false),
            (&place, "deeper/a.yaml", false),
            (&pattern, "a.yaml", true),
            (&pattern, "a.yml", false),
            (&place.join("b.yaml"), "a.yaml", false),
        ] {
            let file = place.join(name);
            let found = would_be_found(rules, &file);
            assert_eq!(
                found,
                is_found.then_some(file),
                "{name} in {}",
                rules.display()
            );
        }
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

    fn texts(pattern: &Path) -> Vec<String> {
        let files = read(&[pattern.to_owned()], LIMIT).unwrap();
        files.into_iter().map(|file| file.text).collect()
    }

    #[test]
    fn a_pattern_gives_the_files_that_match_in_order() {
        let root = folder(&[
            ("b.yaml", b"2"),
            ("a.yaml", b"1"),
            (".c.yaml", b"3"),
            ("d.txt", b"4"),
        ]);
        assert_eq!(texts(&root.path().join("*.yaml")), ["1", "2"]);
        assert_eq!(texts(&root.path().join("[bd].*")), ["2", "4"]);
    }

    #[test]
    fn a_file_that_is_there_is_no_pattern() {
        let root = folder(&[("[a].yaml", b"itself"), ("a.yaml", b"another")]);
        assert_eq!(texts(&root.path().join("[a].yaml")), ["itself"]);
    }

    #[test]
    fn the_place_of_a_pattern_is_the_folder_before_its_first_sign() {
        let place = |path: &str| place_of(Path::new(path));
        assert_eq!(place("/etc/x/*/[ab].yaml"), Some("/etc/x".into()));
        assert_eq!(place("*.yaml"), Some(".".into()));
        assert_eq!(place("/etc/x/a.yaml"), Some("/etc/x/a.yaml".into()));
        assert_eq!(place("-"), None);
    }

    #[test]
    fn patterns_of_nothing_and_patterns_that_are_none_are_refused() {
        let root = folder(&[]);
        assert!(failure(&root.path().join("*.yaml")).starts_with("no file matches the pattern `"));
        assert!(failure(Path::new("a***b")).starts_with("the pattern `a***b` is not understood"));
    }

    #[test]
    fn standard_input_is_read_once() {
        let paths = [PathBuf::from("-"), PathBuf::from("-")];
        let error = read(&paths, LIMIT).unwrap_err().to_string();
        assert_eq!(error, "standard input can be named only once");
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

    #[test]
    fn a_file_that_cannot_be_read_does_not_keep_the_others() {
        let root = folder(&[("a.yaml", b"a\nbc\xffd"), ("b.yaml", b"text")]);
        let path = |name: &str| root.path().join(name);
        let paths = ["absent", "a.yaml", "*.yml", "b.yaml"].map(path);
        let files = read_for_check(&paths, LIMIT).unwrap();
        let told: Vec<_> = files
            .iter()
            .map(|file| {
                let why = file.unreadable.as_ref();
                let message = why.map(|why| why.message.split('/').next().unwrap_or_default());
                (&*file.file.text, message, why.and_then(|why| why.offset))
            })
            .collect();
        let absent = "the file cannot be read: No such file or directory (os error 2)";
        assert_eq!(
            told,
            [
                ("", Some(absent), None),
                ("a\nbc\u{fffd}", Some("the byte at 4 is not UTF-8"), Some(4)),
                ("", Some("no file matches the pattern `"), None),
                ("text", None, None),
            ]
        );
    }

    #[test]
    fn what_is_about_no_file_ends_a_check() {
        let root = folder(&[("a.yaml", b"text")]);
        let paths = [root.path().join("a.yaml"), PathBuf::from("a***b")];
        assert!(read_for_check(&paths, LIMIT).is_err());
        let paths = [root.path().join("absent"), PathBuf::from("/dev/zero")];
        assert!(read_for_check(&paths, LIMIT).is_err());
    }
}
