//! The loop over inputs. What goes wrong with one does not cost the next.

use std::io;

use super::place::Place;
use super::report::Report;
use super::{AlertWriter, Loaded, Totals};
use crate::commands::CommandError;
use crate::input::{Discovery, Input, InputError, LeftOut, Source};
use crate::limits::InputLimits;
use crate::runtime::{Failure, Program};
use crate::terminal::Messages;

/// Judges inputs with one ruleset.
pub(crate) struct Scanner<'a> {
    pub(super) loaded: Loaded,
    pub(super) report: Report,
    pub(super) limits: InputLimits,
    program: &'a Program,
    request: &'a [u8],
}

/// Why the rest of an input is not judged.
pub(super) enum Broken {
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
        Self {
            loaded,
            report: Report::new(alerts, limits.max_problems, messages),
            limits,
            program,
            request,
        }
    }

    /// Judges all inputs in order; then come Falco's statistics, where alerts are text.
    pub(crate) fn scan_all(&mut self, inputs: &mut Discovery) -> Result<(), CommandError> {
        for input in inputs {
            match input {
                Ok(input) => self.scan(&input)?,
                Err((name, error)) => self.report.unreadable(&name, &error),
            }
        }
        let statistics = self.loaded.statistics()?.unwrap_or_default();
        Ok(self.report.alerts.write(statistics.as_bytes())?)
    }

    /// Says what remains to be said.
    pub(crate) fn finish(mut self, left_out: &LeftOut) -> Totals {
        self.report.note_memory(self.loaded.memory_bytes());
        self.report.finish(left_out)
    }

    fn scan(&mut self, input: &Input) -> Result<(), CommandError> {
        let name = input.name();
        self.report.totals.inputs += 1;
        match Source::open(input, self.limits.zstd_window) {
            Ok(mut source) => self.scan_opened(name, &mut source),
            Err(error) => {
                self.report.unreadable(&name, &error);
                Ok(())
            }
        }
    }

    fn scan_opened(&mut self, name: String, source: &mut Source) -> Result<(), CommandError> {
        let mut place = Place::new(name);
        let judged = self.judge(source, &mut place);
        self.report.totals.add_bytes(source.offset());
        match judged {
            Ok(()) => Ok(()),
            Err(Broken::Output(error)) => Err(error.into()),
            Err(Broken::Input(error)) => {
                self.report.unreadable(place.input(), &error);
                Ok(())
            }
            Err(Broken::Module(error)) => self.abandon(&place, &error),
        }
    }

    fn abandon(&mut self, place: &Place, error: &CommandError) -> Result<(), CommandError> {
        let start = place.judged();
        let what = format!("{error}; what follows byte {start} is not judged");
        self.report.tell(place.input(), &what);
        self.replace_instance()
    }

    /// After a failure the instance is dead. The rules are the same, so a new one can go on.
    pub(super) fn replace_instance(&mut self) -> Result<(), CommandError> {
        self.report.totals.failures += 1;
        self.report.note_memory(self.loaded.memory_bytes());
        self.loaded = Loaded::again(self.program, self.request)?;
        Ok(())
    }
}

impl From<Failure> for Broken {
    fn from(failure: Failure) -> Self {
        Self::Module(failure.into())
    }
}
