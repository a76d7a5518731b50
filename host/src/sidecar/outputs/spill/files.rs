//! What a spill asks of a file system, and the real one.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::sidecar::private;

/// A folder of files.
pub(crate) trait Files: Send + 'static {
    /// A file that is appended to.
    type File: Append;

    /// Names and lengths of the files that are there.
    fn list(&self) -> io::Result<Vec<(String, u64)>>;
    /// Begins a file, in place of one of that name. It is there for good.
    fn create(&self, name: &str) -> io::Result<Self::File>;
    /// Up to `most` bytes from `offset` on; fewer only where the file ends.
    fn read(&self, name: &str, offset: u64, most: u64) -> io::Result<Vec<u8>>;
    /// Puts a small file in the place of another. After a crash it may be the old one, or damaged.
    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, name: &str) -> io::Result<()>;
}

/// A file that is appended to.
pub(crate) trait Append: Send + 'static {
    /// Adds bytes; after an error some of them may be there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes them durable.
    fn sync(&mut self) -> io::Result<()>;
    /// Takes back what lies behind.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}

/// A folder on disk, for one spill alone.
pub(crate) struct Folder {
    path: PathBuf,
    /// Held as long as the folder is ours.
    _lock: File,
}

impl Folder {
    /// Opens a folder, which is made if need be. An error if another process has it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        private::create_folder(path)?;
        let lock = private::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path.join("lock"))?;
        lock.try_lock()?;
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    fn sync(&self) -> io::Result<()> {
        File::open(&self.path)?.sync_all()
    }
}

impl Files for Folder {
    type File = File;

    fn list(&self) -> io::Result<Vec<(String, u64)>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let kind = entry.metadata()?;
            if let (true, Ok(name)) = (kind.is_file(), entry.file_name().into_string()) {
                found.push((name, kind.len()));
            }
        }
        Ok(found)
    }

    fn create(&self, name: &str) -> io::Result<File> {
        let path = self.path.join(name);
        // Opened for appending, it goes on at its end after it was cut off.
        drop(private::create(&path)?);
        let file = private::options().append(true).open(&path)?;
        self.sync()?;
        Ok(file)
    }

    fn read(&self, name: &str, offset: u64, most: u64) -> io::Result<Vec<u8>> {
        let mut file = private::open(&self.path.join(name))?;
        file.seek(SeekFrom::Start(offset))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let beside = self.path.join(format!("{name}.new"));
        private::create(&beside)?.write_all(bytes)?;
        fs::rename(beside, self.path.join(name))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }
}

impl Append for File {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_belongs_to_one_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("spill/http");
        let first = Folder::open(&path).unwrap();
        let second = Folder::open(&path).err().unwrap();
        assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
        drop(first);
        Folder::open(&path).unwrap();
    }

    #[test]
    fn a_file_is_appended_to_cut_off_replaced_and_read_in_parts() {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(root.path()).unwrap();
        let mut file = folder.create("a").unwrap();
        file.append(b"hello").unwrap();
        file.truncate(2).unwrap();
        file.append(b"y there").unwrap();
        file.sync().unwrap();
        assert_eq!(folder.read("a", 2, 3).unwrap(), b"y t");
        folder.replace("a", b"new").unwrap();
        assert_eq!(folder.read("a", 0, 100).unwrap(), b"new");
        folder.remove("a").unwrap();
        let names: Vec<String> = folder.list().unwrap().into_iter().map(|(n, _)| n).collect();
        assert_eq!(names, ["lock"]);
    }
}
