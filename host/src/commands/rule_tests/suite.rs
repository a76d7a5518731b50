//! A file of tests, with everything that it names.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::{Size, TestOptions};
use crate::commands::{CommandError, ask};
use crate::messages::{Request, RulesFile, TestFilesAnswer, TestFilesRequest};
use crate::rules;
use crate::runtime::Instance;

use super::names::Names;

/// The largest file of tests.
const LARGEST: Size = Size::mebibytes(16);

/// What was read for one file of tests.
pub(super) struct Suite {
    pub(super) path: PathBuf,
    pub(super) file: RulesFile,
    pub(super) rules: Vec<RulesFile>,
    /// By the names that the file of tests has for them. What cannot be read is absent: then the cases that need it fail.
    pub(super) inputs: Vec<RulesFile>,
    /// Why it cannot be read itself; then nothing else is there.
    pub(super) unreadable: Option<String>,
    /// Why rules or events cannot be read.
    pub(super) notes: Vec<String>,
    /// Everything whose change is one of the tests.
    watched: Vec<PathBuf>,
    /// In what state that was before it was read.
    seen: Vec<State>,
}

/// When a file was last changed, and how large it is; nothing of one that is not there.
type State = Option<(SystemTime, u64)>;

impl Suite {
    /// Reads a file of tests, its rules and its events.
    pub(super) fn read(
        path: &Path,
        options: &TestOptions,
        names: &mut Names,
        instance: &mut Instance,
    ) -> Result<Self, CommandError> {
        let mut suite = Self {
            path: path.to_owned(),
            file: RulesFile {
                name: path.display().to_string(),
                text: String::new(),
            },
            rules: Vec::new(),
            inputs: Vec::new(),
            unreadable: None,
            notes: Vec::new(),
            watched: vec![path.to_owned()],
            seen: states(path),
        };
        match rules::read_one(path, LARGEST) {
            Ok(file) => suite.file = file,
            Err(error) => {
                suite.unreadable = Some(error.of_the_file());
                return Ok(suite);
            }
        }
        let question = TestFilesRequest {
            file: &suite.file,
            only_rules: false,
        };
        let answer: TestFilesAnswer = ask(instance, &Request::TestFiles(question))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        suite.read_rules(&answer, folder, options);
        suite.rules.iter_mut().for_each(|file| names.rename(file));
        suite.read_inputs(&answer, folder, options.max_events);
        Ok(suite)
    }

    fn read_rules(&mut self, names: &TestFilesAnswer, folder: &Path, options: &TestOptions) {
        let paths = if options.rules.is_empty() {
            let paths = names.rules.iter();
            paths.map(|path| rules::in_folder(folder, path)).collect()
        } else {
            options.rules.clone()
        };
        for place in paths.iter().filter_map(|path| rules::place_of(path)) {
            self.watch(place);
        }
        match rules::read(&paths, options.rule_limits.max_rules) {
            Ok(files) => self.rules = files,
            Err(error) => self.notes.push(error.to_string()),
        }
    }

    fn read_inputs(&mut self, names: &TestFilesAnswer, folder: &Path, limit: Size) {
        let mut left = limit.bytes();
        for name in &names.inputs {
            let path = folder.join(name);
            self.watch(path.clone());
            match read_bounded(&path, &mut left) {
                Ok(text) => self.inputs.push(RulesFile {
                    name: name.clone(),
                    text,
                }),
                Err(error) => self
                    .notes
                    .push(format!("cannot read `{}`: {error}", path.display())),
            }
        }
    }

    fn watch(&mut self, path: PathBuf) {
        self.seen.extend(states(&path));
        self.watched.push(path);
    }

    /// Whether anything that belongs to it is not as it was when it was read.
    pub(super) fn is_stale(&self) -> bool {
        let now: Vec<State> = self.watched.iter().flat_map(|path| states(path)).collect();
        now != self.seen
    }
}

/// Takes what the file holds off what is left of the bound.
fn read_bounded(path: &Path, left: &mut u64) -> std::io::Result<String> {
    let mut text = String::new();
    File::open(path)?
        .take(left.saturating_add(1))
        .read_to_string(&mut text)?;
    *left = left
        .checked_sub(text.len() as u64)
        .ok_or_else(|| std::io::Error::other("the events are larger than --max-events"))?;
    Ok(text)
}

/// The state of a file, or of the files of a folder.
fn states(path: &Path) -> Vec<State> {
    let state = |path: &Path| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    let inside = fs::read_dir(path).into_iter().flatten().flatten();
    let mut states: Vec<_> = inside.map(|entry| state(&entry.path())).collect();
    states.push(state(path));
    states
}
