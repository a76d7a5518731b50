//! What judging a batch of bytes yields.

/// Counts, alerts and problems of one batch. Reuse it for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchResult {
    /// Events that were judged.
    pub events: u64,
    /// Records that are not JSON, or that could not be cut out.
    pub malformed: u64,
    /// Well-formed records that are no event of the source.
    pub skipped: u64,
    /// Alerts.
    pub alerts: u64,
    /// Records of the input that ended, and what could not be cut out. Each may hold several of the above.
    pub records: u64,
    /// The alerts, each ended by a newline.
    pub lines: Vec<u8>,
    /// The rule of each alert, as its place among those that take part.
    pub rules: Vec<u32>,
    /// The first problems of the input that the batch belongs to.
    pub problems: Vec<Problem>,
    /// Whether nothing is unfinished: what follows is judged as if an input began there.
    pub at_rest: bool,
}

/// Something in an input that is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Number of the record in its input, from 1.
    pub record: u64,
    /// Byte of the input where the trouble is.
    pub offset: u64,
    /// What is wrong, as a sentence.
    pub reason: String,
}

impl BatchResult {
    /// Forgets the last batch, and keeps its memory.
    pub fn clear(&mut self) {
        self.events = 0;
        self.malformed = 0;
        self.skipped = 0;
        self.alerts = 0;
        self.records = 0;
        self.lines.clear();
        self.rules.clear();
        self.problems.clear();
        self.at_rest = false;
    }
}
