//! From what was named on the command line to files, one after the other.
//!
//! A folder is walked as Falco's `cloudtrail` plugin walks it: the names of each folder in byte order, a folder in its place among
//! them, links to folders not followed (so there are no loops). Listing is lazy: a bucket of millions of files starts at once.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::InputError;
use super::names::{is_digest_file, is_digest_folder, says_json};

const STDIN: &str = "-";
const NAMED: usize = 3;

/// One thing to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

/// What a folder held that is not scanned.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Files whose names do not say JSON, pipes and devices, links to folders.
    pub others: u64,
    /// The first few of those.
    pub first: Vec<PathBuf>,
    /// `CloudTrail` digest files, and folders of them.
    pub digests: u64,
}

/// The inputs, in order. An item is an error where something cannot be opened or listed; those after it follow.
pub struct Discovery {
    named: VecDeque<PathBuf>,
    walk: Option<walkdir::IntoIter>,
    left_out: LeftOut,
}

impl Input {
    /// Its name in messages.
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

impl LeftOut {
    fn add(&mut self, path: &Path) {
        self.others += 1;
        if self.first.len() < NAMED {
            self.first.push(path.to_owned());
        }
    }
}

impl Discovery {
    /// What these names stand for. A file named here is scanned whatever its name.
    pub fn new(named: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            named: named.into_iter().collect(),
            walk: None,
            left_out: LeftOut::default(),
        }
    }

    /// What was not taken so far.
    pub const fn left_out(&self) -> &LeftOut {
        &self.left_out
    }

    fn next_in_folder(&mut self) -> Option<Result<Input, (String, InputError)>> {
        loop {
            match self.walk.as_mut()?.next()? {
                Err(error) => return Some(Err(unlistable(error))),
                Ok(entry) if is_digest_folder(entry.path()) => self.leave_digests(),
                Ok(entry) if self.takes(&entry) => return Some(Ok(Input::File(entry.into_path()))),
                Ok(_) => {}
            }
        }
    }

    fn leave_digests(&mut self) {
        self.left_out.digests += 1;
        if let Some(walk) = &mut self.walk {
            walk.skip_current_dir();
        }
    }

    fn takes(&mut self, entry: &DirEntry) -> bool {
        if entry.file_type().is_dir() {
            return false;
        }
        if is_digest_file(entry.file_name()) {
            self.left_out.digests += 1;
            return false;
        }
        let taken = says_json(entry.file_name()) && is_readable(entry);
        if !taken {
            self.left_out.add(entry.path());
        }
        taken
    }

    fn open_named(&mut self, path: PathBuf) -> Option<Input> {
        if path == OsStr::new(STDIN) {
            return Some(Input::Stdin);
        }
        if !path.is_dir() {
            return Some(Input::File(path));
        }
        self.walk = Some(
            WalkDir::new(path)
                .follow_root_links(true)
                .sort_by_file_name()
                .into_iter(),
        );
        None
    }
}

impl Iterator for Discovery {
    /// The name of what failed goes with its error.
    type Item = Result<Input, (String, InputError)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.next_in_folder() {
                return Some(found);
            }
            self.walk = None;
            let path = self.named.pop_front()?;
            if let Some(input) = self.open_named(path) {
                return Some(Ok(input));
            }
        }
    }
}

/// Pipes and devices in a folder would block. A link is what it points at; one that points nowhere is taken, so that opening it says so.
fn is_readable(entry: &DirEntry) -> bool {
    let points_at_file = || {
        entry
            .path()
            .metadata()
            .map_or(true, |about| about.is_file())
    };
    entry.file_type().is_file() || (entry.path_is_symlink() && points_at_file())
}

fn unlistable(error: walkdir::Error) -> (String, InputError) {
    let name = error
        .path()
        .map(|path| path.display().to_string())
        .unwrap_or_default();
    let cause = error.into_io_error();
    (
        name,
        InputError::List(cause.unwrap_or_else(|| io::Error::other("a loop of links"))),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"{}").unwrap();
        }
        root
    }

    fn found(root: &Path) -> (Vec<String>, LeftOut) {
        let mut discovery = Discovery::new([root.to_owned()]);
        let mut names = Vec::new();
        for input in discovery.by_ref() {
            let Input::File(path) = input.unwrap() else {
                panic!("no file")
            };
            names.push(path.strip_prefix(root).unwrap().display().to_string());
        }
        (names, discovery.left_out)
    }

    #[test]
    fn a_folder_comes_in_its_place_among_the_names() {
        let root = tree(&[
            "c/z.json",
            "c.json",
            "c-.json",
            "B.json",
            "a/b/x.json",
            "a/b.json",
        ]);
        let (names, _) = found(root.path());
        assert_eq!(
            names,
            [
                "B.json",
                "a/b/x.json",
                "a/b.json",
                "c/z.json",
                "c-.json",
                "c.json"
            ]
        );
    }

    #[test]
    fn what_is_not_named_json_is_left_out_and_the_first_are_remembered() {
        let root = tree(&["a.txt", "b.json", "c.log", "d.csv", "e.parquet"]);
        let (names, left_out) = found(root.path());
        assert_eq!(names, ["b.json"]);
        assert_eq!(left_out.others, 4);
        assert_eq!(
            left_out.first,
            ["a.txt", "c.log", "d.csv"].map(|name| root.path().join(name))
        );
    }

    #[test]
    fn digests_are_skipped_and_insights_are_not() {
        let root = tree(&[
            "CloudTrail-Digest/a/x.json.gz",
            "CloudTrail-Insight/i.json.gz",
            "1_CloudTrail-Digest_x.json.gz",
            "l.json",
        ]);
        let (names, left_out) = found(root.path());
        assert_eq!(names, ["CloudTrail-Insight/i.json.gz", "l.json"]);
        assert_eq!((left_out.digests, left_out.others), (2, 0));
    }

    #[test]
    fn loops_of_links_end() {
        let root = tree(&["a/x.json"]);
        symlink(root.path(), root.path().join("a/loop.json")).unwrap();
        symlink(
            root.path().join("a/x.json"),
            root.path().join("linked.json"),
        )
        .unwrap();
        let (names, left_out) = found(root.path());
        assert_eq!(names, ["a/x.json", "linked.json"]);
        assert_eq!(left_out.others, 1);
    }

    #[test]
    fn pipes_are_left_out_and_links_to_nowhere_are_taken_so_that_opening_them_fails() {
        let root = tree(&["a.json"]);
        let pipe = root.path().join("pipe.json");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        symlink("absent", root.path().join("broken.json")).unwrap();
        symlink("itself.json", root.path().join("itself.json")).unwrap();
        let (names, left_out) = found(root.path());
        assert_eq!(names, ["a.json", "broken.json", "itself.json"]);
        assert_eq!(left_out.first, [pipe]);
    }

    #[test]
    fn a_folder_that_cannot_be_listed_is_named_once() {
        let root = tree(&["a.json"]);
        let mut discovery = Discovery::new([root.path().to_owned()]);
        discovery.walk = Some(WalkDir::new(root.path().join("gone")).into_iter());
        let (name, error) = discovery.next().unwrap().unwrap_err();
        assert_eq!(name, root.path().join("gone").display().to_string());
        assert_eq!(
            error.to_string(),
            "cannot list it: No such file or directory (os error 2)"
        );
    }

    #[test]
    fn a_named_file_is_taken_whatever_its_name() {
        let root = tree(&["events.log"]);
        let path = root.path().join("events.log");
        let inputs: Vec<_> = Discovery::new([path.clone(), PathBuf::from("-")])
            .map(Result::unwrap)
            .collect();
        assert_eq!(inputs, [Input::File(path), Input::Stdin]);
    }

    #[test]
    fn a_link_to_a_folder_is_followed_when_it_is_named() {
        let root = tree(&["real/x.json"]);
        symlink(root.path().join("real"), root.path().join("link")).unwrap();
        let (names, _) = found(&root.path().join("link"));
        assert_eq!(names, ["x.json"]);
    }
}
