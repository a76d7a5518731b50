//! A file of lines: appended to, made durable, set aside when it is large.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use bytes::Bytes;
use tracing::{info, warn};

use super::OutputError;
use super::target::{Sent, Target};
use crate::cli::{Size, TimeSpan};
use crate::environment;
use crate::sidecar::config::{Durability, FileOutputConfig};
use crate::sidecar::private;

/// Bytes that are searched at once for the end of the last whole line.
const STEP: u64 = 64 << 10;

/// What a file is kept like.
#[derive(Clone, Debug)]
pub(crate) struct Policy {
    pub(crate) path: PathBuf,
    pub(crate) durability: Durability,
    /// Bytes at which it is set aside.
    pub(crate) rotate_size: u64,
    /// The length of the periods, counted from 1970, at whose ends it is set aside.
    pub(crate) rotate_every: Option<Duration>,
    /// Files that were set aside to keep.
    pub(crate) keep: usize,
    /// Whether it is the sidecar's own.
    pub(crate) is_private: bool,
}

impl From<&FileOutputConfig> for Policy {
    fn from(config: &FileOutputConfig) -> Self {
        Self {
            path: config.path.clone(),
            durability: config.durability,
            rotate_size: config.rotate_size.bytes(),
            rotate_every: config.rotate_every.map(TimeSpan::duration),
            keep: config.keep,
            is_private: false,
        }
    }
}

/// A file that lines are appended to.
pub(crate) struct LineFile {
    policy: Policy,
    file: File,
    /// Bytes of whole lines that are there.
    length: u64,
    /// The period that its lines are of.
    period: u64,
    /// Whether there is half a line behind the whole ones, which could not be taken back yet.
    is_torn: bool,
    /// Whether names changed that the folder on disk may not have yet.
    is_renamed: bool,
}

impl LineFile {
    /// Opens the file, or begins it. A line that a crash left torn was never acknowledged, and is cut off.
    pub(crate) fn open(policy: Policy) -> Result<Self, OutputError> {
        let path = policy.path.display().to_string();
        Self::open_at(policy).map_err(|error| OutputError::Open {
            path,
            error: Arc::new(error),
        })
    }

    fn open_at(policy: Policy) -> io::Result<Self> {
        let path = &policy.path;
        let mut file = policy.open(path)?;
        let written = file.metadata()?.modified()?;
        let length = whole_lines(&mut file)?;
        let torn = file.metadata()?.len() - length;
        if torn > 0 {
            warn!(path = %path.display(), bytes = torn, "cut off a line that a crash left torn");
            file.set_len(length)?;
        }
        Ok(Self {
            period: policy.period(written.duration_since(UNIX_EPOCH).unwrap_or_default()),
            policy,
            file,
            length,
            is_torn: false,
            is_renamed: false,
        })
    }

    /// Sets the file aside if it is large, or of an earlier period. A clock that goes back a little sets nothing aside twice;
    /// one that was far ahead, and is set right, does not keep the file from being set aside until it is there again.
    fn rotate_if_due(&mut self, now: Duration) -> io::Result<()> {
        let period = self.policy.period(now);
        let is_old = self.length > 0 && period > self.period;
        if is_old || self.length >= self.policy.rotate_size {
            self.rotate()?;
        }
        if period > self.period || period + 1 < self.period {
            self.period = period;
        }
        Ok(())
    }

    fn append(&mut self, blocks: &[Bytes]) -> io::Result<()> {
        self.make_up()?;
        self.rotate_if_due(Duration::from_nanos(environment::now_ns()))?;
        match blocks {
            [block] => self.file.write_all(block)?,
            blocks => self.file.write_all(&blocks.concat())?,
        }
        if self.policy.durability == Durability::Fsync {
            self.file.sync_data()?;
        }
        self.length += blocks.iter().map(|block| block.len() as u64).sum::<u64>();
        Ok(())
    }

    /// Does what an earlier failure left undone.
    fn make_up(&mut self) -> io::Result<()> {
        if self.is_torn {
            self.file.set_len(self.length)?;
            self.is_torn = false;
        }
        if self.is_renamed {
            sync_folder(&self.policy.path)?;
            self.is_renamed = false;
        }
        Ok(())
    }

    /// Sets the file aside as `NAME.1`, and the others one further. The new file is there before any name changes, so
    /// that trying again and again, where none can be opened, moves nothing.
    fn rotate(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        let fresh = self.policy.beside("new");
        let file = self.policy.open(&fresh)?;
        self.policy.set_aside()?;
        fs::rename(&fresh, &self.policy.path)?;
        self.file = file;
        self.length = 0;
        self.is_renamed = true;
        info!(path = %self.policy.path.display(), "began a new file");
        self.make_up()
    }
}

impl Target for LineFile {
    /// What an error leaves half written is taken back, so that every line in the file is whole.
    fn send(&mut self, blocks: &[Bytes]) -> Sent {
        let taken = self.append(blocks).map_err(|error| {
            let path = self.policy.path.display();
            if let Err(error) = self.file.set_len(self.length) {
                warn!(%path, %error, "cannot take back what is half written");
                self.is_torn = !is_device(&self.file);
            }
            OutputError::Write {
                to: path.to_string(),
                error: Arc::new(error),
            }
        });
        Sent::all_or_none(blocks, taken)
    }
}

impl Policy {
    /// What the sidecar keeps of its own in its state folder: on disk before anything is acknowledged, and bounded.
    pub(crate) fn of_state(state: &Path, name: &str) -> Self {
        Self {
            path: state.join(name),
            durability: Durability::Fsync,
            rotate_size: Size::mebibytes(256).bytes(),
            rotate_every: None,
            keep: 4,
            is_private: true,
        }
    }

    /// The name of a file beside the one that lines are appended to.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        PathBuf::from(name)
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        let mut options = private::options();
        if !self.is_private {
            options = OpenOptions::new();
            // Events are not for everybody.
            options.mode(0o640);
        }
        let file = options.create(true).read(true).append(true).open(path)?;
        sync_folder(path)?;
        Ok(file)
    }

    /// Moves the file, if somebody has not done so, and those that were set aside before.
    fn set_aside(&self) -> io::Result<()> {
        if self.keep == 0 || !self.path.try_exists()? {
            return Ok(());
        }
        let aside = |number: usize| self.beside(&number.to_string());
        for number in (1..self.keep).rev() {
            rename_if_there(&aside(number), &aside(number + 1))?;
        }
        fs::rename(&self.path, aside(1))
    }

    /// The number of the period that a time lies in.
    fn period(&self, since_1970: Duration) -> u64 {
        self.rotate_every
            .map_or(0, |every| since_1970.as_secs() / every.as_secs().max(1))
    }
}

/// Whether it is no file in which anything stays.
fn is_device(file: &File) -> bool {
    file.metadata().is_ok_and(|about| !about.is_file())
}

/// A file is only there for good once its folder is written.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The offset after the last newline.
fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.seek(SeekFrom::End(0))?;
    while end > 0 {
        let start = end.saturating_sub(STEP);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        (&*file).take(end - start).read_to_end(&mut bytes)?;
        if let Some(at) = bytes.iter().rposition(|byte| *byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(path: PathBuf) -> Policy {
        Policy {
            path,
            durability: Durability::Fsync,
            rotate_size: 10,
            rotate_every: None,
            keep: 2,
            is_private: false,
        }
    }

    fn write(file: &mut LineFile, text: &'static str) {
        let sent = file.send(&[Bytes::from_static(text.as_bytes())]);
        assert_eq!(sent.done, 1, "{sent:?}");
    }

    #[test]
    fn a_torn_line_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let long = format!("{{}}\n{}", "x".repeat(200_000));
        for (before, after) in [("", ""), ("{}\n", "{}\n"), ("{", ""), (&long, "{}\n")] {
            fs::write(&path, before).unwrap();
            let mut file = LineFile::open(policy(path.clone())).unwrap();
            write(&mut file, "[]\n");
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("{after}[]\n"));
        }
    }

    #[test]
    fn files_are_set_aside_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let mut file = LineFile::open(policy(path.clone())).unwrap();
        for text in [
            "0 long line\n",
            "1 long line\n",
            "2 long line\n",
            "3 long line\n",
        ] {
            write(&mut file, text);
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(read("alerts").unwrap(), "3 long line\n");
        assert_eq!(read("alerts.1").unwrap(), "2 long line\n");
        assert_eq!(read("alerts.2").unwrap(), "1 long line\n");
        assert!(read("alerts.3").is_none());
    }

    #[test]
    fn where_no_new_file_can_be_opened_those_set_aside_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let mut file = LineFile::open(policy(path)).unwrap();
        write(&mut file, "0 long line\n");
        write(&mut file, "1 long line\n");
        let in_the_way = folder.path().join("alerts.new");
        fs::create_dir(&in_the_way).unwrap();
        for _ in 0..4 {
            let lines = [Bytes::from_static(b"2 long line\n")];
            assert_eq!(file.send(&lines).done, 0);
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(read("alerts.1").unwrap(), "0 long line\n");
        fs::remove_dir(in_the_way).unwrap();
        write(&mut file, "2 long line\n");
        assert_eq!(read("alerts").unwrap(), "2 long line\n");
        assert_eq!(read("alerts.1").unwrap(), "1 long line\n");
        assert_eq!(read("alerts.2").unwrap(), "0 long line\n");
        assert!(read("alerts.new").is_none());
    }

    #[test]
    fn a_file_that_somebody_moved_costs_none_of_those_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let mut file = LineFile::open(policy(path.clone())).unwrap();
        write(&mut file, "0 long line\n");
        write(&mut file, "1 long line\n");
        fs::rename(&path, folder.path().join("moved")).unwrap();
        write(&mut file, "2 long line\n");
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(read("alerts").unwrap(), "2 long line\n");
        assert_eq!(read("alerts.1").unwrap(), "0 long line\n");
        assert!(read("alerts.2").is_none());
    }

    #[test]
    fn alerts_are_not_for_everybody() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        drop(LineFile::open(policy(path.clone())).unwrap());
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o007, 0);
    }

    #[test]
    fn what_is_the_sidecars_own_is_for_its_user_alone_and_reached_through_no_link() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let kept = |name: &str| LineFile::open(Policy::of_state(folder.path(), name));
        drop(kept("letters").unwrap());
        let path = folder.path().join("letters");
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o077, 0);
        std::os::unix::fs::symlink(&path, folder.path().join("link")).unwrap();
        assert!(kept("link").is_err());
        let alerts = policy(folder.path().join("link"));
        assert!(LineFile::open(alerts).is_ok());
    }

    #[test]
    fn a_file_of_an_earlier_period_is_set_aside_with_the_first_alert_of_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        fs::write(&path, "{}\n").unwrap();
        let yesterday = std::time::SystemTime::now() - Duration::from_hours(24);
        File::open(&path).unwrap().set_modified(yesterday).unwrap();
        let daily = Policy {
            rotate_every: Some(Duration::from_hours(24)),
            rotate_size: 1000,
            ..policy(path.clone())
        };
        let mut file = LineFile::open(daily).unwrap();
        assert!(!folder.path().join("alerts.1").exists());
        write(&mut file, "[]\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "[]\n");
        let aside = folder.path().join("alerts.1");
        assert_eq!(fs::read_to_string(aside).unwrap(), "{}\n");
        file.period += 1;
        write(&mut file, "[1]\n");
        assert_eq!(fs::read_to_string(&path).unwrap(), "[]\n[1]\n");
    }

    #[test]
    fn a_clock_that_jumps_sets_the_file_aside_once_and_is_followed_when_it_is_set_right() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let daily = Policy {
            rotate_every: Some(Duration::from_hours(24)),
            rotate_size: 1000,
            keep: 9,
            ..policy(path.clone())
        };
        let mut file = LineFile::open(daily).unwrap();
        file.period = 19_999;
        let day = Duration::from_hours(24);
        let (midnight, second) = (day * 20_000, Duration::from_secs(1));
        let late = day * 19_999 + Duration::from_hours(23);
        let mut aside = |now: Duration| {
            file.rotate_if_due(now).unwrap();
            file.file.write_all(b"[]\n").unwrap();
            file.length += 3;
            let named = |number: &usize| folder.path().join(format!("alerts.{number}")).exists();
            (1..10).take_while(named).count()
        };
        // Around midnight, again and again.
        let around = [late, midnight, late, midnight];
        assert_eq!(around.map(&mut aside), [0, 1, 1, 1]);
        assert_eq!(
            [midnight + day * 4000, midnight + second].map(&mut aside),
            [2, 2]
        );
        assert_eq!([late + day, midnight + day].map(&mut aside), [2, 3]);
    }

    #[test]
    fn periods_begin_at_midnight() {
        let daily = Policy {
            rotate_every: Some(Duration::from_hours(24)),
            ..policy(PathBuf::new())
        };
        let day = Duration::from_hours(24);
        assert_eq!(daily.period(day * 20_000), 20_000);
        assert_eq!(
            daily.period(day * 19_999 + Duration::from_secs(86_399)),
            19_999
        );
    }

    #[test]
    fn what_cannot_be_opened_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/there");
        let error = LineFile::open(policy(path)).err().unwrap().to_string();
        assert!(error.contains("not/there"), "{error}");
    }
}
