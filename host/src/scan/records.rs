//! Judging the records of a batch one by one, so that one that kills an instance costs itself alone, whatever document it
//! stands in.

use super::batch::Batch;
use super::course::Course;
use super::judged::Judged;
use super::place::Origin;
use super::rescue::Broken;
use super::worker::Worker;
use crate::commands::CommandError;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, Split, SplitRecord};

impl Worker {
    /// Judges a batch before which nothing was unfinished; the instance is a new one. Answers whether nothing is behind it
    /// either; nothing if the module cannot say where records lie. Then nothing was judged.
    pub(super) fn judge_records(
        &mut self,
        course: &mut Course,
        batch: &Batch,
        bytes: &[u8],
    ) -> Result<Option<bool>, Broken> {
        let Some(split) = self.list(batch, bytes)? else {
            return Ok(None);
        };
        // It knows what is unfinished, so it goes on behind the batch; others judge, and may die.
        let lister = self.loaded.take();
        self.tell_time(batch)?;
        course.place.begin();
        let start = course.place.origin();
        let records = split.records.len() as u64 + split.malformed;
        course.log.judged(problems_of(&split), start);
        for record in &split.records {
            self.judge_one(course, start, record, batch, bytes)?;
        }
        course.place.pass(bytes.len(), batch.lines, records);
        self.loaded = lister;
        Ok(Some(split.at_rest))
    }

    fn list(&mut self, batch: &Batch, bytes: &[u8]) -> Result<Option<Split>, Broken> {
        let is_end = batch.end.is_some();
        let ends = if is_end { BATCH_ENDS_INPUT } else { 0 };
        self.tell_time(batch)?;
        let loaded = self.loaded().map_err(Broken::Scan)?;
        let given = loaded.give(bytes);
        let split = given.and_then(|()| loaded.split(bytes.len(), BATCH_BEGINS_INPUT | ends));
        match split {
            Ok(split) => Ok(split),
            Err(_) => self.replace().map(|()| None).map_err(Broken::Scan),
        }
    }

    fn judge_one(
        &mut self,
        course: &mut Course,
        start: Origin,
        record: &SplitRecord,
        batch: &Batch,
        bytes: &[u8],
    ) -> Result<(), Broken> {
        let origin = Origin {
            offset: start.offset + record.range.start,
            records: start.records + record.number.saturating_sub(1),
        };
        match self.judge_alone(record, bytes) {
            Ok(judged) => course.log.judged(judged, origin),
            Err(error) if course.place.may_go_on() => {
                let length = record.range.end - record.range.start;
                course.lose_record(&(origin.offset..origin.offset + length), &error);
                self.replace().map_err(Broken::Scan)?;
                self.tell_time(batch)?;
            }
            Err(error) => {
                let before = usize::try_from(record.range.start).unwrap_or(usize::MAX);
                course
                    .place
                    .pass(before, 0, record.number.saturating_sub(1));
                return Err(Broken::Instance(error));
            }
        }
        Ok(())
    }

    fn judge_alone(&mut self, record: &SplitRecord, bytes: &[u8]) -> Result<Judged, CommandError> {
        let at = |place| usize::try_from(place).unwrap_or(usize::MAX);
        let range = at(record.range.start)..at(record.range.end);
        let record = bytes.get(range).unwrap_or_default();
        Ok(self.loaded()?.judge_record(record)?)
    }
}

fn problems_of(split: &Split) -> Judged {
    Judged {
        malformed: split.malformed,
        problems: split.problems.clone(),
        records: split.malformed,
        ..Judged::default()
    }
}
