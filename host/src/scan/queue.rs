//! What is to be done next, and what is told when: the inputs that were begun, in order.
//!
//! Of an input that leaves nothing unfinished where its batches end, any thread judges the next batch as if an input
//! began there. What comes of it counts if the batches before do leave nothing unfinished; otherwise it is judged again
//! by the thread whose instance has what is unfinished.

use std::collections::VecDeque;
use std::io;

use super::batch::{Batch, Parked, Ticket};
use super::course::Course;
use super::judged::Judged;
use super::open::{After, Open, Turn};
use super::{Loaded, Report};
use crate::commands::CommandError;
use crate::input::{Discovery, Feed, Input, InputError};

/// The inputs of a scan.
pub(super) struct Queue {
    pub(super) report: Report,
    pub(super) discovery: Discovery,
    /// Whether the scan is over before its end, and why.
    pub(super) failure: Option<CommandError>,
    pub(super) is_stopped: bool,
    /// Threads that take part.
    pub(super) threads: usize,
    /// An instance that is needed no more.
    pub(super) spare: Option<Loaded>,
    inputs: VecDeque<Open>,
    /// Number of the first of them.
    first: u64,
    found: Option<Input>,
    is_listed: bool,
    /// Bytes that are kept for their turn.
    waiting: usize,
    most_waiting: usize,
}

/// What a thread is to do.
pub(super) enum Step {
    /// Load the rules, since there is something to judge.
    Load,
    /// Open an input and judge its first batch.
    Open(Ticket, Input),
    /// Judge the next batch.
    Read(Ticket, Feed),
    /// Wait for a change.
    Wait,
    /// Nothing more.
    Over,
}

/// Where the next batch of an input comes from that a thread goes on with.
pub(super) enum Next {
    /// From the input.
    Read(Feed),
    /// It was read by another thread.
    Given(Parked),
    /// Nobody knows yet.
    Wait,
    /// Nowhere: the scan is over.
    Over,
}

impl Queue {
    /// Nothing was begun yet; no more than so many bytes wait for their turn.
    pub(super) fn new(discovery: Discovery, report: Report, threads: usize, most: usize) -> Self {
        Self {
            report,
            discovery,
            failure: None,
            is_stopped: false,
            threads,
            spare: None,
            inputs: VecDeque::new(),
            first: 0,
            found: None,
            is_listed: false,
            waiting: 0,
            most_waiting: most,
        }
    }

    /// What a thread is to do that has an instance, or has none.
    pub(super) fn next(&mut self, is_ready: bool) -> io::Result<Step> {
        if self.is_stopped {
            return Ok(Step::Over);
        }
        if let Some(at) = self.shared() {
            return Ok(self.share(at, is_ready));
        }
        if self.has_room() && self.find()? {
            return Ok(self.open_found(is_ready));
        }
        let is_over = self.is_listed && self.inputs.is_empty();
        Ok(if is_over { Step::Over } else { Step::Wait })
    }

    /// A batch was read; `feed` is nothing after the last one.
    pub(super) fn was_read(&mut self, ticket: Ticket, feed: Option<Feed>) {
        if let Some(open) = self.open(ticket) {
            open.was_read(feed);
        }
    }

    /// Whether it is the turn of a batch; nothing if its input is left.
    pub(super) fn turn(&mut self, ticket: Ticket, begins: bool) -> Option<Turn> {
        let is_stopped = self.is_stopped;
        let open = self.open(ticket).filter(|open| !open.is_done)?;
        (!is_stopped).then(|| open.turn(ticket.batch, begins))
    }

    /// Whether more may wait for its turn.
    pub(super) fn has_room(&self) -> bool {
        self.waiting < self.most_waiting || self.inputs.is_empty()
    }

    /// Tells a batch whose turn it is.
    pub(super) fn tell(
        &mut self,
        ticket: Ticket,
        batch: Batch,
        judged: Judged,
    ) -> io::Result<After> {
        self.change(ticket, |open| open.tell(batch, judged))
    }

    /// Keeps a batch until its turn comes.
    pub(super) fn park(&mut self, ticket: Ticket, parked: Parked) {
        if let Some(open) = self.open(ticket) {
            open.park(ticket.batch, parked);
        }
        self.charge(ticket);
    }

    /// Lends the course of an input to the thread whose turn it is.
    pub(super) fn lend(&mut self, ticket: Ticket) -> Option<Course> {
        self.open(ticket)?.course.take()
    }

    /// Takes it back, with a batch told.
    pub(super) fn resume(
        &mut self,
        ticket: Ticket,
        course: Course,
        batch: Batch,
        at_rest: bool,
    ) -> io::Result<After> {
        self.change(ticket, |open| open.resume(course, batch, at_rest))
    }

    /// Takes it back and leaves the rest of the input.
    pub(super) fn leave(
        &mut self,
        ticket: Ticket,
        course: Course,
        batch: &Batch,
    ) -> io::Result<After> {
        self.change(ticket, |open| open.leave(course, batch))
    }

    /// An input cannot be opened.
    pub(super) fn unreadable(&mut self, ticket: Ticket, error: &InputError) -> io::Result<()> {
        let told = self.change(ticket, |open| {
            if let Some(course) = &mut open.course {
                course.log.unreadable(error);
            }
            open.is_done = true;
            After::Free
        });
        told.map(drop)
    }

    /// The next batch of an input that a thread goes on with.
    pub(super) fn follow(&mut self, ticket: Ticket) -> Next {
        let may_go_on = ticket.input == self.first || self.has_room();
        if self.is_stopped {
            return Next::Over;
        }
        let Some(open) = self.open(ticket) else {
            return Next::Over;
        };
        if !may_go_on {
            return Next::Wait;
        }
        if let Some(parked) = open.take_parked() {
            self.charge(ticket);
            return Next::Given(parked);
        }
        let is_next = open.read == ticket.batch;
        let feed = is_next.then(|| open.feed.take()).flatten();
        feed.map_or(Next::Wait, Next::Read)
    }

    /// Tells what there is to tell of the first inputs.
    fn flush(&mut self) -> io::Result<()> {
        while let Some(open) = self.inputs.front_mut() {
            let Some(course) = &mut open.course else {
                return Ok(());
            };
            let log = course.log.take();
            self.report.take(course.place.input(), log)?;
            let is_done = open.is_done;
            self.charge(Ticket {
                input: self.first,
                batch: 0,
            });
            if !is_done {
                return Ok(());
            }
            self.forget_first();
        }
        Ok(())
    }

    fn forget_first(&mut self) {
        if let Some(open) = self.inputs.pop_front() {
            self.waiting = self.waiting.saturating_sub(open.charged);
            self.first += 1;
        }
    }

    fn change(
        &mut self,
        ticket: Ticket,
        change: impl FnOnce(&mut Open) -> After,
    ) -> io::Result<After> {
        let Some(open) = self.open(ticket) else {
            return Ok(After::Free);
        };
        let after = change(open);
        self.charge(ticket);
        if ticket.input == self.first {
            self.flush()?;
        }
        Ok(after)
    }

    /// Counts what an input takes to keep by now.
    fn charge(&mut self, ticket: Ticket) {
        let Some(open) = self.open(ticket) else {
            return;
        };
        let (before, now) = (open.charged, open.size());
        open.charged = now;
        self.waiting = (self.waiting + now).saturating_sub(before);
    }

    fn open(&mut self, ticket: Ticket) -> Option<&mut Open> {
        let at = ticket.input.checked_sub(self.first)?;
        self.inputs.get_mut(usize::try_from(at).ok()?)
    }

    /// The first input that any thread may go on with. What comes of any but the very first has to wait.
    fn shared(&self) -> Option<usize> {
        let most = if self.has_room() { usize::MAX } else { 1 };
        let mut inputs = self.inputs.iter().take(most);
        inputs.position(Open::is_open_to_all)
    }

    fn share(&mut self, at: usize, is_ready: bool) -> Step {
        let input = self.first + at as u64;
        match self.inputs.get_mut(at) {
            Some(open) if is_ready => {
                let ticket = Ticket {
                    input,
                    batch: open.read,
                };
                open.feed
                    .take()
                    .map_or(Step::Wait, |feed| Step::Read(ticket, feed))
            }
            _ => Step::Load,
        }
    }

    /// Whether there is another input.
    fn find(&mut self) -> io::Result<bool> {
        while self.found.is_none() && !self.is_listed {
            match self.discovery.next() {
                Some(Ok(input)) => self.found = Some(input),
                Some(Err((name, error))) => self.add_unlisted(name, &error)?,
                None => self.is_listed = true,
            }
        }
        Ok(self.found.is_some())
    }

    fn add_unlisted(&mut self, name: String, error: &InputError) -> io::Result<()> {
        let ticket = self.add(name);
        if let Some(course) = self.open(ticket).and_then(|open| open.course.as_mut()) {
            course.log.totals.inputs = 0;
        }
        self.unreadable(ticket, error)
    }

    fn open_found(&mut self, is_ready: bool) -> Step {
        if !is_ready {
            return Step::Load;
        }
        match self.found.take() {
            Some(input) => Step::Open(self.add(input.name()), input),
            None => Step::Wait,
        }
    }

    fn add(&mut self, name: String) -> Ticket {
        let input = self.first + self.inputs.len() as u64;
        self.inputs.push_back(Open::new(name));
        let ticket = Ticket { input, batch: 0 };
        self.charge(ticket);
        ticket
    }
}

#[cfg(test)]
mod tests {
    use super::super::AlertWriter;
    use super::*;
    use crate::cli::{AlertFormat, Size};
    use crate::input::Source;
    use crate::terminal::{ColorChoice, Messages};

    /// A queue of three inputs of which so many bytes may wait.
    fn queue(most: usize) -> (tempfile::TempDir, Queue) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.json", "b.json", "c.json"] {
            std::fs::write(folder.path().join(name), b"x\nx\n").unwrap();
        }
        let alerts = AlertWriter::new(AlertFormat::Json, ColorChoice::Never);
        let report = Report::new(alerts, 10, Messages::new(ColorChoice::Never));
        let discovery = Discovery::new([folder.path().to_owned()]);
        (folder, Queue::new(discovery, report, 2, most))
    }

    /// Opens the next input and judges its first batch, which leaves nothing unfinished.
    fn open(queue: &mut Queue) -> Ticket {
        let Step::Open(ticket, input) = queue.next(true).unwrap() else {
            panic!("nothing to open")
        };
        let feed = Feed::new(Source::open(&input, Size::mebibytes(8)).unwrap());
        queue.was_read(ticket, Some(feed));
        ticket
    }

    fn tell(queue: &mut Queue, ticket: Ticket) {
        let judged = Judged {
            lines: vec![b'\n'; 100],
            at_rest: true,
            ..Judged::default()
        };
        let batch = Batch::read(b"x\n", true, None);
        assert_eq!(queue.tell(ticket, batch, judged).unwrap(), After::Free);
    }

    #[test]
    fn the_first_input_that_is_open_to_all_comes_first() {
        let (_folder, mut queue) = queue(1 << 20);
        assert!(matches!(queue.next(false).unwrap(), Step::Load));
        let (a, b) = (open(&mut queue), open(&mut queue));
        tell(&mut queue, b);
        assert!(matches!(queue.next(true).unwrap(), Step::Read(ticket, _) if ticket == b.next()));
        tell(&mut queue, a);
        assert!(matches!(queue.next(true).unwrap(), Step::Read(ticket, _) if ticket == a.next()));
        assert!(matches!(queue.next(true).unwrap(), Step::Open(..)));
        assert!(matches!(queue.next(true).unwrap(), Step::Wait));
    }

    #[test]
    fn nothing_but_the_first_input_goes_on_while_too_much_waits() {
        let (_folder, mut queue) = queue(2500);
        let (a, b) = (open(&mut queue), open(&mut queue));
        (0..5).for_each(|batch| tell(&mut queue, Ticket { batch, ..b }));
        assert!(matches!(queue.next(true).unwrap(), Step::Wait));
        tell(&mut queue, a);
        assert!(matches!(queue.next(true).unwrap(), Step::Read(ticket, _) if ticket == a.next()));
        queue
            .unreadable(a, &InputError::Open(io::ErrorKind::NotFound.into()))
            .unwrap();
        assert!(queue.has_room());
        assert!(matches!(queue.next(true).unwrap(), Step::Read(ticket, _) if ticket == b.next()));
    }
}
