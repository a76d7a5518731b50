//! The loop over the batches of one input. If the module dies of a batch, its lines are judged one by one.

use super::Scanner;
use super::place::{Line, Place, whole_lines};
use super::scanner::Broken;
use crate::commands::CommandError;
use crate::input::Source;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT};

impl Scanner<'_> {
    /// Judges an input to its end, or until something breaks.
    pub(super) fn judge(&mut self, source: &mut Source, place: &mut Place) -> Result<(), Broken> {
        let mut flags = BATCH_BEGINS_INPUT;
        loop {
            self.loaded.tell_time().map_err(Broken::Module)?;
            let filled = source.fill(self.loaded.batch_buffer(self.limits.batch.in_memory())?);
            if filled.end.is_some() {
                flags |= BATCH_ENDS_INPUT;
            }
            self.judge_batch(place, filled.len, flags)?;
            if let Some(end) = filled.end {
                self.tell_lost(place);
                return end.map_err(Broken::Input);
            }
            flags = 0;
        }
    }

    fn judge_batch(&mut self, place: &mut Place, len: usize, flags: u32) -> Result<(), Broken> {
        if !place.is_known() {
            let batch = self.given(len)?.to_vec();
            return self.judge_lines(place, &batch, flags);
        }
        match self.judge_given(place, len, flags) {
            Err(Broken::Module(error)) if place.may_go_on() => {
                let batch = self.given(len)?.to_vec();
                self.start_over(place, len, &error)?;
                place.lose_instance();
                self.judge_lines(place, &batch, flags)
            }
            judged => judged,
        }
    }

    fn judge_lines(&mut self, place: &mut Place, batch: &[u8], flags: u32) -> Result<(), Broken> {
        for line in batch.split_inclusive(|byte| *byte == b'\n') {
            match self.judge_line(place, line) {
                Err(Broken::Module(error)) if place.may_go_on() => {
                    self.start_over(place, line.len(), &error)?;
                    place.lose_line(line);
                }
                judged => judged?,
            }
        }
        match flags & BATCH_ENDS_INPUT {
            end if end != 0 && place.is_known() => self.judge_given(place, 0, end),
            _ => Ok(()),
        }
    }

    fn judge_line(&mut self, place: &mut Place, line: &[u8]) -> Result<(), Broken> {
        let lost = place.lost();
        let flags = match place.next_line(line) {
            Line::Lost => return Ok(()),
            Line::GoesOn => 0,
            Line::Begins => BATCH_BEGINS_INPUT,
        };
        if let Some(lost) = lost {
            self.report.tell_lost(place.input(), &lost);
        }
        self.loaded.give(line, self.limits.batch.in_memory())?;
        self.judge_given(place, line.len(), flags)
    }

    /// Judges the first bytes of the batch that the module was given.
    fn judge_given(&mut self, place: &mut Place, len: usize, flags: u32) -> Result<(), Broken> {
        let lines = whole_lines(self.given(len)?);
        let batch = self.loaded.eval(len, flags)?;
        let records = self.report.take(place, &batch).map_err(Broken::Output)?;
        place.pass(len, lines, records);
        Ok(())
    }

    /// The first bytes of the batch that the module has, or had when it died.
    fn given(&mut self, len: usize) -> Result<&[u8], Broken> {
        let batch = self.loaded.batch_buffer(self.limits.batch.in_memory())?;
        Ok(batch.get(..len).unwrap_or_default())
    }

    fn start_over(
        &mut self,
        place: &mut Place,
        len: usize,
        error: &CommandError,
    ) -> Result<(), Broken> {
        let bytes = place.fail(len);
        let what = format!("{error}, in bytes {} to {}", bytes.start, bytes.end);
        self.report.tell(place.input(), &what);
        self.replace_instance().map_err(Broken::Module)
    }

    fn tell_lost(&self, place: &Place) {
        if let Some(lost) = place.lost() {
            self.report.tell_lost(place.input(), &lost);
        }
    }
}
