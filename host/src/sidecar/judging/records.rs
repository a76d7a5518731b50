//! Judging a body record by record: the module says where they lie, in whatever shape they come.

use super::JudgeError;
use super::judge::{Judge, Judged, Poison};
use crate::commands::CommandError;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, Failure, Split, SplitRecord};
use crate::scan::Loaded;

impl Judge {
    /// Judges each record of a body by itself, in order; one that the instance dies of is poison. Nothing if nobody can
    /// say where records lie. One instance says it, as another may die of each.
    pub(super) fn record_by_record(&mut self, body: &[u8]) -> Result<Option<Judged>, JudgeError> {
        let mut lister = self.another()?;
        let mut judged = Judged::default();
        let batches = body.chunks(self.limits.batch.in_memory().max(1));
        let last = batches.len().saturating_sub(1);
        for (number, batch) in batches.enumerate() {
            let begins = if number == 0 { BATCH_BEGINS_INPUT } else { 0 };
            let ends = if number == last { BATCH_ENDS_INPUT } else { 0 };
            let Ok(Some(split)) = list(&mut lister, batch, begins | ends) else {
                return Ok(None);
            };
            judged.malformed += split.malformed;
            judged.tell(&split.problems, 0);
            for record in split.records {
                self.record(body, &record, &mut judged)?;
            }
        }
        Ok(Some(judged))
    }

    fn record(
        &mut self,
        body: &[u8],
        record: &SplitRecord,
        judged: &mut Judged,
    ) -> Result<(), CommandError> {
        let at = |place| usize::try_from(place).unwrap_or(usize::MAX);
        let range = at(record.range.start)..at(record.range.end);
        let bytes = body.get(range.clone()).unwrap_or_default();
        match self.loaded.judge_record(bytes) {
            Ok(evaluation) => judged.take(evaluation, record.range.start),
            Err(failure) => {
                let died = CommandError::from(failure);
                self.deaths.count(&died);
                judged.poison.push(Poison {
                    range,
                    reason: died.to_string(),
                });
                self.start_over()?;
            }
        }
        Ok(())
    }
}

fn list(lister: &mut Loaded, batch: &[u8], flags: u32) -> Result<Option<Split>, Failure> {
    lister.give(batch)?;
    lister.split(batch.len(), flags)
}
