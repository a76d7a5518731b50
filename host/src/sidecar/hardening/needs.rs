//! What a configuration needs of the system: everything else is given up. Each input and each output says it of itself.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::net::SocketAddr;
use std::os::unix::fs::FileTypeExt as _;
use std::path::{Path, PathBuf};

use crate::{environment, rules};

/// Files, folders and ports that are needed once the sidecar stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Needs {
    /// Files and folders that are read, with all that is in them.
    reads: BTreeSet<PathBuf>,
    /// Files and folders that are written, with all that is in them.
    writes: BTreeSet<PathBuf>,
    /// TCP ports that are listened on.
    listens: BTreeSet<u16>,
    /// TCP ports that are connected to.
    connects: BTreeSet<u16>,
}

/// What the system's library reads to find the address of a name.
const NAMES: [&str; 7] = [
    "/etc/gai.conf",
    "/etc/host.conf",
    "/etc/hosts",
    "/etc/nsswitch.conf",
    "/etc/resolv.conf",
    "/etc/services",
    "/run/systemd/resolve",
];

impl Needs {
    /// Reads this file, or all that is in this folder.
    pub(crate) fn reads(&mut self, path: impl Into<PathBuf>) {
        self.reads.insert(path.into());
    }

    /// Reads a file, and whatever file takes its place later: what is in its folder, and in that which a link leads to.
    pub(crate) fn reads_file(&mut self, path: &Path) {
        self.reads.insert(place_of(path));
        if let Ok(target) = fs::canonicalize(path) {
            self.reads.insert(place_of(&target));
        }
    }

    /// Reads a file, a folder, or what matches a pattern, again and again.
    pub(crate) fn reads_matches(&mut self, path: &Path) {
        match rules::place_of(path) {
            Some(folder) if folder != path || folder.is_dir() => self.reads(folder),
            Some(_) => self.reads_file(path),
            None => {}
        }
    }

    /// Reads what says how far local time is from UTC.
    pub(crate) fn reads_time_zones(&mut self) {
        self.reads.extend(environment::time_zone_places());
    }

    /// Writes all that is in this folder.
    pub(crate) fn writes_in(&mut self, folder: impl Into<PathBuf>) {
        self.writes.insert(folder.into());
    }

    /// Writes a file or makes a socket, sets it aside and begins another in its place: what is in its folder. Of a device
    /// only itself.
    pub(crate) fn writes_file(&mut self, path: &Path) {
        if fs::metadata(path).is_ok_and(|about| is_device(about.file_type())) {
            self.writes.insert(path.to_owned());
            self.reads.insert(place_of(path));
        } else {
            self.writes.insert(place_of(path));
        }
    }

    /// Listens on a TCP port; 0 stands for one that the system chooses.
    pub(crate) fn listens(&mut self, address: SocketAddr) {
        self.listens.insert(address.port());
    }

    /// Connects to a TCP port of a machine that may be named.
    pub(crate) fn connects(&mut self, port: u16) {
        self.connects.insert(port);
        self.reads.extend(NAMES.map(PathBuf::from));
    }

    /// What is read.
    pub(super) const fn read(&self) -> &BTreeSet<PathBuf> {
        &self.reads
    }

    /// What is written.
    pub(super) const fn written(&self) -> &BTreeSet<PathBuf> {
        &self.writes
    }

    /// Which ports are listened on.
    pub(super) const fn listened(&self) -> &BTreeSet<u16> {
        &self.listens
    }

    /// Which ports are connected to.
    pub(super) const fn connected(&self) -> &BTreeSet<u16> {
        &self.connects
    }
}

fn is_device(kind: FileType) -> bool {
    kind.is_char_device() || kind.is_block_device() || kind.is_fifo()
}

/// The folder of a file, which stays when the file is replaced. That of a file in the root is everything, so there it is
/// the file itself.
fn place_of(path: &Path) -> PathBuf {
    match path.parent() {
        None => path.to_owned(),
        Some(folder) if folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) if folder.parent().is_none() => path.to_owned(),
        Some(folder) => folder.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    fn paths(needed: &BTreeSet<PathBuf>) -> Vec<&str> {
        needed.iter().filter_map(|path| path.to_str()).collect()
    }

    #[test]
    fn a_file_stands_for_its_folder_but_never_for_the_root() {
        let mut needs = Needs::default();
        for file in ["rules.yaml", "/nowhere/rules.yaml", "/rules.yaml"] {
            needs.reads_file(Path::new(file));
        }
        assert_eq!(paths(needs.read()), ["/nowhere", "/rules.yaml", "."]);
    }

    #[test]
    fn a_link_stands_for_where_it_leads_as_well() {
        let root = tempfile::tempdir().unwrap();
        let root = root.path().canonicalize().unwrap();
        for folder in ["links", "files"] {
            fs::create_dir(root.join(folder)).unwrap();
        }
        fs::write(root.join("files/rules.yaml"), "").unwrap();
        symlink("../files/rules.yaml", root.join("links/rules.yaml")).unwrap();
        let mut needs = Needs::default();
        needs.reads_file(&root.join("links/rules.yaml"));
        let expected = BTreeSet::from([root.join("files"), root.join("links")]);
        assert_eq!(needs.read(), &expected);
    }

    #[test]
    fn of_a_device_nothing_beside_it_is_written() {
        let mut needs = Needs::default();
        needs.writes_file(Path::new("/dev/full"));
        needs.writes_file(Path::new("alerts.jsonl"));
        assert_eq!(paths(needs.written()), ["/dev/full", "."]);
        assert_eq!(paths(needs.read()), ["/dev"]);
    }
}
