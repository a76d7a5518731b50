//! A file of lines: appended to, made durable, set aside when it is large.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use tracing::{info, warn};

use super::OutputError;
use super::group::Target;
use crate::sidecar::config::{Durability, FileOutputConfig};

/// Bytes that are searched at once for the end of the last whole line.
const STEP: u64 = 64 << 10;

/// A file that lines are appended to.
pub(crate) struct LineFile {
    path: PathBuf,
    file: File,
    /// Bytes of whole lines that are there.
    length: u64,
    durability: Durability,
    rotate_size: u64,
    keep: usize,
}

impl LineFile {
    /// Opens the file, or begins it. A line that a crash left torn was never acknowledged, and is cut off.
    pub(crate) fn open(config: &FileOutputConfig) -> Result<Self, OutputError> {
        Self::open_at(config).map_err(|error| OutputError::Open {
            path: config.path.display().to_string(),
            error: Arc::new(error),
        })
    }

    fn open_at(config: &FileOutputConfig) -> io::Result<Self> {
        let path = config.path.clone();
        let mut file = open(&path)?;
        let length = whole_lines(&mut file)?;
        let torn = file.metadata()?.len() - length;
        if torn > 0 {
            warn!(path = %path.display(), bytes = torn, "cut off a line that a crash left torn");
            file.set_len(length)?;
        }
        Ok(Self {
            path,
            file,
            length,
            durability: config.durability,
            rotate_size: config.rotate_size.bytes(),
            keep: config.keep,
        })
    }

    fn append(&mut self, blocks: &[Bytes]) -> io::Result<()> {
        if self.length >= self.rotate_size {
            self.rotate()?;
        }
        for block in blocks {
            self.file.write_all(block)?;
        }
        if self.durability == Durability::Fsync {
            self.file.sync_data()?;
        }
        self.length += blocks.iter().map(|block| block.len() as u64).sum::<u64>();
        Ok(())
    }

    /// Sets the file aside as `NAME.1`, and the others one further.
    fn rotate(&mut self) -> io::Result<()> {
        self.file.sync_all()?;
        let aside = |number: usize| {
            let mut name = self.path.as_os_str().to_owned();
            name.push(format!(".{number}"));
            PathBuf::from(name)
        };
        match self.keep {
            0 => fs::remove_file(&self.path)?,
            keep => {
                for number in (1..keep).rev() {
                    rename_if_there(&aside(number), &aside(number + 1))?;
                }
                fs::rename(&self.path, aside(1))?;
            }
        }
        self.file = open(&self.path)?;
        self.length = 0;
        info!(path = %self.path.display(), "began a new file");
        sync_folder(&self.path)
    }
}

impl Target for LineFile {
    /// What an error leaves half written is taken back, so that every line in the file is whole.
    fn write(&mut self, blocks: &[Bytes]) -> Result<(), OutputError> {
        self.append(blocks).map_err(|error| {
            if let Err(error) = self.file.set_len(self.length) {
                warn!(path = %self.path.display(), %error, "cannot take back what is half written");
            }
            OutputError::Write {
                to: self.path.display().to_string(),
                error: Arc::new(error),
            }
        })
    }
}

fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .create(true)
        .read(true)
        .append(true)
        // Events are not for everybody.
        .mode(0o640)
        .open(path)?;
    sync_folder(path)?;
    Ok(file)
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
    use crate::cli::Size;

    fn config(path: PathBuf) -> FileOutputConfig {
        FileOutputConfig {
            path,
            required: true,
            durability: Durability::Fsync,
            rotate_size: "10".parse::<Size>().unwrap(),
            keep: 2,
        }
    }

    fn lines(text: &'static str) -> [Bytes; 1] {
        [Bytes::from_static(text.as_bytes())]
    }

    #[test]
    fn a_torn_line_is_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let long = format!("{{}}\n{}", "x".repeat(200_000));
        for (before, after) in [("", ""), ("{}\n", "{}\n"), ("{", ""), (&long, "{}\n")] {
            fs::write(&path, before).unwrap();
            let mut file = LineFile::open(&config(path.clone())).unwrap();
            file.write(&lines("[]\n")).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), format!("{after}[]\n"));
        }
    }

    #[test]
    fn files_are_set_aside_and_the_oldest_go() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        let mut file = LineFile::open(&config(path.clone())).unwrap();
        for text in [
            "0 long line\n",
            "1 long line\n",
            "2 long line\n",
            "3 long line\n",
        ] {
            file.write(&lines(text)).unwrap();
        }
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).ok();
        assert_eq!(read("alerts").unwrap(), "3 long line\n");
        assert_eq!(read("alerts.1").unwrap(), "2 long line\n");
        assert_eq!(read("alerts.2").unwrap(), "1 long line\n");
        assert!(read("alerts.3").is_none());
    }

    #[test]
    fn alerts_are_not_for_everybody() {
        use std::os::unix::fs::MetadataExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("alerts");
        drop(LineFile::open(&config(path.clone())).unwrap());
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o007, 0);
    }

    #[test]
    fn what_cannot_be_opened_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("not/there");
        let error = LineFile::open(&config(path)).err().unwrap().to_string();
        assert!(error.contains("not/there"), "{error}");
    }
}
