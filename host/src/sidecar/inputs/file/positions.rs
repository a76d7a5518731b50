//! How far each file was read and delivered, kept in the state folder, so that a restart goes on there.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::identity::{Fingerprint, Identity};
use crate::sidecar::private;

const NAME: &str = "positions.json";

/// Why positions cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PositionsError {
    /// The file is not readable, or not writable.
    #[error("cannot keep positions in `{path}`: {error}")]
    Io {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The file is something else.
    #[error("`{path}` holds no positions: {error}")]
    Malformed {
        /// The file.
        path: String,
        /// What is wrong with it.
        error: serde_json::Error,
    },
}

/// How far a file was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// Where it was last.
    #[serde(serialize_with = "write_path", deserialize_with = "read_path")]
    pub(super) path: PathBuf,
    #[serde(flatten)]
    pub(super) identity: Identity,
    pub(super) fingerprint: Fingerprint,
    /// Everything before is delivered.
    pub(super) offset: u64,
}

/// A path as it is kept.
#[derive(Deserialize)]
#[serde(untagged)]
enum KeptPath {
    /// One that is text.
    Text(PathBuf),
    /// One that is not.
    Bytes(Vec<u8>),
}

/// All positions.
pub(super) struct Positions {
    path: PathBuf,
    all: Vec<Position>,
    /// Whether there were none, not even an empty list.
    is_new: bool,
}

impl Positions {
    /// Reads those in the state folder.
    pub(super) fn open(state: &Path) -> Result<Self, PositionsError> {
        let path = state.join(NAME);
        let (all, is_new) = match read(&path) {
            Ok(text) => {
                let all = serde_json::from_slice(&text);
                let all = all.map_err(|error| PositionsError::Malformed {
                    path: path.display().to_string(),
                    error,
                })?;
                (all, false)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Vec::new(), true),
            Err(error) => return Err(failed(&path, error)),
        };
        Ok(Self { path, all, is_new })
    }

    /// Whether no file was ever read with this state folder.
    pub(super) const fn is_new(&self) -> bool {
        self.is_new
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Position] {
        &self.all
    }

    /// How far a file was read, if it is one of them.
    pub(super) fn offset(&self, identity: Identity, file: &File) -> Option<u64> {
        let known = self.all.iter().find(|known| known.identity == identity)?;
        let fits = known.fingerprint.fits(file).unwrap_or(false);
        let length = file.metadata().ok()?.len();
        (fits && known.offset <= length).then_some(known.offset)
    }

    /// Notes how far a file was read.
    pub(super) fn note(&mut self, position: Position) -> Result<(), PositionsError> {
        self.note_quietly(position);
        self.save()
    }

    /// Notes how far a file was read, to be kept with the next [`Self::save`].
    pub(super) fn note_quietly(&mut self, position: Position) {
        self.forget_quietly(position.identity);
        self.all.push(position);
    }

    /// Forgets a file.
    pub(super) fn forget(&mut self, identity: Identity) -> Result<(), PositionsError> {
        self.forget_quietly(identity);
        self.save()
    }

    fn forget_quietly(&mut self, identity: Identity) {
        self.all.retain(|known| known.identity != identity);
    }

    /// Keeps them: a crash leaves the old ones or the new ones.
    pub(super) fn save(&mut self) -> Result<(), PositionsError> {
        self.is_new = false;
        self.replace().map_err(|error| failed(&self.path, error))
    }

    fn replace(&self) -> io::Result<()> {
        let beside = self.path.with_extension("new");
        let mut file = private::create(&beside)?;
        file.write_all(&serde_json::to_vec_pretty(&self.all)?)?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        match self.path.parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

/// Every path can be kept, so that one that is no text does not hinder the others.
fn write_path<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
    match path.to_str() {
        Some(text) => serializer.serialize_str(text),
        None => path.as_os_str().as_bytes().serialize(serializer),
    }
}

fn read_path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
    KeptPath::deserialize(deserializer).map(|kept| match kept {
        KeptPath::Text(path) => path,
        KeptPath::Bytes(bytes) => OsString::from_vec(bytes).into(),
    })
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    private::open(path)?.read_to_end(&mut text)?;
    Ok(text)
}

fn failed(path: &Path, error: io::Error) -> PositionsError {
    PositionsError::Io {
        path: path.display().to_string(),
        error,
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    fn position(path: &Path, offset: u64) -> Position {
        let file = File::open(path).unwrap();
        Position {
            path: path.to_owned(),
            identity: Identity::of(&file.metadata().unwrap()),
            fingerprint: Fingerprint::of(&file).unwrap(),
            offset,
        }
    }

    #[test]
    fn a_position_outlives_a_restart_but_not_the_content_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, "one\ntwo\n").unwrap();
        let mut positions = Positions::open(folder.path()).unwrap();
        assert!(positions.is_new());
        positions.note(position(&path, 4)).unwrap();
        positions.note(position(&path, 8)).unwrap();
        let positions = Positions::open(folder.path()).unwrap();
        assert!(!positions.is_new() && positions.all().len() == 1);
        let file = File::open(&path).unwrap();
        let identity = Identity::of(&file.metadata().unwrap());
        assert_eq!(positions.offset(identity, &file), Some(8));
        // The same number, as if the file were another one.
        fs::write(&path, "other and longer\n").unwrap();
        assert_eq!(positions.offset(identity, &file), None);
    }

    #[test]
    fn a_file_that_is_forgotten_is_gone_and_the_rest_stays() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
        fs::write(&one, "1").unwrap();
        fs::write(&two, "2").unwrap();
        let mut positions = Positions::open(folder.path()).unwrap();
        let first = position(&one, 1);
        positions.note(first.clone()).unwrap();
        positions.note(position(&two, 1)).unwrap();
        positions.forget(first.identity).unwrap();
        let positions = Positions::open(folder.path()).unwrap();
        assert_eq!(positions.all(), [position(&two, 1)]);
    }

    #[test]
    fn a_path_that_is_no_text_is_kept_as_it_is_and_hinders_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let [one, two] = ["one", "two"].map(|name| folder.path().join(name));
        fs::write(&one, "1").unwrap();
        fs::write(&two, "2").unwrap();
        let mut first = position(&one, 1);
        first.path = folder.path().join(OsStr::from_bytes(b"l\xf6g"));
        let mut positions = Positions::open(folder.path()).unwrap();
        positions.note(first.clone()).unwrap();
        positions.note(position(&two, 1)).unwrap();
        let positions = Positions::open(folder.path()).unwrap();
        assert_eq!(positions.all(), [first, position(&two, 1)]);
    }

    #[test]
    fn what_holds_no_positions_is_never_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "[{\"path\":").unwrap();
        let error = Positions::open(folder.path()).err().unwrap().to_string();
        assert!(error.contains(NAME), "{error}");
        fs::remove_file(folder.path().join(NAME)).unwrap();
        fs::create_dir(folder.path().join(NAME)).unwrap();
        assert!(Positions::open(folder.path()).is_err());
    }
}
