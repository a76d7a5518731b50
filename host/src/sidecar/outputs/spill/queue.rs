//! Alerts in segments on disk: appended at one end, read at the other, bounded.
//!
//! A segment is named by the number of its first record. A new one is begun at each start and after each error, so that
//! nothing is ever written behind what may be damaged; a record whose number belongs to a later segment was never
//! accepted, and is passed over.

use std::collections::VecDeque;
use std::io;

use bytes::Bytes;

use super::files::{Append, Files};
use super::position::Position;
use super::record;
use super::walk::{Walk, Wanted};
use crate::sidecar::config::{Durability, WhenFull};

const SUFFIX: &str = ".alerts";

/// Bounds of a spill, and what it does at them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Bytes on disk.
    pub(crate) most: u64,
    /// Bytes from which on a segment is not appended to.
    pub(crate) segment: u64,
    pub(crate) when_full: WhenFull,
    pub(crate) durability: Durability,
}

/// Why alerts are not in a spill.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SpillError {
    /// It is full, and what is in it stays.
    #[error("the spill is full (max_size)")]
    Full,
    /// They would never fit.
    #[error("an alert is larger than the spill (max_size)")]
    TooLarge,
    /// The system does not write them.
    #[error("cannot write to the spill: {0}")]
    Write(#[from] io::Error),
}

/// Alerts on disk.
pub(crate) struct Spill<F: Files> {
    files: F,
    bounds: Bounds,
    /// Oldest first.
    segments: VecDeque<Segment>,
    /// The last of them, if it is appended to.
    writing: Option<F::File>,
    /// The number of the record that is appended next.
    next: u64,
    read: Position,
    /// Records that were removed to keep the bound since it was opened.
    dropped: u64,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    first: u64,
    bytes: u64,
}

/// Alerts that were read and are not done with.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) alerts: Vec<Bytes>,
    /// Records that should have stood between them.
    pub(crate) lost: u64,
    numbers: Vec<u64>,
    /// Where they begin in their segment.
    start: Position,
    end: Position,
}

impl<F: Files> Spill<F> {
    /// Opens what is there; and the bytes at its end that a crash left torn.
    pub(crate) fn open(files: F, bounds: Bounds) -> io::Result<(Self, u64)> {
        let mut spill = Self {
            segments: segments(&files)?,
            files,
            bounds,
            writing: None,
            next: 0,
            read: Position::default(),
            dropped: 0,
        };
        let torn = spill.find_ends()?;
        spill.tidy()?;
        Ok((spill, torn))
    }

    fn find_ends(&mut self) -> io::Result<u64> {
        let mut torn = 0;
        if let Some(last) = self.segments.back().copied() {
            let bytes = self.files.read(&name(last.first), 0, last.bytes)?;
            let wanted = Wanted {
                from: last.first,
                before: u64::MAX,
                left: bytes.len() as u64,
            };
            let walk = Walk::through(&Bytes::from(bytes), wanted);
            self.next = walk.next;
            torn = last.bytes - walk.whole;
        }
        let first = self.segments.front().map_or(0, |segment| segment.first);
        // One that a crash brought back is older than the oldest segment: what it misses was done with.
        let kept = Position::read(&self.files).filter(|kept| kept.number >= first);
        self.read = kept.unwrap_or(Position::start(first));
        self.next = self.next.max(self.read.number);
        Ok(torn)
    }

    /// Adds alerts, all or none of them.
    pub(crate) fn append(&mut self, alerts: &[Bytes]) -> Result<(), SpillError> {
        let mut bytes = Vec::new();
        for (number, alert) in (self.next..).zip(alerts) {
            record::encode(number, alert, &mut bytes);
        }
        self.make_room(bytes.len() as u64)?;
        self.write(&bytes)?;
        self.next += alerts.len() as u64;
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let full = |segment: &Segment| segment.bytes >= self.bounds.segment;
        if self.writing.is_none() || self.segments.back().is_none_or(full) {
            self.begin()?;
        }
        let (Some(file), Some(segment)) = (&mut self.writing, self.segments.back_mut()) else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let mut written = file.append(bytes);
        if self.bounds.durability == Durability::Fsync {
            written = written.and_then(|()| file.sync());
        }
        if written.is_ok() {
            segment.bytes += bytes.len() as u64;
        } else {
            // What stays there is passed over: the next segment begins with its numbers.
            let _ = file.truncate(segment.bytes);
            self.writing = None;
        }
        written
    }

    fn begin(&mut self) -> io::Result<()> {
        self.writing = None;
        let file = self.files.create(&name(self.next))?;
        self.segments.retain(|segment| segment.first != self.next);
        self.segments.push_back(Segment {
            first: self.next,
            bytes: 0,
        });
        self.writing = Some(file);
        Ok(())
    }

    fn make_room(&mut self, bytes: u64) -> Result<(), SpillError> {
        if bytes > self.bounds.most {
            return Err(SpillError::TooLarge);
        }
        while self.on_disk() + bytes > self.bounds.most {
            if self.is_empty() || self.bounds.when_full == WhenFull::DropOldest {
                self.drop_oldest()?;
            } else {
                return Err(SpillError::Full);
            }
        }
        Ok(())
    }

    fn drop_oldest(&mut self) -> Result<(), SpillError> {
        let Some((oldest, end)) = self.oldest() else {
            return Err(SpillError::Full);
        };
        if self.segments.len() == 1 {
            self.writing = None;
        }
        self.remove(oldest)?;
        self.dropped += end.saturating_sub(self.read.number.max(oldest.first));
        if self.read.number < end {
            self.read = Position::start(end);
        }
        Ok(())
    }

    /// The oldest segment, and the number that comes after it.
    fn oldest(&self) -> Option<(Segment, u64)> {
        let mut segments = self.segments.iter();
        let oldest = segments.next()?;
        Some((
            *oldest,
            segments.next().map_or(self.next, |next| next.first),
        ))
    }

    fn remove(&mut self, oldest: Segment) -> io::Result<()> {
        match self.files.remove(&name(oldest.first)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => self.segments.pop_front(),
        };
        Ok(())
    }

    /// Removes segments that are done with.
    fn tidy(&mut self) -> io::Result<()> {
        while let Some((oldest, end)) = self.oldest() {
            let last = self.segments.len() == 1;
            if end > self.read.number || last && self.writing.is_some() {
                break;
            }
            self.remove(oldest)?;
        }
        Ok(())
    }

    /// What comes next: alerts of about so many bytes, of one segment.
    pub(crate) fn read(&self, most: u64) -> io::Result<Batch> {
        let mut batch = Batch {
            alerts: Vec::new(),
            lost: 0,
            numbers: Vec::new(),
            start: self.read,
            end: self.read,
        };
        while batch.alerts.is_empty() && batch.end.number < self.next {
            self.read_on(&mut batch, most)?;
        }
        Ok(batch)
    }

    fn read_on(&self, batch: &mut Batch, most: u64) -> io::Result<()> {
        let Some((segment, before)) = self.segment_of(batch.end.number) else {
            batch.lost += self.next - batch.end.number;
            batch.end = Position::start(self.next);
            return Ok(());
        };
        if segment.first > batch.end.number {
            batch.lost += segment.first - batch.end.number;
            batch.end.number = segment.first;
        }
        if segment.first != batch.end.segment {
            batch.end.segment = segment.first;
            batch.end.offset = 0;
        }
        let mut walk = self.walk(segment, batch.end, before, most)?;
        if walk.alerts.is_empty() && !walk.ended {
            walk = self.walk(segment, batch.end, before, u64::MAX)?;
        }
        batch.take(walk, before);
        Ok(())
    }

    /// The segment that holds a record, and the number that comes after it.
    fn segment_of(&self, number: u64) -> Option<(Segment, u64)> {
        let behind = self.segments.partition_point(|s| s.first <= number).max(1);
        let segment = self.segments.get(behind - 1)?;
        let end = self.segments.get(behind).map_or(self.next, |s| s.first);
        Some((*segment, end))
    }

    /// A segment that is gone, or shorter than it was, ends where its bytes do.
    fn walk(&self, segment: Segment, at: Position, before: u64, most: u64) -> io::Result<Walk> {
        let left = segment.bytes.saturating_sub(at.offset);
        let asked = left.min(most);
        let bytes = match self.files.read(&name(segment.first), at.offset, asked) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            bytes => bytes?,
        };
        let short = (bytes.len() as u64) < asked;
        let wanted = Wanted {
            from: at.number,
            before,
            left: if short { bytes.len() as u64 } else { left },
        };
        Ok(Walk::through(&Bytes::from(bytes), wanted))
    }

    /// Is done with so many alerts of what was read.
    pub(crate) fn advance(&mut self, batch: &Batch, done: usize) -> io::Result<()> {
        let reached = batch.reached(done);
        if reached.number >= self.read.number {
            self.read = reached;
        }
        // On a full disk the position cannot be kept, and what makes room is to remove segments.
        let kept = self.read.keep(&self.files);
        self.tidy()?;
        kept
    }

    /// Whether everything is done with.
    pub(crate) fn is_empty(&self) -> bool {
        self.read.number >= self.next
    }

    /// Records that wait.
    pub(crate) fn records(&self) -> u64 {
        self.next.saturating_sub(self.read.number)
    }

    /// Bytes on disk.
    pub(crate) fn on_disk(&self) -> u64 {
        self.segments.iter().map(|segment| segment.bytes).sum()
    }

    /// Records that were removed to keep the bound since it was opened.
    pub(crate) const fn dropped(&self) -> u64 {
        self.dropped
    }
}

impl Batch {
    /// The place behind so many of its alerts.
    fn reached(&self, done: usize) -> Position {
        match self.numbers.get(..done) {
            Some(numbers) if done < self.alerts.len() => Position {
                number: numbers.last().map_or(self.start.number, |last| last + 1),
                ..self.start
            },
            _ => self.end,
        }
    }

    fn take(&mut self, walk: Walk, before: u64) {
        self.lost += walk.lost;
        self.alerts = walk.alerts;
        self.numbers = walk.numbers;
        self.start = self.end;
        self.end.number = walk.next;
        self.end.offset += walk.done;
        if walk.ended && walk.next < before {
            self.lost += before - walk.next;
            self.end.number = before;
        }
    }
}

fn name(first: u64) -> String {
    format!("{first:020}{SUFFIX}")
}

fn segments(files: &impl Files) -> io::Result<VecDeque<Segment>> {
    let mut segments: Vec<Segment> = files
        .list()?
        .into_iter()
        .filter_map(|(name, bytes)| {
            let first = name.strip_suffix(SUFFIX)?.parse().ok()?;
            Some(Segment { first, bytes })
        })
        .collect();
    segments.sort_unstable_by_key(|segment| segment.first);
    Ok(segments.into())
}
