//! The loop: an input at a time, a batch at a time. What goes wrong with one input does not cost the next.

use std::io;
use std::ops::Range;

use super::notes;
use super::problems::ProblemReport;
use super::{AlertWriter, Loaded, Totals};
use crate::commands::CommandError;
use crate::input::{Discovery, Input, InputError, LeftOut, Source};
use crate::limits::InputLimits;
use crate::runtime::{BATCH_BEGINS_INPUT, BATCH_ENDS_INPUT, Program};
use crate::terminal::Messages;

/// Judges inputs with one ruleset.
pub(crate) struct Scanner<'a> {
    program: &'a Program,
    request: &'a [u8],
    loaded: Loaded,
    alerts: AlertWriter,
    limits: InputLimits,
    messages: Messages,
    problems: ProblemReport,
    totals: Totals,
}

/// Why the rest of an input was not judged.
enum Broken {
    Input(InputError),
    Module(CommandError),
    Output(io::Error),
}

impl<'a> Scanner<'a> {
    /// A scan with rules that are loaded; `request` loads them again after a failure of the module.
    pub(crate) fn new(
        program: &'a Program,
        request: &'a [u8],
        loaded: Loaded,
        alerts: AlertWriter,
        limits: InputLimits,
        messages: Messages,
    ) -> Self {
        let problems = ProblemReport::new(limits.max_problems);
        Self {
            program,
            request,
            loaded,
            alerts,
            limits,
            messages,
            problems,
            totals: Totals::default(),
        }
    }

    /// Judges all inputs in order; then come Falco's statistics, where alerts are text.
    pub(crate) fn scan_all(&mut self, inputs: &mut Discovery) -> Result<(), CommandError> {
        for input in inputs {
            match input {
                Ok(input) => self.scan(&input)?,
                Err((name, error)) => self.report_unreadable(&name, &error),
            }
        }
        let statistics = self.loaded.statistics()?.unwrap_or_default();
        Ok(self.alerts.write(statistics.as_bytes())?)
    }

    /// Says what remains to be said.
    pub(crate) fn finish(mut self, left_out: &LeftOut) -> Totals {
        self.totals.digests = left_out.digests;
        self.note_memory();
        let summary = self.problems.summary(self.totals.malformed);
        if let Some(summary) = summary {
            self.messages.error(&summary);
        }
        if let Some(note) = notes::about(left_out) {
            self.messages.note(&note);
        }
        if let Some(note) = notes::about_nothing(&self.totals) {
            self.messages.note(&note);
        }
        self.totals
    }

    fn scan(&mut self, input: &Input) -> Result<(), CommandError> {
        let name = input.name();
        self.totals.inputs += 1;
        let mut source = match Source::open(input, self.limits.zstd_window) {
            Ok(source) => source,
            Err(error) => {
                self.report_unreadable(&name, &error);
                return Ok(());
            }
        };
        let judged = self.judge(&name, &mut source);
        self.totals.bytes = self.totals.bytes.saturating_add(source.offset());
        match judged {
            Ok(()) => Ok(()),
            Err(Broken::Output(error)) => Err(error.into()),
            Err(Broken::Input(error)) => {
                self.report_unreadable(&name, &error);
                Ok(())
            }
            Err(Broken::Module(error)) => self.start_over(&name, &source.last_batch(), &error),
        }
    }

    fn judge(&mut self, name: &str, source: &mut Source) -> Result<(), Broken> {
        let mut flags = BATCH_BEGINS_INPUT;
        loop {
            self.loaded.tell_time().map_err(Broken::Module)?;
            let filled = source.fill(self.loaded.batch_buffer(self.limits.batch.in_memory())?);
            if filled.end.is_some() {
                flags |= BATCH_ENDS_INPUT;
            }
            self.judge_batch(name, filled.len, flags)?;
            if let Some(end) = filled.end {
                return end.map_err(Broken::Input);
            }
            flags = 0;
        }
    }

    fn judge_batch(&mut self, name: &str, len: usize, flags: u32) -> Result<(), Broken> {
        let batch = self.loaded.eval(len, flags)?;
        self.totals.add(&batch);
        self.alerts.write(batch.lines).map_err(Broken::Output)?;
        self.problems.describe(name, batch.problems, self.messages);
        Ok(())
    }

    fn report_unreadable(&mut self, name: &str, error: &InputError) {
        if error.is_damage() {
            self.totals.damaged += 1;
        } else {
            self.totals.unreadable += 1;
        }
        self.messages.error(&format!("{name}: {error}"));
    }

    /// After a failure the instance is dead. The rules are the same, so a new one can go on with the next input.
    fn start_over(
        &mut self,
        name: &str,
        batch: &Range<u64>,
        error: &CommandError,
    ) -> Result<(), CommandError> {
        self.totals.failures += 1;
        self.note_memory();
        let place = format!("in bytes {} to {}", batch.start, batch.end);
        self.messages.error(&format!(
            "{name}: {error}, {place}; what follows there is not judged"
        ));
        self.loaded = Loaded::again(self.program, self.request)?;
        Ok(())
    }

    fn note_memory(&mut self) {
        self.totals.memory_bytes = self
            .totals
            .memory_bytes
            .max(self.loaded.memory_bytes() as u64);
    }
}

impl From<crate::runtime::Failure> for Broken {
    fn from(failure: crate::runtime::Failure) -> Self {
        Self::Module(failure.into())
    }
}
