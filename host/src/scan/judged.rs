//! What came of a batch, kept until its turn comes.

use crate::runtime::Evaluation;

/// What came of a batch.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub(crate) events: u64,
    pub(crate) malformed: u64,
    pub(crate) skipped: u64,
    pub(crate) alerts: u64,
    /// The alerts, each ended by a newline.
    pub(crate) lines: Vec<u8>,
    /// Descriptions of malformed records, one a line.
    pub(crate) problems: Vec<u8>,
    /// The rule of each alert.
    pub(crate) rules: Vec<u32>,
    /// Whether nothing is unfinished.
    pub(crate) at_rest: bool,
    /// Records of the input that ended.
    pub(crate) records: u64,
}

impl Judged {
    /// Bytes that it takes to keep.
    pub(crate) fn size(&self) -> usize {
        self.lines.len() + self.problems.len() + size_of_val(self.rules.as_slice())
    }
}

impl From<&Evaluation<'_>> for Judged {
    fn from(batch: &Evaluation<'_>) -> Self {
        Self {
            events: batch.events,
            malformed: batch.malformed,
            skipped: batch.skipped,
            alerts: batch.alerts,
            lines: batch.lines.to_vec(),
            problems: batch.problems.to_vec(),
            rules: batch.rules().collect(),
            at_rest: batch.at_rest,
            records: batch.records,
        }
    }
}
