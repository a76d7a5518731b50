//! An input that was begun and is not yet told to its end.

use std::collections::BTreeMap;

use super::batch::{Batch, Parked};
use super::course::{Course, End};
use super::judged::Judged;
use crate::input::Feed;

/// An input that was begun.
pub(super) struct Open {
    /// How far it is told; nothing while a thread has it.
    pub(super) course: Option<Course>,
    /// Nothing while a thread reads from it, and after its end.
    pub(super) feed: Option<Feed>,
    /// Batches that were read.
    pub(super) read: u64,
    /// The batch whose turn it is to be told.
    pub(super) turn: u64,
    /// Whether it is told to its end.
    pub(super) is_done: bool,
    /// What this takes to keep, as far as it was counted.
    pub(super) charged: usize,
    is_patient: bool,
    at_rest: bool,
    parked: BTreeMap<u64, Parked>,
    parked_bytes: usize,
}

/// What becomes of a batch that was judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// It is told now.
    Mine,
    /// Others come before.
    NotYet,
    /// It was not right to judge it as if an input began there.
    Void,
}

/// What the thread that judged a batch does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// Whatever comes next.
    Free,
    /// Goes on with the input, whose next batch only its instance can judge.
    Carries {
        /// Whether the instance lost its place, and goes on line by line.
        is_lost: bool,
    },
}

impl Open {
    /// An input that a thread goes on to open.
    pub(super) fn new(name: String) -> Self {
        Self {
            course: Some(Course::new(name)),
            feed: None,
            read: 0,
            turn: 0,
            is_done: false,
            charged: 0,
            is_patient: false,
            at_rest: true,
            parked: BTreeMap::new(),
            parked_bytes: 0,
        }
    }

    /// Bytes that it takes to keep.
    pub(super) fn size(&self) -> usize {
        let log = self.course.as_ref().map_or(0, |course| course.log.size());
        log + self.parked_bytes
    }

    /// A batch was read; `feed` is nothing after the last one.
    pub(super) fn was_read(&mut self, feed: Option<Feed>) {
        self.read += 1;
        if let Some(feed) = &feed {
            self.is_patient = feed.is_patient();
        }
        self.feed = feed;
    }

    /// Whether a thread may read the next batch now, whichever thread it is.
    pub(super) const fn is_open_to_all(&self) -> bool {
        self.feed.is_some() && self.is_shared()
    }

    /// Whether any thread may judge batches: those so far left nothing unfinished, so the next ones most likely do not.
    const fn is_shared(&self) -> bool {
        self.turn > 0 && self.at_rest && self.is_patient && !self.is_done
    }

    /// Whether it is the turn of a batch.
    pub(super) const fn turn(&self, number: u64, begins: bool) -> Turn {
        if self.turn != number {
            Turn::NotYet
        } else if begins && !self.at_rest {
            Turn::Void
        } else {
            Turn::Mine
        }
    }

    /// Keeps a batch until its turn comes, or the thread comes that has to judge it.
    pub(super) fn park(&mut self, number: u64, parked: Parked) {
        self.parked_bytes += parked.size();
        self.parked.insert(number, parked);
    }

    /// The batch whose turn it is, if it was read by another thread than has to judge it.
    pub(super) fn take_parked(&mut self) -> Option<Parked> {
        let parked = self.parked.remove(&self.turn)?;
        self.parked_bytes = self.parked_bytes.saturating_sub(parked.size());
        Some(parked)
    }

    /// Tells the batch whose turn it is, and those that were waiting for it.
    pub(super) fn tell(&mut self, batch: Batch, judged: Judged) -> After {
        self.tell_one(batch, judged);
        while let Some((batch, judged)) = self.next_told() {
            self.tell_one(batch, judged);
        }
        self.after()
    }

    /// Takes the course back from a thread that told a batch itself.
    pub(super) fn resume(&mut self, course: Course, batch: Batch, at_rest: bool) -> After {
        let at_rest = at_rest && course.place.is_known();
        self.course = Some(course);
        self.pass(batch.len, batch.end, at_rest);
        match self.next_told() {
            Some((batch, judged)) => self.tell(batch, judged),
            None => self.after(),
        }
    }

    /// Leaves what remains of it.
    pub(super) fn leave(&mut self, course: Course, batch: &Batch) -> After {
        self.course = Some(course);
        self.count(batch.len);
        self.is_done = true;
        self.after()
    }

    fn tell_one(&mut self, batch: Batch, judged: Judged) {
        let at_rest = judged.at_rest;
        if let Some(course) = &mut self.course {
            if batch.begins {
                course.place.begin();
            }
            course.take(judged, batch.len, batch.lines);
        }
        self.pass(batch.len, batch.end, at_rest);
    }

    fn pass(&mut self, len: usize, end: Option<End>, at_rest: bool) {
        self.count(len);
        self.turn += 1;
        self.at_rest = at_rest;
        self.is_done = end.is_some();
        if let Some(course) = &mut self.course {
            course.at_rest = at_rest;
            if let Some(end) = end {
                course.end(&end);
            }
        }
    }

    fn count(&mut self, len: usize) {
        if let Some(course) = &mut self.course {
            course.log.totals.add_bytes(len as u64);
        }
    }

    fn next_told(&mut self) -> Option<(Batch, Judged)> {
        let is_next = |parked: &Parked| parked.judged.is_some();
        let waits = self.parked.get(&self.turn).is_some_and(is_next);
        let parked = (self.at_rest && waits).then(|| self.take_parked())??;
        Some((parked.batch, parked.judged?))
    }

    fn after(&self) -> After {
        let is_known = |course: &Course| course.place.is_known();
        if self.is_done || self.is_shared() {
            After::Free
        } else {
            After::Carries {
                is_lost: !self.course.as_ref().is_none_or(is_known),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::log::Entry;
    use super::super::place::Origin;
    use super::*;

    fn batch(text: &str, end: Option<End>) -> Batch {
        Batch::read(text.as_bytes(), true, end)
    }

    fn judged(text: &str, at_rest: bool) -> Judged {
        Judged {
            events: 1,
            records: 1,
            lines: text.as_bytes().to_vec(),
            at_rest,
            ..Judged::default()
        }
    }

    fn parked(text: &str, is_judged: bool) -> Parked {
        Parked {
            bytes: text.as_bytes().to_vec(),
            batch: batch(text, None),
            judged: is_judged.then(|| judged(text, true)),
        }
    }

    fn open() -> Open {
        let mut open = Open::new("a".to_owned());
        open.is_patient = true;
        open
    }

    /// What was told, and where the instance had begun that judged it.
    fn told(open: &mut Open) -> Vec<(String, Origin)> {
        let log = open.course.as_mut().unwrap().log.take();
        let told = log.entries.into_iter().filter_map(|entry| match entry {
            Entry::Judged(judged, origin) => {
                Some((String::from_utf8(judged.lines).unwrap(), origin))
            }
            Entry::Said(_) => None,
        });
        told.collect()
    }

    const fn origin(offset: u64, records: u64) -> Origin {
        Origin { offset, records }
    }

    #[test]
    fn batches_that_wait_are_told_in_order_behind_the_one_that_was_missing() {
        let mut open = open();
        open.park(2, parked("three\n", true));
        open.park(1, parked("two\n", true));
        assert_eq!(open.turn(1, true), Turn::NotYet);
        assert!(told(&mut open).is_empty());
        let after = open.tell(batch("one\n", None), judged("one\n", true));
        assert_eq!((after, open.turn), (After::Free, 3));
        let texts = [
            ("one\n".to_owned(), origin(0, 0)),
            ("two\n".to_owned(), origin(4, 1)),
            ("three\n".to_owned(), origin(8, 2)),
        ];
        assert_eq!(told(&mut open), texts);
        assert_eq!(open.size(), 0);
    }

    #[test]
    fn behind_something_unfinished_no_guess_counts() {
        let mut open = open();
        open.park(1, parked("two\n", true));
        let after = open.tell(batch("one\n", None), judged("one\n", false));
        assert_eq!(after, After::Carries { is_lost: false });
        assert_eq!(
            (open.turn(1, true), open.turn(1, false)),
            (Turn::Void, Turn::Mine)
        );
        assert_eq!(open.take_parked().unwrap().bytes, b"two\n");
        open.park(2, parked("three\n", true));
        let mut again = batch("two\n", None);
        again.begins = false;
        assert_eq!(open.tell(again, judged("again\n", true)), After::Free);
        let texts = [
            ("one\n".to_owned(), origin(0, 0)),
            ("again\n".to_owned(), origin(0, 0)),
            ("three\n".to_owned(), origin(8, 2)),
        ];
        assert_eq!(told(&mut open), texts);
    }

    #[test]
    fn the_thread_that_reads_a_stream_goes_on_with_it() {
        let mut open = open();
        open.is_patient = false;
        let after = open.tell(batch("one\n", None), judged("one\n", true));
        assert_eq!(after, After::Carries { is_lost: false });
        let after = open.tell(batch("two\n", Some(Ok(()))), judged("two\n", true));
        assert_eq!((after, open.is_done), (After::Free, true));
    }

    #[test]
    fn a_course_that_lost_its_place_is_found_again_line_by_line() {
        let mut open = open();
        let mut course = open.course.take().unwrap();
        course.place.lose_instance();
        let after = open.resume(course, batch("one\n", None), true);
        assert_eq!(after, After::Carries { is_lost: true });
    }
}
