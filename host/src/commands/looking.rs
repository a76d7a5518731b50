//! Commands for which the module says something else where it raises alerts in a scan; all else is as there, on one thread.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::{CommandError, Outcome, exchange, program};
use crate::cli::GlobalOptions;
use crate::environment;
use crate::input::Discovery;
use crate::limits::{InputLimits, ModuleLimits};
use crate::messages::{LoadLimits, LoadRequest, Page};
use crate::scan::{AlertWriter, Loaded, Report, Scan};
use crate::terminal::Messages;

/// What is looked at, and how what is said of it is printed.
pub(super) struct Looking<'a> {
    pub(super) global: &'a GlobalOptions,
    pub(super) messages: Messages,
    pub(super) inputs: &'a [PathBuf],
    pub(super) input_limits: InputLimits,
    pub(super) module_limits: ModuleLimits,
    pub(super) page: Page,
    /// Whether it is text for people.
    pub(super) is_text: bool,
}

impl Looking<'_> {
    /// Loads rules, which the request names, and prints what is said of the inputs.
    pub(super) fn run(self, request: &LoadRequest<'_>) -> Result<Outcome, CommandError> {
        let (limits, messages) = (self.input_limits, self.messages);
        let request = self.encoded(request)?;
        let (program, instance) = program::prepare(self.global, &self.module_limits)?;
        let first = Loaded::first(&program, instance, &request, limits.batch, messages)?;
        let scan = Scan {
            program,
            request,
            input_limits: limits,
            module_limits: self.module_limits,
            threads: NonZeroUsize::MIN,
        };
        let lines = if self.is_text {
            AlertWriter::text(self.page.color)
        } else {
            AlertWriter::json()
        };
        let report = Report::new(lines, limits.max_problems, messages);
        let inputs = Discovery::new(self.inputs.iter().cloned());
        let stats = scan.run(first, inputs, report)?;
        Ok(if stats.totals.trouble(true) {
            Outcome::Trouble
        } else {
            Outcome::Clean
        })
    }

    /// The request, with what the machine and the terminal say.
    fn encoded(&self, request: &LoadRequest<'_>) -> Result<Vec<u8>, CommandError> {
        let host_name = environment::host_name();
        exchange::encode(&LoadRequest {
            hostname: &host_name,
            evt_hostname: &host_name,
            utc_offset_seconds: environment::utc_offset_seconds(),
            color: self.messages.color(),
            limits: LoadLimits::from(&self.input_limits),
            ..*request
        })
    }
}
