//! One judge: an instance of the module, and what becomes of a body that it dies of.

use std::mem;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use super::{Body, Deaths, JudgeError, pieces};
use crate::cli::Size;
use crate::commands::CommandError;
use crate::environment;
use crate::messages::Problem;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, Failure, Program};
use crate::scan::{self, Kept, Loaded, Spares};

/// Deaths of a body after which it is worth while to keep an instance for the others.
const MANY: u32 = 64;

/// What became of a body.
#[derive(Debug, Default)]
pub(crate) struct Judged {
    pub(crate) events: u64,
    pub(crate) malformed: u64,
    pub(crate) skipped: u64,
    pub(crate) alerts: u64,
    /// The alerts, each ended by a newline.
    pub(crate) lines: Vec<u8>,
    /// Malformed records; offsets are in the body.
    pub(crate) problems: Vec<Problem>,
    /// Records that the module died of.
    pub(crate) poison: Vec<Poison>,
    /// The decompressed body, if anything in it is not judged.
    pub(crate) body: Vec<u8>,
    /// Instances that died of parts of it.
    pub(crate) deaths: Deaths,
    /// How long it took.
    pub(crate) took: Duration,
}

/// A record that the module died of, alone.
#[derive(Debug)]
pub(crate) struct Poison {
    /// Where it lies in the body.
    pub(crate) range: Range<usize>,
    /// What the module died of.
    pub(crate) reason: String,
}

/// Bounds of a judge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JudgeLimits {
    pub(crate) batch: Size,
    pub(crate) max_decompressed: Size,
    pub(crate) zstd_window: Size,
}

/// An instance with its rules.
pub(super) struct Judge {
    program: Arc<Program>,
    spares: Arc<Spares>,
    pub(super) loaded: Loaded,
    pub(super) limits: JudgeLimits,
    pub(super) deaths: Deaths,
    storm: Storm,
}

/// A body of which many instances die.
#[derive(Default)]
struct Storm {
    deaths: u32,
    /// An instance that knows the time, once there were many.
    kept: Option<Kept>,
}

/// What was judged before the instance died, and of what it died.
struct Died(CommandError);

impl Judge {
    /// A judge by the rules that `loaded` has loaded.
    pub(super) fn new(
        program: Arc<Program>,
        spares: Arc<Spares>,
        loaded: Loaded,
        limits: JudgeLimits,
    ) -> Self {
        Self {
            program,
            spares,
            loaded,
            limits,
            deaths: Deaths::default(),
            storm: Storm::default(),
        }
    }

    /// Bytes of memory that the instance holds.
    pub(super) fn memory_bytes(&self) -> u64 {
        self.loaded.memory_bytes() as u64
    }

    /// Judges everything in a body, each record once and in order.
    pub(super) fn judge(&mut self, body: Body) -> Result<Judged, JudgeError> {
        let body = body.decompressed(&self.limits)?;
        self.loaded.tell_time(environment::now_ns())?;
        self.storm = Storm::default();
        let mut judged = Judged::default();
        if let Err(Died(reason)) = self.attempt(&body, 0..body.len(), &mut judged) {
            self.deaths.count(&reason);
            judged = self.piece_by_piece(&body, &reason)?;
        }
        judged.deaths = mem::take(&mut self.deaths);
        if !judged.problems.is_empty() || !judged.poison.is_empty() {
            judged.body = body;
        }
        Ok(judged)
    }

    /// Judges a part of a body as an input of its own. If the instance dies of it, nothing of it counts.
    fn attempt(
        &mut self,
        body: &[u8],
        part: Range<usize>,
        judged: &mut Judged,
    ) -> Result<(), Died> {
        let mut own = Judged::default();
        let room = self.limits.batch.in_memory();
        let bytes = body.get(part.clone()).unwrap_or_default();
        let count = bytes.len().div_ceil(room).max(1);
        let mut flags = BATCH_BEGINS_INPUT;
        for number in 0..count {
            let from = number * room;
            let batch = bytes.get(from..(from + room).min(bytes.len()));
            if number + 1 == count {
                flags |= BATCH_ENDS_INPUT;
            }
            self.batch(batch.unwrap_or_default(), flags, part.start, &mut own)?;
            flags = 0;
        }
        judged.add(own);
        Ok(())
    }

    fn batch(
        &mut self,
        batch: &[u8],
        flags: u32,
        offset: usize,
        judged: &mut Judged,
    ) -> Result<(), Died> {
        self.loaded.give(batch).map_err(Died::of)?;
        let evaluation = self.loaded.eval(batch.len(), flags).map_err(Died::of)?;
        judged.take(evaluation, offset as u64);
        Ok(())
    }

    /// Judges a body that the instance died of, so that it costs nothing but what kills.
    fn piece_by_piece(&mut self, body: &[u8], died: &CommandError) -> Result<Judged, JudgeError> {
        self.start_over()?;
        match self.record_by_record(body)? {
            Some(judged) => Ok(judged),
            None => self.by_halves(body, died),
        }
    }

    /// Judges the lines of a body of which nobody says where records lie: halves, and halves of halves, until each line
    /// that kills stands alone. All lines before one are judged before it, so alerts keep their order.
    fn by_halves(&mut self, body: &[u8], died: &CommandError) -> Result<Judged, JudgeError> {
        let pieces = pieces::of(body);
        let mut judged = Judged::default();
        let mut parts = Vec::new();
        divide(&pieces, died, &mut parts, &mut judged);
        while let Some(part) = parts.pop() {
            if let Err(Died(died)) = self.attempt(body, span(part), &mut judged) {
                self.deaths.count(&died);
                self.start_over()?;
                divide(part, &died, &mut parts, &mut judged);
            }
        }
        Ok(judged)
    }

    /// Begins anew with another instance.
    pub(super) fn start_over(&mut self) -> Result<(), CommandError> {
        if let Some(kept) = &self.storm.kept {
            self.loaded = kept.start(&self.program, self.limits.batch)?;
            return Ok(());
        }
        self.loaded = self.another()?;
        self.loaded.tell_time(environment::now_ns())?;
        self.storm.deaths += 1;
        if self.storm.deaths == MANY {
            self.storm.kept = Kept::of(&self.program, &self.loaded);
        }
        Ok(())
    }

    /// Another instance with the same rules.
    pub(super) fn another(&self) -> Result<Loaded, CommandError> {
        self.spares.next(&self.program)
    }
}

/// Leaves the halves of a part to be judged, the first one on top; a piece that cannot be divided is poison.
fn divide<'p>(
    part: &'p [Range<usize>],
    died: &CommandError,
    parts: &mut Vec<&'p [Range<usize>]>,
    judged: &mut Judged,
) {
    match part {
        [piece] => judged.poison.push(Poison {
            range: piece.clone(),
            reason: died.to_string(),
        }),
        pieces => {
            let (first, second) = pieces.split_at(pieces.len() / 2);
            parts.extend([second, first].into_iter().filter(|half| !half.is_empty()));
        }
    }
}

/// From the beginning of the first piece to the end of the last.
fn span(pieces: &[Range<usize>]) -> Range<usize> {
    let start = pieces.first().map_or(0, |first| first.start);
    start..pieces.last().map_or(start, |last| last.end)
}

impl Judged {
    /// Takes what came of bytes of the body, whose places are told from `offset` on.
    pub(super) fn take(&mut self, evaluation: scan::Judged, offset: u64) {
        self.events += evaluation.events;
        self.malformed += evaluation.malformed;
        self.skipped += evaluation.skipped;
        self.alerts += evaluation.alerts;
        self.lines.extend(evaluation.lines);
        self.tell(&evaluation.problems, offset);
    }

    /// Takes descriptions of malformed records, one a line.
    pub(super) fn tell(&mut self, problems: &[u8], offset: u64) {
        let problems = problems.split(|byte| *byte == b'\n');
        let problems = problems.filter_map(|line| serde_json::from_slice::<Problem>(line).ok());
        self.problems.extend(problems.map(|problem| Problem {
            offset: problem.offset.saturating_add(offset),
            ..problem
        }));
    }

    fn add(&mut self, other: Self) {
        self.events += other.events;
        self.malformed += other.malformed;
        self.skipped += other.skipped;
        self.alerts += other.alerts;
        self.lines.extend(other.lines);
        self.problems.extend(other.problems);
    }
}

impl Died {
    fn of(failure: Failure) -> Self {
        Self(failure.into())
    }
}
