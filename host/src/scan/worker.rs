//! One thread of a scan, with an instance of the module.

use std::sync::Arc;
use std::thread;
use std::time::Instant;

use super::batch::{Batch, Parked, Ticket};
use super::hub::{Hub, Place};
use super::judged::Judged;
use super::open::After;
use super::queue::{Next, Step};
use super::times::{Times, timed};
use super::{Loaded, Spares};
use crate::commands::CommandError;
use crate::input::{Feed, Input, Source};
use crate::limits::InputLimits;
use crate::runtime::Program;

/// What all threads of a scan share.
pub(super) struct Common {
    pub(super) hub: Hub,
    pub(super) program: Program,
    /// Loads the rules.
    pub(super) request: Arc<[u8]>,
    /// For instances that died.
    pub(super) spares: Spares,
    pub(super) limits: InputLimits,
}

/// One thread of a scan.
pub(super) struct Worker {
    pub(super) common: Arc<Common>,
    /// Nothing until there is something to judge.
    pub(super) loaded: Option<Loaded>,
    pub(super) times: Times,
}

impl Worker {
    /// Does what there is to do, until there is nothing more.
    pub(super) fn run(mut self) {
        let common = Arc::clone(&self.common);
        let _presence = Presence(&common.hub);
        let started = Instant::now();
        if let Err(error) = self.work().and_then(|()| self.tell_profile()) {
            common.hub.stop(error);
        }
        self.times.all = started.elapsed();
        let mut queue = common.hub.lock();
        queue.report.add_times(self.times);
        if let Some(loaded) = self.loaded.take() {
            queue.report.note_memory(loaded.memory_bytes());
            queue.spare.get_or_insert(loaded);
        }
    }

    fn tell_profile(&mut self) -> Result<(), CommandError> {
        let common = Arc::clone(&self.common);
        if let Some(loaded) = self.loaded.as_mut().filter(|_| common.program.is_watched()) {
            let samples = loaded.take_samples();
            let profile = loaded.profile()?;
            let report = &mut common.hub.lock().report;
            report.add_samples(samples);
            report.add_profile(profile);
        }
        Ok(())
    }

    fn work(&mut self) -> Result<(), CommandError> {
        loop {
            match self.common.hub.next(self.loaded.is_some())? {
                Step::Load => self.load()?,
                Step::Open(ticket, input) => self.open(ticket, &input)?,
                Step::Read(ticket, feed) => self.go_on(ticket, feed)?,
                Step::Wait => {}
                Step::Over => return Ok(()),
            }
        }
    }

    fn load(&mut self) -> Result<(), CommandError> {
        let Common {
            program,
            request,
            limits,
            ..
        } = &*self.common;
        self.loaded = Some(Loaded::again(program, request, limits.batch)?);
        Ok(())
    }

    fn open(&mut self, ticket: Ticket, input: &Input) -> Result<(), CommandError> {
        match Source::open(input, self.common.limits.zstd_window) {
            Ok(source) => self.go_on(ticket, Feed::new(source)),
            Err(error) => self.common.hub.unreadable(ticket, &error),
        }
    }

    /// Judges a batch, and the batches behind it as long as only this instance can.
    fn go_on(&mut self, mut ticket: Ticket, feed: Feed) -> Result<(), CommandError> {
        let batch = self.read(ticket, feed, true)?;
        let mut after = self.judge(ticket, batch)?;
        while let After::Carries { is_lost } = after {
            ticket = ticket.next();
            let batch = match self.common.hub.follow(ticket) {
                Next::Read(feed) => self.read(ticket, feed, false)?,
                Next::Given(parked) => self.give(parked)?,
                Next::Wait | Next::Over => return Ok(()),
            };
            after = if is_lost {
                self.find_place(ticket, batch)?
            } else {
                self.judge(ticket, batch)?
            };
        }
        Ok(())
    }

    fn read(
        &mut self,
        ticket: Ticket,
        mut feed: Feed,
        begins: bool,
    ) -> Result<Batch, CommandError> {
        let mut reading = self.times.reading;
        let buffer = self.loaded()?.buffer()?;
        let filled = timed(&mut reading, || feed.fill(buffer));
        let bytes = buffer.get(..filled.len).unwrap_or_default();
        let batch = Batch::read(bytes, begins, filled.end);
        self.times.reading = reading;
        let feed = batch.end.is_none().then_some(feed);
        self.common.hub.was_read(ticket, feed);
        Ok(batch)
    }

    fn give(&mut self, parked: Parked) -> Result<Batch, CommandError> {
        self.loaded()?.give(&parked.bytes)?;
        Ok(Batch {
            begins: false,
            ..parked.batch
        })
    }

    fn judge(&mut self, ticket: Ticket, batch: Batch) -> Result<After, CommandError> {
        match self.judged(&batch) {
            Ok(judged) => self.settle(ticket, batch, judged),
            Err(error) => self.settle_failure(ticket, batch, &error),
        }
    }

    fn judged(&mut self, batch: &Batch) -> Result<Judged, CommandError> {
        self.loaded()?.tell_time(batch.now_ns)?;
        self.eval(batch.len, batch.flags())
    }

    /// Judges what the instance was given.
    pub(super) fn eval(&mut self, len: usize, flags: u32) -> Result<Judged, CommandError> {
        let mut judging = self.times.judging;
        let loaded = self.loaded()?;
        let judged = timed(&mut judging, || loaded.eval(len, flags));
        self.times.judging = judging;
        Ok(judged?)
    }

    fn settle(
        &mut self,
        ticket: Ticket,
        batch: Batch,
        judged: Judged,
    ) -> Result<After, CommandError> {
        let may_park = judged.at_rest || batch.end.is_some();
        match self.common.hub.turn(ticket, batch.begins, may_park) {
            Place::Mine => self.common.hub.tell(ticket, batch, judged),
            Place::Early => self.park(ticket, batch, Some(judged)),
            Place::Void => self.park(ticket, batch, None),
            Place::Gone => Ok(After::Free),
        }
    }

    /// What an instance that died of a batch leaves behind.
    fn settle_failure(
        &mut self,
        ticket: Ticket,
        batch: Batch,
        error: &CommandError,
    ) -> Result<After, CommandError> {
        match self.common.hub.turn(ticket, batch.begins, false) {
            Place::Mine => self.rescue(ticket, batch, error),
            Place::Void => {
                let parked = self.park(ticket, batch, None)?;
                self.replace()?;
                Ok(parked)
            }
            Place::Early | Place::Gone => {
                self.replace()?;
                Ok(After::Free)
            }
        }
    }

    fn park(
        &mut self,
        ticket: Ticket,
        batch: Batch,
        judged: Option<Judged>,
    ) -> Result<After, CommandError> {
        let bytes = self.loaded()?.given(batch.len).to_vec();
        let parked = Parked {
            bytes,
            batch,
            judged,
        };
        let hub = &self.common.hub;
        match hub.park(ticket, parked) {
            Some(Parked {
                batch,
                judged: Some(judged),
                ..
            }) => self.settle(ticket, batch, judged),
            _ => Ok(After::Free),
        }
    }

    /// Starts another instance in place of one that died.
    pub(super) fn replace(&mut self) -> Result<(), CommandError> {
        if let Some(mut dead) = self.loaded.take() {
            let report = &mut self.common.hub.lock().report;
            report.note_memory(dead.memory_bytes());
            if self.common.program.is_watched() {
                report.add_samples(dead.take_samples());
            }
        }
        self.loaded = Some(self.common.spares.next(&self.common.program)?);
        Ok(())
    }

    pub(super) fn loaded(&mut self) -> Result<&mut Loaded, CommandError> {
        if self.loaded.is_none() {
            self.load()?;
        }
        self.loaded.as_mut().ok_or(CommandError::Broken)
    }
}

/// Says when a thread goes, and whether it broke down.
struct Presence<'a>(&'a Hub);

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop(CommandError::Broken);
        }
        self.0.leave_work();
    }
}
