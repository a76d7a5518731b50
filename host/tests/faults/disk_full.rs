//! The disk is full, and then it is not.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use nix::mount::{MntFlags, MsFlags, mount, umount2};

use crate::load::Load;
use crate::rounds::rounds;
use crate::running::Place;

/// A disk of 1 MiB.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Nothing, and a line that says so, where mounting is not allowed.
    fn at(path: PathBuf) -> Option<Self> {
        fs::create_dir(&path).unwrap();
        let mounted = mount(
            Some("tmpfs"),
            &path,
            Some("tmpfs"),
            MsFlags::empty(),
            Some("size=1m"),
        );
        if let Err(error) = mounted {
            eprintln!("SKIPPED: a full disk: a small one cannot be mounted: {error}");
            return None;
        }
        Some(Self(path))
    }

    /// Takes all the room that is left.
    fn fill(&self) {
        let mut ballast = File::create(self.ballast()).unwrap();
        while ballast.write_all(&[0; 512]).is_ok() {}
    }

    fn clear(&self) {
        fs::remove_file(self.ballast()).unwrap();
    }

    fn ballast(&self) -> PathBuf {
        self.0.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Whoever still writes there keeps it until they end.
        let _ = umount2(&self.0, MntFlags::MNT_DETACH);
    }
}

fn whole_lines(path: &Path) -> bool {
    let text = fs::read_to_string(path).unwrap();
    text.is_empty() || text.ends_with('\n')
}

#[test]
fn while_the_disk_is_full_nothing_is_acknowledged_and_afterwards_all_of_it_is() {
    let Some(place) = Place::new() else { return };
    let Some(disk) = SmallDisk::at(place.path("disk")) else {
        return;
    };
    place.send_alerts_to(
        "  - {type: file, path: disk/alerts.jsonl, required: true, retry: {within: 20ms}, breaker: {open_for: 50ms}}\n",
    );
    let sidecar = place.start();
    let mut load = Load::start(&sidecar.events, 4);
    load.wait_for(3);
    let times = rounds(2, 20);
    for _ in 0..times {
        disk.fill();
        // What fits behind the last line may still be taken.
        thread::sleep(Duration::from_millis(300));
        let stuck = load.ledger().acknowledged();
        thread::sleep(Duration::from_millis(300));
        assert!(
            load.ledger().acknowledged() <= stuck + 4,
            "the disk is full"
        );
        assert!(whole_lines(&place.path("disk/alerts.jsonl")));
        disk.clear();
        load.wait_for(3);
    }
    let ledger = load.settle();
    let users = crate::running::users(&place.read("disk/alerts.jsonl"));
    let account = ledger.account(&users, 0);
    account.must_balance(&format!("the disk full {times} times"));
}
