//! A spill over a file system that fails and loses what was not synced, against what must hold: whatever was accepted is
//! read, in order, but for what the cap dropped and what was damaged on disk; twice only after a crash.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use fastrand::Rng;

use super::files::{Append, Files};
use super::queue::{Bounds, Spill, SpillError};
use crate::sidecar::config::{Durability, WhenFull};

const RUNS: u64 = 3000;
const STEPS: u32 = 120;

/// A file system in memory.
#[derive(Clone, Default)]
struct Disk(Arc<Mutex<Stored>>);

#[derive(Default)]
struct Stored {
    files: BTreeMap<String, Content>,
    /// Calls that succeed before others fail, and how many do.
    fails: Option<(u32, u32)>,
}

#[derive(Clone, Default)]
struct Content {
    bytes: Vec<u8>,
    /// What is there after a crash.
    durable: Vec<u8>,
}

struct Handle {
    disk: Disk,
    name: String,
}

impl Stored {
    fn fails(&mut self) -> bool {
        let (left, fails) = match self.fails {
            Some((0, failing)) => (failing.checked_sub(1).map(|left| (0, left)), true),
            Some((good, failing)) => (Some((good - 1, failing)), false),
            None => (None, false),
        };
        self.fails = left;
        fails
    }

    fn attempt(&mut self) -> io::Result<()> {
        full_if(self.fails())
    }
}

fn full_if(fails: bool) -> io::Result<()> {
    if fails {
        return Err(io::ErrorKind::StorageFull.into());
    }
    Ok(())
}

impl Files for Disk {
    type File = Handle;

    fn list(&self) -> io::Result<Vec<(String, u64)>> {
        let mut stored = self.0.lock().unwrap();
        stored.attempt()?;
        let files = stored.files.iter();
        Ok(files
            .map(|(n, c)| (n.clone(), c.bytes.len() as u64))
            .collect())
    }

    fn create(&self, name: &str) -> io::Result<Handle> {
        let mut stored = self.0.lock().unwrap();
        stored.attempt()?;
        stored.files.insert(name.to_owned(), Content::default());
        Ok(Handle {
            disk: self.clone(),
            name: name.to_owned(),
        })
    }

    fn read(&self, name: &str, offset: u64, most: u64) -> io::Result<Vec<u8>> {
        let mut stored = self.0.lock().unwrap();
        stored.attempt()?;
        let content = stored.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        let rest = content.bytes.iter().skip(usize::try_from(offset).unwrap());
        Ok(rest.take(usize::try_from(most).unwrap()).copied().collect())
    }

    fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut stored = self.0.lock().unwrap();
        stored.attempt()?;
        stored.files.entry(name.to_owned()).or_default().bytes = bytes.to_vec();
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut stored = self.0.lock().unwrap();
        stored.attempt()?;
        let removed = stored.files.remove(name);
        removed.map(drop).ok_or(io::ErrorKind::NotFound.into())
    }
}

impl Append for Handle {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut stored = self.disk.0.lock().unwrap();
        let fails = stored.fails();
        let content = stored.files.get_mut(&self.name).unwrap();
        // A write that fails is a short one.
        let written = if fails { bytes.len() / 2 } else { bytes.len() };
        content.bytes.extend_from_slice(&bytes[..written]);
        full_if(fails)
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut stored = self.disk.0.lock().unwrap();
        stored.attempt()?;
        let content = stored.files.get_mut(&self.name).unwrap();
        content.durable.clone_from(&content.bytes);
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        let mut stored = self.disk.0.lock().unwrap();
        stored.attempt()?;
        let content = stored.files.get_mut(&self.name).unwrap();
        content.bytes.truncate(usize::try_from(length).unwrap());
        Ok(())
    }
}

impl Disk {
    /// What was not synced is there, or not, or in part, or is something else.
    fn crash(&self, random: &mut Rng) {
        let mut stored = self.0.lock().unwrap();
        stored.fails = None;
        for content in stored.files.values_mut() {
            let kept = content.durable.len();
            let unsynced = content.bytes.get(kept..).unwrap_or_default().to_vec();
            let replaced = !content.bytes.starts_with(&content.durable);
            if replaced && random.bool() {
                content.bytes.clone_from(&content.durable);
            } else if !replaced {
                content.bytes.clone_from(&content.durable);
                let torn = random.usize(..=unsynced.len());
                content.bytes.extend_from_slice(&unsynced[..torn]);
                if random.u8(..4) == 0 {
                    content.bytes[kept..].fill(0);
                }
            }
            content.durable.clone_from(&content.bytes);
        }
    }

    /// One bit of what lies there is another.
    fn flip(&self, random: &mut Rng) -> bool {
        let mut stored = self.0.lock().unwrap();
        let mut files: Vec<_> = stored.files.values_mut().collect();
        let Some(content) = random.choice(&mut files) else {
            return false;
        };
        let Some(at) = content
            .bytes
            .len()
            .checked_sub(1)
            .map(|last| random.usize(..=last))
        else {
            return false;
        };
        content.bytes[at] ^= 1 << random.u8(..8);
        content.durable.clone_from(&content.bytes);
        true
    }
}

/// A spill, and what is known of it from outside.
struct Run {
    random: Rng,
    disk: Disk,
    bounds: Bounds,
    /// Whether bits change by themselves.
    flips: bool,
    spill: Spill<Disk>,
    offered: u64,
    accepted: BTreeSet<u64>,
    read: BTreeSet<u64>,
    /// The last one that was read since it was opened.
    last: Option<u64>,
    dropped: u64,
    flipped: u64,
}

fn open(disk: &Disk, bounds: Bounds) -> Spill<Disk> {
    loop {
        if let Ok((spill, _)) = Spill::open(disk.clone(), bounds) {
            return spill;
        }
    }
}

impl Run {
    fn new(seed: u64) -> Self {
        let mut random = Rng::with_seed(seed);
        let disk = Disk::default();
        let bounds = Bounds {
            most: random.u64(300..3000),
            segment: random.u64(50..600),
            when_full: [WhenFull::DropOldest, WhenFull::Block][random.usize(..2)],
            durability: Durability::Fsync,
        };
        Self {
            flips: random.bool(),
            spill: open(&disk, bounds),
            random,
            disk,
            bounds,
            offered: 0,
            accepted: BTreeSet::new(),
            read: BTreeSet::new(),
            last: None,
            dropped: 0,
            flipped: 0,
        }
    }

    fn step(&mut self) {
        match self.random.u8(..100) {
            0..50 => self.append(),
            50..80 => self.read_some(),
            80..92 => {
                let fails = (self.random.u32(..4), self.random.u32(..4));
                self.disk.0.lock().unwrap().fails = Some(fails);
            }
            92..94 if self.flips => self.flip(),
            _ => self.crash(),
        }
    }

    fn append(&mut self) {
        let count = self.random.u64(1..5);
        let offered = self.offered..self.offered + count;
        self.offered = offered.end;
        let padding = " ".repeat(self.random.usize(..60));
        let alert = |id| Bytes::from(format!("{id}{padding}\n"));
        let alerts: Vec<Bytes> = offered.clone().map(alert).collect();
        match self.spill.append(&alerts) {
            Ok(()) => {
                self.accepted.extend(offered);
                assert!(self.spill.on_disk() <= self.bounds.most);
            }
            Err(SpillError::Full) => assert_eq!(self.bounds.when_full, WhenFull::Block),
            Err(SpillError::TooLarge | SpillError::Write(_)) => {}
        }
    }

    fn read_some(&mut self) {
        let most = self.random.u64(1..400);
        let Ok(batch) = self.spill.read(most) else {
            return;
        };
        let done = match self.random.u8(..4) {
            0 => self.random.usize(..=batch.alerts.len()),
            _ => batch.alerts.len(),
        };
        self.deliver(&batch.alerts[..done]);
        // An error of the position costs nothing but doubles after a crash.
        let _ = self.spill.advance(&batch, done);
    }

    fn deliver(&mut self, alerts: &[Bytes]) {
        for alert in alerts {
            let id: u64 = str::from_utf8(alert).unwrap().trim().parse().unwrap();
            assert!(self.last < Some(id), "{id} behind {:?}", self.last);
            self.last = Some(id);
            self.read.insert(id);
        }
    }

    fn flip(&mut self) {
        self.flipped += u64::from(self.disk.flip(&mut self.random));
    }

    fn crash(&mut self) {
        self.dropped += self.spill.dropped();
        self.disk.crash(&mut self.random);
        self.spill = open(&self.disk, self.bounds);
        self.last = None;
    }

    fn end(mut self, seed: u64) {
        self.disk.0.lock().unwrap().fails = None;
        while !self.spill.is_empty() {
            self.read_some();
        }
        self.dropped += self.spill.dropped();
        let missing: Vec<_> = self.accepted.difference(&self.read).collect();
        let explained = self.dropped + self.flipped;
        assert!(
            missing.len() as u64 <= explained,
            "seed {seed}: {missing:?} are missing, {} were dropped and {} flipped",
            self.dropped,
            self.flipped
        );
        assert!(self.bounds.when_full == WhenFull::DropOldest || self.dropped == 0);
    }
}

#[test]
fn nothing_accepted_is_lost_whatever_the_disk_does() {
    let mut read = 0;
    for seed in 0..RUNS {
        let mut run = Run::new(seed);
        for _ in 0..STEPS {
            run.step();
        }
        read += run.read.len();
        run.end(seed);
    }
    assert!(read > 100_000, "only {read} records were read");
}

#[test]
fn a_full_disk_that_keeps_no_position_is_made_room_on() {
    let disk = Disk::default();
    let bounds = Bounds {
        most: 1000,
        segment: 60,
        when_full: WhenFull::Block,
        durability: Durability::Fsync,
    };
    let mut spill = open(&disk, bounds);
    for _ in 0..6 {
        spill.append(&[Bytes::from("{\"alert\":1}\n")]).unwrap();
    }
    let before = spill.on_disk();
    for _ in 0..5 {
        let batch = spill.read(1).unwrap();
        disk.0.lock().unwrap().fails = Some((0, 0));
        spill.advance(&batch, batch.alerts.len()).unwrap_err();
    }
    assert!(
        spill.on_disk() < before / 2,
        "{} of {before}",
        spill.on_disk()
    );
    let reopened = open(&disk, bounds);
    assert!(
        (1..=2).contains(&reopened.records()),
        "{}",
        reopened.records()
    );
}
