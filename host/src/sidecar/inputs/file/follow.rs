//! All files that are followed: which they are, and what each brings next.

use std::collections::{HashSet, VecDeque};
use std::fs::{self, File};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tracing::{debug, info, warn};

use super::identity::Identity;
use super::positions::{Position, Positions, PositionsError};
use super::tail::{Tail, TailBounds, end_of_lines};
use crate::sidecar::config::{FileInputConfig, StartAt};
use crate::sidecar::inputs::lines::Batch;

/// Files in a folder that are looked at for one that was moved.
const MOST_NEIGHBOURS: usize = 10_000;

/// What cannot be looked at or followed, and why.
type Failure = (PathBuf, io::Error);

/// The files that are followed.
pub(super) struct Follower {
    patterns: Vec<String>,
    bounds: TailBounds,
    max_files: usize,
    rotate_wait: Duration,
    positions: Positions,
    tails: VecDeque<Tail>,
    /// Files that are there before this are not read from their beginning.
    skip_to_end: bool,
    /// What failed at the last look, and was told of then or before.
    told: HashSet<PathBuf>,
}

/// What patterns mean now.
#[derive(Default)]
struct Names {
    /// In order, each once.
    files: Vec<PathBuf>,
    /// Folders that cannot be listed.
    unlisted: Vec<Failure>,
}

/// What a file brought.
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) identity: Identity,
    pub(super) batch: Batch,
    /// Whether nothing more will come of it.
    is_last: bool,
}

impl Follower {
    /// Finds all files that there are, and those that were moved since they were last followed.
    pub(super) fn open(
        config: &FileInputConfig,
        bounds: TailBounds,
        positions: Positions,
    ) -> Result<Self, PositionsError> {
        let mut follower = Self {
            patterns: config.paths.clone(),
            bounds,
            max_files: config.max_files,
            rotate_wait: config.rotate_wait.duration(),
            skip_to_end: config.start_at == StartAt::End && positions.is_new(),
            positions,
            tails: VecDeque::new(),
            told: HashSet::new(),
        };
        follower.discover();
        if mem::take(&mut follower.skip_to_end) {
            follower.note_skipped();
        }
        follower.find_moved();
        follower.positions.save()?;
        Ok(follower)
    }

    /// Looks for new files, and for old ones that lost their names.
    pub(super) fn discover(&mut self) {
        let before = self.take_names();
        let names = Names::of(&self.patterns);
        let mut failed = Vec::new();
        for path in names.files {
            if let Err(error) = self.look_at(&path) {
                failed.push((path, error));
            }
        }
        self.leave_hidden(&before, &names.unlisted);
        failed.extend(names.unlisted);
        for (path, error) in news(&mut self.told, failed) {
            warn!(path = %path.display(), %error, "a file or folder cannot be followed");
        }
    }

    /// What one of the files brings next; they take turns. A file is not asked again before [`Self::delivered`].
    pub(super) fn next(&mut self) -> Result<Option<Found>, PositionsError> {
        for _ in 0..self.tails.len() {
            let Some(mut tail) = self.tails.pop_front() else {
                break;
            };
            match self.ask(&mut tail) {
                Ok(Some(found)) => {
                    self.tails.push_back(tail);
                    return Ok(Some(found));
                }
                Ok(None) if tail.is_over(self.rotate_wait) => self.let_go(&tail)?,
                Ok(None) => self.tails.push_back(tail),
                Err(error) => {
                    warn!(path = %tail.path.display(), %error, "a file cannot be read");
                    self.tails.push_back(tail);
                }
            }
        }
        Ok(None)
    }

    /// Notes that what a file brought is delivered.
    pub(super) fn delivered(&mut self, found: &Found) -> Result<(), PositionsError> {
        let tails = self.tails.iter_mut();
        let position = tails
            .filter(|tail| tail.identity == found.identity)
            .map(|tail| tail.delivered(found.batch.end))
            .next();
        if found.is_last {
            self.tails.retain(|tail| tail.identity != found.identity);
            return self.positions.forget(found.identity);
        }
        position.map_or(Ok(()), |position| self.positions.note(position))
    }

    fn ask(&self, tail: &mut Tail) -> io::Result<Option<Found>> {
        let mut batch = tail.next(self.bounds)?;
        let is_last = batch.is_none() && tail.is_over(self.rotate_wait);
        if is_last {
            batch = tail.last(self.bounds)?;
        }
        Ok(batch.map(|batch| Found {
            path: tail.path.clone(),
            identity: tail.identity,
            batch,
            is_last,
        }))
    }

    fn let_go(&mut self, tail: &Tail) -> Result<(), PositionsError> {
        debug!(path = %tail.path.display(), "a file is followed no longer");
        self.positions.forget(tail.identity)
    }

    /// What is skipped now is skipped after a restart, too.
    fn note_skipped(&mut self) {
        for tail in &self.tails {
            self.positions.note_quietly(tail.position());
        }
    }

    /// Those that had a name, which none has from now on.
    fn take_names(&mut self) -> HashSet<Identity> {
        let named = self.tails.iter().filter(|tail| tail.is_named);
        let named = named.map(|tail| tail.identity).collect();
        for tail in &mut self.tails {
            tail.is_named = false;
        }
        named
    }

    /// Whether a file that cannot be looked at has lost its name is not known: it is left as it was.
    fn leave_hidden(&mut self, named: &HashSet<Identity>, unlisted: &[Failure]) {
        for tail in &mut self.tails {
            if !tail.is_named && named.contains(&tail.identity) {
                tail.is_named = is_hidden(&tail.path, unlisted);
            }
        }
    }

    fn look_at(&mut self, path: &Path) -> io::Result<()> {
        let about = fs::metadata(path)?;
        if !about.is_file() {
            return Ok(());
        }
        let identity = Identity::of(&about);
        if let Some(tail) = self.tails.iter_mut().find(|tail| tail.identity == identity) {
            tail.is_named = true;
            path.clone_into(&mut tail.path);
            return Ok(());
        }
        if self.tails.len() >= self.max_files {
            return Err(io::Error::other("too many files at once (max_files)"));
        }
        let file = File::open(path)?;
        // Between the two looks the name may have come to mean another file.
        let identity = Identity::of(&file.metadata()?);
        let offset = self.offset(identity, &file)?;
        info!(path = %path.display(), offset, "following a file");
        self.tails.push_back(Tail::new(file, path, offset)?);
        Ok(())
    }

    fn offset(&self, identity: Identity, file: &File) -> io::Result<u64> {
        match self.positions.offset(identity, file) {
            Some(offset) => Ok(offset),
            None if self.skip_to_end => end_of_lines(file),
            None => Ok(0),
        }
    }

    /// Files that were moved while nobody followed them are looked for beside where they were.
    fn find_moved(&mut self) {
        let is_missing = |position: &&Position| {
            let mut tails = self.tails.iter();
            !tails.any(|tail| tail.identity == position.identity)
        };
        let missing: Vec<_> = self
            .positions
            .all()
            .iter()
            .filter(is_missing)
            .cloned()
            .collect();
        for position in missing {
            match moved(&position) {
                Some((path, file)) => self.follow_moved(&position, file, &path),
                None => {
                    warn!(path = %position.path.display(), "a file that was followed is gone; what was not read of it is lost");
                }
            }
        }
    }

    fn follow_moved(&mut self, position: &Position, file: File, path: &Path) {
        let Some(offset) = self.positions.offset(position.identity, &file) else {
            return;
        };
        info!(path = %path.display(), offset, "following a file that was moved");
        match Tail::new(file, path, offset) {
            Ok(mut tail) => {
                tail.is_named = false;
                self.tails.push_front(tail);
            }
            Err(error) => warn!(path = %path.display(), %error, "a file cannot be followed"),
        }
    }
}

impl Names {
    /// All that are to be followed.
    fn of(patterns: &[String]) -> Self {
        let mut names = Self::default();
        let mut seen = HashSet::new();
        // They were checked when the sidecar began.
        let globs = patterns
            .iter()
            .filter_map(|pattern| glob::glob(pattern).ok());
        for found in globs.flatten() {
            match found {
                Ok(path) if seen.insert(path.clone()) => names.files.push(path),
                Ok(_) => {}
                Err(error) => names.unlisted.push((error.path().to_owned(), error.into())),
            }
        }
        names
    }
}

/// What did not fail at the last look. From now on this is the last look.
fn news(told: &mut HashSet<PathBuf>, failed: Vec<Failure>) -> Vec<Failure> {
    let now = failed.iter().map(|(path, _)| path.clone()).collect();
    let before = mem::replace(told, now);
    let failed = failed.into_iter();
    failed.filter(|(path, _)| !before.contains(path)).collect()
}

/// Whether it cannot be seen what a name means.
fn is_hidden(path: &Path, unlisted: &[Failure]) -> bool {
    let is_below = |(folder, _): &Failure| {
        // Names in the working folder are found without it.
        path.starts_with(folder.strip_prefix(".").unwrap_or(folder))
    };
    unlisted.iter().any(is_below) || fs::metadata(path).is_err_and(|error| !is_gone(&error))
}

/// Whether there is nothing under a name.
fn is_gone(error: &io::Error) -> bool {
    let kind = error.kind();
    matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// Where a file is now, if it is still in its folder and begins as it did.
fn moved(position: &Position) -> Option<(PathBuf, File)> {
    let folder = position.path.parent()?;
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let entries = fs::read_dir(folder).ok()?.take(MOST_NEIGHBOURS);
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    for path in paths {
        let is_same = fs::metadata(&path)
            .is_ok_and(|about| about.is_file() && Identity::of(&about) == position.identity);
        if is_same
            && let Ok(file) = File::open(&path)
            && position.fingerprint.fits(&file).unwrap_or(false)
        {
            return Some((path, file));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::os::unix::fs::symlink;

    use super::*;

    const BOUNDS: TailBounds = TailBounds {
        max_batch: 1 << 20,
        max_record: 1000,
    };

    struct Folder(tempfile::TempDir);

    impl Folder {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join(name)
        }

        fn write(&self, name: &str, text: &str) {
            let path = self.path(name);
            let mut file = File::options()
                .create(true)
                .append(true)
                .open(path)
                .unwrap();
            file.write_all(text.as_bytes()).unwrap();
        }

        fn rename(&self, from: &str, to: &str) {
            fs::rename(self.path(from), self.path(to)).unwrap();
        }

        fn follow(&self, pattern: &str, more: &str) -> Follower {
            let pattern = self.path(pattern);
            let config = format!("{{paths: ['{}'], {more}}}", pattern.display());
            let config = serde_saphyr::from_str(&config).unwrap();
            let positions = Positions::open(self.0.path()).unwrap();
            Follower::open(&config, BOUNDS, positions).unwrap()
        }
    }

    /// Everything that the files bring now, delivered.
    fn all(follower: &mut Follower) -> String {
        follower.discover();
        let mut text = String::new();
        while let Some(found) = follower.next().unwrap() {
            text += std::str::from_utf8(&found.batch.lines).unwrap();
            follower.delivered(&found).unwrap();
        }
        text
    }

    #[test]
    fn a_log_that_is_rotated_by_renaming_is_read_to_its_end_and_then_the_new_one() {
        let folder = Folder::new();
        folder.write("a.log", "1\n");
        let mut follower = folder.follow("a.log", "rotate_wait: 10m");
        assert_eq!(all(&mut follower), "1\n");
        folder.rename("a.log", "a.log.1");
        folder.write("a.log.1", "2\n");
        folder.write("a.log", "3\n");
        assert_eq!(all(&mut follower), "2\n3\n");
        // Who writes may hold the old one for a while.
        folder.write("a.log.1", "4\n");
        folder.write("a.log", "5\n");
        assert_eq!(all(&mut follower), "4\n5\n");
    }

    #[test]
    fn a_log_that_is_followed_under_both_names_is_read_once() {
        let folder = Folder::new();
        folder.write("a.log", "1\n");
        let mut follower = folder.follow("a.log*", "");
        assert_eq!(all(&mut follower), "1\n");
        folder.rename("a.log", "a.log.1");
        folder.write("a.log", "2\n");
        assert_eq!(all(&mut follower), "2\n");
    }

    #[test]
    fn a_file_without_a_name_is_let_go_with_its_unfinished_line() {
        let folder = Folder::new();
        folder.write("a.log", "1\n2");
        let mut follower = folder.follow("a.log", "rotate_wait: 1ms");
        assert_eq!(all(&mut follower), "1\n");
        fs::remove_file(folder.path("a.log")).unwrap();
        let mut last = String::new();
        while last.is_empty() {
            last = all(&mut follower);
        }
        assert_eq!(last, "2");
        assert!(follower.tails.is_empty() && follower.positions.all().is_empty());
    }

    #[test]
    fn a_restart_goes_on_where_what_was_delivered_ended() {
        let folder = Folder::new();
        folder.write("a.log", "1\n2");
        assert_eq!(all(&mut folder.follow("*.log", "")), "1\n");
        folder.write("a.log", "\n3\n");
        folder.write("b.log", "4\n");
        let mut follower = folder.follow("*.log", "start_at: end");
        assert_eq!(all(&mut follower), "2\n3\n4\n");
        let mut follower = folder.follow("*.log", "");
        assert_eq!(all(&mut follower), "");
    }

    #[test]
    fn what_was_not_delivered_comes_again_after_a_restart() {
        let folder = Folder::new();
        folder.write("a.log", "1\n");
        let found = folder.follow("a.log", "").next().unwrap().unwrap();
        assert_eq!(found.batch.lines, b"1\n");
        assert_eq!(all(&mut folder.follow("a.log", "")), "1\n");
    }

    #[test]
    fn a_log_that_was_rotated_while_nobody_followed_is_read_to_its_end() {
        let folder = Folder::new();
        folder.write("a.log", "1\n");
        assert_eq!(all(&mut folder.follow("a.log", "")), "1\n");
        folder.write("a.log", "2\n");
        folder.rename("a.log", "a.log.1");
        folder.write("a.log", "3\n");
        assert_eq!(all(&mut folder.follow("a.log", "")), "2\n3\n");
    }

    #[test]
    fn a_new_file_with_the_number_of_an_old_one_is_read_from_its_beginning() {
        let folder = Folder::new();
        folder.write("a.log", "1\n2\n");
        assert_eq!(all(&mut folder.follow("a.log", "")), "1\n2\n");
        // The same file with another content stands for a new one that was given its number.
        fs::write(folder.path("a.log"), "3\n4\n5\n").unwrap();
        assert_eq!(all(&mut folder.follow("a.log", "")), "3\n4\n5\n");
    }

    #[test]
    fn what_was_there_before_the_first_start_is_left_out_if_it_is_so_wished() {
        let folder = Folder::new();
        folder.write("a.log", "1\n2");
        let mut follower = folder.follow("*.log", "start_at: end");
        folder.write("a.log", "\n");
        folder.write("b.log", "3\n");
        assert_eq!(all(&mut follower), "2\n3\n");
    }

    #[test]
    fn what_was_left_out_at_the_first_start_is_left_out_at_the_next() {
        let folder = Folder::new();
        folder.write("a.log", "1\n2");
        drop(folder.follow("*.log", "start_at: end"));
        folder.write("a.log", "\n");
        folder.write("b.log", "3\n");
        let mut follower = folder.follow("*.log", "start_at: end");
        assert_eq!(all(&mut follower), "2\n3\n");
    }

    #[test]
    fn a_folder_that_cannot_be_looked_at_for_a_while_takes_no_names() {
        let folder = Folder::new();
        fs::create_dir(folder.path("logs")).unwrap();
        folder.write("logs/a.log", "1\n");
        let mut follower = folder.follow("logs/*.log", "");
        // A link to itself stands for a disk that does not answer.
        folder.rename("logs", "away");
        symlink("logs", folder.path("logs")).unwrap();
        follower.discover();
        assert!(follower.tails[0].is_named);
        fs::remove_file(folder.path("logs")).unwrap();
        follower.discover();
        assert!(!follower.tails[0].is_named);
        folder.rename("away", "logs");
        follower.discover();
        assert!(follower.tails[0].is_named);
    }

    #[test]
    fn names_are_hidden_below_a_folder_that_cannot_be_listed_and_nowhere_else() {
        let folder = Folder::new();
        let unlisted = |folder: PathBuf| [(folder, io::Error::other("unlisted"))];
        let path = folder.path("logs/a.log");
        assert!(is_hidden(&path, &unlisted(folder.path("logs"))));
        assert!(!is_hidden(&path, &unlisted(folder.path("log"))));
        assert!(!is_hidden(&path, &[]));
        let path = Path::new("no such.log");
        assert!(is_hidden(path, &unlisted(".".into())));
        assert!(!is_hidden(path, &unlisted(folder.path("logs"))));
    }

    #[test]
    fn a_file_that_cannot_be_followed_is_told_of_once() {
        let folder = Folder::new();
        folder.write("a.log", "1\n");
        folder.write("b.log", "2\n");
        let failed = || vec![(folder.path("b.log"), io::Error::other("too many"))];
        let mut follower = folder.follow("*.log", "max_files: 1");
        follower.discover();
        assert_eq!(follower.told, HashSet::from([folder.path("b.log")]));
        assert!(news(&mut follower.told, failed()).is_empty());
        fs::remove_file(folder.path("b.log")).unwrap();
        follower.discover();
        assert!(follower.told.is_empty());
        assert_eq!(news(&mut follower.told, failed()).len(), 1);
    }

    #[test]
    fn files_take_turns_and_no_more_are_followed_than_may_be() {
        let folder = Folder::new();
        for name in ["a.log", "b.log", "c.log"] {
            folder.write(name, &format!("{name}\n"));
        }
        let mut follower = folder.follow("*.log", "max_files: 2");
        assert_eq!(all(&mut follower), "a.log\nb.log\n");
        folder.write("b.log", "b\n");
        folder.write("a.log", "a\n");
        assert_eq!(all(&mut follower), "a\nb\n");
    }
}
