//! Which file a file is: its name may come to mean another, and its number may be given to another.

use std::fs::{File, Metadata};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::sidecar::hexadecimal::hexadecimal;

/// Bytes at the beginning that a file is recognised by.
const MOST_BYTES: usize = 1024;

/// What the file system calls a file, as long as it is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Identity {
    device: u64,
    inode: u64,
}

/// What a file began with when it was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Fingerprint {
    length: usize,
    sha256: String,
}

impl Identity {
    /// That of a file.
    pub(super) fn of(about: &Metadata) -> Self {
        Self {
            device: about.dev(),
            inode: about.ino(),
        }
    }
}

impl Fingerprint {
    /// That of a file, as it is now.
    pub(super) fn of(file: &File) -> io::Result<Self> {
        Self::of_bytes(file, MOST_BYTES)
    }

    /// Whether a file still begins so.
    pub(super) fn fits(&self, file: &File) -> io::Result<bool> {
        Ok(Self::of_bytes(file, self.length)? == *self)
    }

    /// Whether it is of all the bytes that it can be of.
    pub(super) const fn is_full(&self) -> bool {
        self.length == MOST_BYTES
    }

    fn of_bytes(file: &File, most: usize) -> io::Result<Self> {
        let mut bytes = vec![0; most.min(MOST_BYTES)];
        let length = read_at(file, &mut bytes, 0)?;
        bytes.truncate(length);
        Ok(Self {
            length,
            sha256: hexadecimal(&Sha256::digest(&bytes)),
        })
    }
}

/// Reads until the buffer is full or the file ends.
pub(super) fn read_at(file: &File, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
    let mut length = 0;
    while let Some(room) = buffer.get_mut(length..).filter(|room| !room.is_empty()) {
        match file.read_at(room, offset + length as u64) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_file_that_grew_is_the_same_and_one_that_begins_otherwise_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log");
        fs::write(&path, "one\n").unwrap();
        let file = File::open(&path).unwrap();
        let before = Fingerprint::of(&file).unwrap();
        let mut writer = File::options().append(true).open(&path).unwrap();
        writer.write_all(&[b'x'; 3000]).unwrap();
        assert!(before.fits(&file).unwrap() && !before.is_full());
        let grown = Fingerprint::of(&file).unwrap();
        assert!(grown.is_full() && grown.fits(&file).unwrap());
        fs::write(&path, "two\n").unwrap();
        assert!(!before.fits(&file).unwrap());
        fs::write(&path, "on").unwrap();
        assert!(!before.fits(&file).unwrap());
    }
}
