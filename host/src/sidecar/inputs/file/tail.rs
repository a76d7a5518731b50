//! One file that is followed.

use std::fs::{File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use tracing::warn;

use super::identity::{Fingerprint, Identity, read_at};
use super::positions::Position;
use crate::sidecar::inputs::lines::{Batch, Cutter};

/// Bytes that are read at once.
const CHUNK: usize = 256 * 1024;

/// A file that is followed, wherever it is moved.
pub(super) struct Tail {
    file: File,
    pub(super) path: PathBuf,
    pub(super) identity: Identity,
    fingerprint: Fingerprint,
    /// Everything before is delivered.
    offset: u64,
    /// What is left of a line that is longer than what is held.
    cutter: Option<Cutter>,
    /// Length and time of change when there was nothing more to read.
    exhausted: Option<(u64, SystemTime)>,
    /// Since when there is nothing more, and no name of it is to be followed.
    idle: Option<Instant>,
    /// Whether one of the names that are to be followed means it, as far as is known.
    pub(super) is_named: bool,
}

/// Bounds of what is read at once.
#[derive(Clone, Copy, Debug)]
pub(super) struct TailBounds {
    pub(super) max_batch: usize,
    pub(super) max_record: usize,
}

impl Tail {
    /// Follows an open file from an offset on.
    pub(super) fn new(file: File, path: &Path, offset: u64) -> io::Result<Self> {
        Ok(Self {
            identity: Identity::of(&file.metadata()?),
            fingerprint: Fingerprint::of(&file)?,
            file,
            path: path.to_owned(),
            offset,
            cutter: None,
            exhausted: None,
            idle: None,
            is_named: true,
        })
    }

    /// The next whole lines, if there are any.
    pub(super) fn next(&mut self, bounds: TailBounds) -> io::Result<Option<Batch>> {
        let about = self.file.metadata()?;
        let now = (about.len(), about.modified()?);
        if self.exhausted == Some(now) {
            return Ok(None);
        }
        if self.was_replaced(&about)? {
            return self.begin_again(bounds);
        }
        let (batch, ended) = self.read(bounds)?;
        self.exhausted = ended.then_some(now);
        self.idle = None;
        Ok(batch)
    }

    /// What is left where nothing more is to come: the line that was never ended.
    pub(super) fn last(&mut self, bounds: TailBounds) -> io::Result<Option<Batch>> {
        let mut cutter = self.cutter(bounds);
        self.fill(&mut cutter, bounds)?;
        cutter.finish();
        Ok(cutter.take())
    }

    /// Whether it is to be followed no longer: it has lost its name, and nothing came for a while.
    pub(super) fn is_over(&mut self, patience: Duration) -> bool {
        if self.is_named || self.exhausted.is_none() {
            self.idle = None;
            return false;
        }
        self.idle.get_or_insert_with(Instant::now).elapsed() >= patience
    }

    /// Notes that everything up to an offset is delivered.
    pub(super) fn delivered(&mut self, offset: u64) -> Position {
        self.offset = offset;
        self.position()
    }

    /// How far it is delivered.
    pub(super) fn position(&self) -> Position {
        Position {
            path: self.path.clone(),
            identity: self.identity,
            fingerprint: self.fingerprint.clone(),
            offset: self.offset,
        }
    }

    fn cutter(&mut self, bounds: TailBounds) -> Cutter {
        let cutter = self.cutter.take();
        cutter.unwrap_or_else(|| Cutter::new(self.offset, bounds.max_record))
    }

    fn read(&mut self, bounds: TailBounds) -> io::Result<(Option<Batch>, bool)> {
        if !self.fingerprint.is_full() {
            self.fingerprint = Fingerprint::of(&self.file)?;
        }
        let mut cutter = self.cutter(bounds);
        let ended = self.fill(&mut cutter, bounds)?;
        let batch = cutter.take();
        // The beginning of a line is read again when more of it is there; only of a long one it is known where it stands.
        if cutter.is_passing() {
            self.cutter = Some(cutter);
        }
        Ok((batch, ended))
    }

    /// Whether the end was reached.
    fn fill(&self, cutter: &mut Cutter, bounds: TailBounds) -> io::Result<bool> {
        let mut chunk = vec![0; CHUNK];
        while cutter.ready() < bounds.max_batch {
            let length = read_at(&self.file, &mut chunk, cutter.fed())?;
            cutter.feed(chunk.get(..length).unwrap_or_default());
            if length < chunk.len() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether it was emptied since, and maybe written anew.
    fn was_replaced(&self, about: &Metadata) -> io::Result<bool> {
        let seen = self.cutter.as_ref().map_or(self.offset, Cutter::fed);
        Ok(about.len() < seen || !self.fingerprint.fits(&self.file)?)
    }

    /// Everything in it is new. What was not delivered before is gone with the old content.
    fn begin_again(&mut self, bounds: TailBounds) -> io::Result<Option<Batch>> {
        warn!(path = %self.path.display(), offset = self.offset, "a file was emptied and is read from its beginning");
        self.cutter = None;
        self.offset = 0;
        self.fingerprint = Fingerprint::of(&self.file)?;
        self.exhausted = None;
        self.read(bounds).map(|(batch, _)| batch)
    }
}

/// Where the last whole line of a file ends, as far as it is found in its last bytes.
pub(super) fn end_of_lines(file: &File) -> io::Result<u64> {
    let length = file.metadata()?.len();
    let start = length.saturating_sub(CHUNK as u64);
    let mut last = vec![0; CHUNK];
    let read = read_at(file, &mut last, start)?;
    let last = last.get(..read).unwrap_or_default();
    let end = last.iter().rposition(|byte| *byte == b'\n');
    Ok(end.map_or(length, |end| start + end as u64 + 1))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;

    const BOUNDS: TailBounds = TailBounds {
        max_batch: 1 << 20,
        max_record: 1000,
    };

    struct Log {
        folder: tempfile::TempDir,
    }

    impl Log {
        fn new(text: &str) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let log = Self { folder };
            fs::write(log.path(), text).unwrap();
            log
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("log")
        }

        fn append(&self, text: &[u8]) {
            let mut file = File::options().append(true).open(self.path()).unwrap();
            file.write_all(text).unwrap();
        }

        fn tail(&self, offset: u64) -> Tail {
            Tail::new(File::open(self.path()).unwrap(), &self.path(), offset).unwrap()
        }
    }

    /// The next lines, which are then delivered.
    fn lines(tail: &mut Tail) -> Option<String> {
        let batch = tail.next(BOUNDS).unwrap()?;
        let _ = tail.delivered(batch.end);
        Some(String::from_utf8(batch.lines).unwrap())
    }

    #[test]
    fn only_whole_lines_are_read_and_the_rest_when_it_is_whole() {
        let log = Log::new("one\ntw");
        let mut tail = log.tail(0);
        assert_eq!(lines(&mut tail).as_deref(), Some("one\n"));
        assert_eq!(lines(&mut tail), None);
        log.append(b"o\nthree\nfour");
        assert_eq!(lines(&mut tail).as_deref(), Some("two\nthree\n"));
        assert_eq!(tail.last(BOUNDS).unwrap().unwrap().lines, b"four");
    }

    #[test]
    fn what_was_not_delivered_is_read_again() {
        let log = Log::new("one\n");
        let mut tail = log.tail(0);
        assert_eq!(tail.next(BOUNDS).unwrap().unwrap().lines, b"one\n");
        log.append(b"two\n");
        assert_eq!(lines(&mut tail).as_deref(), Some("one\ntwo\n"));
    }

    #[test]
    fn a_file_that_was_emptied_is_read_from_its_beginning() {
        let log = Log::new("one\ntwo\n");
        let mut tail = log.tail(4);
        assert_eq!(lines(&mut tail).as_deref(), Some("two\n"));
        fs::write(log.path(), "new\n").unwrap();
        assert_eq!(lines(&mut tail).as_deref(), Some("new\n"));
        fs::write(log.path(), "").unwrap();
        assert_eq!(lines(&mut tail), None);
        fs::write(log.path(), "longer than all before\n").unwrap();
        assert_eq!(
            lines(&mut tail).as_deref(),
            Some("longer than all before\n")
        );
    }

    #[test]
    fn a_line_beyond_the_bound_is_told_once_it_is_over() {
        let log = Log::new("one\n");
        let mut tail = log.tail(0);
        log.append(&[b'x'; 3000]);
        assert_eq!(lines(&mut tail).as_deref(), Some("one\n"));
        log.append(&[b'x'; 3000]);
        assert_eq!(lines(&mut tail), None);
        log.append(b"\ntwo\n");
        let batch = tail.next(BOUNDS).unwrap().unwrap();
        assert_eq!((&batch.lines[..], batch.end), (&b"two\n"[..], 6009));
        assert_eq!((batch.long[0].offset, batch.long[0].head.len()), (4, 6000));
    }

    #[test]
    fn a_file_that_lost_its_name_is_over_when_nothing_comes_any_more() {
        let log = Log::new("one\n");
        let mut tail = log.tail(0);
        tail.is_named = false;
        assert!(!tail.is_over(Duration::ZERO));
        assert!(lines(&mut tail).is_some());
        assert!(!tail.is_over(Duration::from_mins(10)));
        assert!(tail.is_over(Duration::ZERO));
        tail.is_named = true;
        assert!(!tail.is_over(Duration::ZERO));
    }

    #[test]
    fn the_end_of_the_last_whole_line_is_found() {
        for (text, end) in [("", 0), ("one\n", 4), ("one\ntw", 4), ("one", 3)] {
            let log = Log::new(text);
            let file = File::open(log.path()).unwrap();
            assert_eq!(end_of_lines(&file).unwrap(), end, "{text}");
        }
    }
}
