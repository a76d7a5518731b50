//! What is done about a batch of which an instance died: its records are judged one by one, or, where nobody can say
//! where those lie, its lines.

use super::batch::{Batch, Ticket};
use super::course::Course;
use super::judged::Judged;
use super::open::After;
use super::place::{Line, whole_lines};
use super::worker::Worker;
use crate::commands::CommandError;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT};

/// Why a batch is not judged to its end.
pub(super) enum Broken {
    /// The instance died once too often: the rest of the input is left.
    Instance(CommandError),
    /// There is no other instance.
    Scan(CommandError),
}

impl Worker {
    /// Goes on after the instance died of a batch.
    pub(super) fn rescue(
        &mut self,
        ticket: Ticket,
        batch: Batch,
        error: &CommandError,
    ) -> Result<After, CommandError> {
        let Some(mut course) = self.common.hub.lend(ticket) else {
            return Ok(After::Free);
        };
        if !course.place.may_go_on() {
            return self.abandon(ticket, course, &batch, error);
        }
        let bytes = self.loaded()?.given(batch.len).to_vec();
        course.fail(batch.len, error);
        self.replace()?;
        let judged = if course.at_rest {
            self.judge_records(&mut course, &batch, &bytes)
        } else {
            Ok(None)
        };
        match judged {
            Ok(None) => {
                course.place.lose_instance();
                self.judge_lines(ticket, course, batch, &bytes)
            }
            Ok(Some(at_rest)) => self.common.hub.resume(ticket, course, batch, at_rest),
            Err(broken) => self.broken(ticket, course, &batch, broken),
        }
    }

    /// Judges a batch line by line, since no record begins where it does, as far as is known.
    pub(super) fn find_place(
        &mut self,
        ticket: Ticket,
        batch: Batch,
    ) -> Result<After, CommandError> {
        let bytes = self.loaded()?.given(batch.len).to_vec();
        match self.common.hub.lend(ticket) {
            Some(course) => self.judge_lines(ticket, course, batch, &bytes),
            None => Ok(After::Free),
        }
    }

    fn judge_lines(
        &mut self,
        ticket: Ticket,
        mut course: Course,
        batch: Batch,
        bytes: &[u8],
    ) -> Result<After, CommandError> {
        match self.judge_each(&mut course, &batch, bytes) {
            Ok(at_rest) => self.common.hub.resume(ticket, course, batch, at_rest),
            Err(broken) => self.broken(ticket, course, &batch, broken),
        }
    }

    fn broken(
        &mut self,
        ticket: Ticket,
        course: Course,
        batch: &Batch,
        broken: Broken,
    ) -> Result<After, CommandError> {
        match broken {
            Broken::Instance(error) => self.abandon(ticket, course, batch, &error),
            Broken::Scan(error) => Err(error),
        }
    }

    fn abandon(
        &mut self,
        ticket: Ticket,
        mut course: Course,
        batch: &Batch,
        error: &CommandError,
    ) -> Result<After, CommandError> {
        course.abandon(error);
        self.replace()?;
        self.common.hub.leave(ticket, course, batch)
    }

    /// Whether nothing is unfinished behind the last line.
    fn judge_each(
        &mut self,
        course: &mut Course,
        batch: &Batch,
        bytes: &[u8],
    ) -> Result<bool, Broken> {
        let mut at_rest = false;
        self.tell_time(batch)?;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            match self.judge_line(course, line) {
                Ok(rests) => at_rest = rests,
                Err(error) if course.place.may_go_on() => {
                    course.fail(line.len(), &error);
                    self.replace().map_err(Broken::Scan)?;
                    self.tell_time(batch)?;
                    course.place.lose_line(line);
                }
                Err(error) => return Err(Broken::Instance(error)),
            }
        }
        if batch.end.is_some() && course.place.is_known() {
            let judged = self.judge_part(b"", BATCH_ENDS_INPUT);
            course.take(judged.map_err(Broken::Instance)?, 0, 0);
        }
        Ok(at_rest)
    }

    fn judge_line(&mut self, course: &mut Course, line: &[u8]) -> Result<bool, CommandError> {
        let lost = course.place.lost();
        let flags = match course.place.next_line(line) {
            Line::Lost => return Ok(false),
            Line::GoesOn => 0,
            Line::Begins => BATCH_BEGINS_INPUT,
        };
        if let Some(lost) = lost {
            course.log.lost(&lost);
        }
        let judged = self.judge_part(line, flags)?;
        let at_rest = judged.at_rest;
        course.take(judged, line.len(), whole_lines(line));
        Ok(at_rest)
    }

    fn judge_part(&mut self, bytes: &[u8], flags: u32) -> Result<Judged, CommandError> {
        self.loaded()?.give(bytes)?;
        self.eval(bytes.len(), flags)
    }

    pub(super) fn tell_time(&mut self, batch: &Batch) -> Result<(), Broken> {
        let told = self
            .loaded()
            .and_then(|loaded| loaded.tell_time(batch.now_ns));
        told.map_err(Broken::Instance)
    }
}
