//! Commands for which the module says something else where it raises alerts in a scan; all else is as there, on one thread.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::{CommandError, Outcome, exchange, program};
use crate::cli::GlobalOptions;
use crate::environment;
use crate::input::Discovery;
use crate::limits::{InputLimits, ModuleLimits};
use crate::messages::{LoadLimits, LoadRequest, Page};
use crate::runtime::{Instance, Program};
use crate::scan::{AlertWriter, Loaded, Report, Scan, Totals};
use crate::terminal::Messages;

/// What is looked at.
pub(super) struct Looking<'a> {
    pub(super) messages: Messages,
    pub(super) inputs: &'a [PathBuf],
    pub(super) input_limits: InputLimits,
    pub(super) module_limits: ModuleLimits,
}

impl Looking<'_> {
    /// Loads rules, which the request names, and prints what is said of the inputs on a page, which is text for people or not.
    pub(super) fn run(
        self,
        global: &GlobalOptions,
        request: &LoadRequest<'_>,
        page: Page,
        is_text: bool,
    ) -> Result<Outcome, CommandError> {
        let (program, instance) = program::prepare(global, &self.module_limits)?;
        let lines = if is_text {
            AlertWriter::text(page.color)
        } else {
            AlertWriter::json()
        };
        let messages = self.messages;
        let totals = self.write(program, instance, request, lines)?;
        if totals.failures > 0 {
            messages.error("the module stopped and was started anew: what is said above is of the events after that only");
        }
        Ok(if totals.trouble(true) {
            Outcome::Trouble
        } else {
            Outcome::Clean
        })
    }

    /// Loads rules, and writes what is said of the inputs; what it came to.
    pub(super) fn write(
        self,
        program: Program,
        instance: Instance,
        request: &LoadRequest<'_>,
        lines: AlertWriter,
    ) -> Result<Totals, CommandError> {
        let (limits, messages) = (self.input_limits, self.messages);
        let request = self.encoded(request)?;
        let first = Loaded::first(&program, instance, &request, limits.batch, messages)?;
        let scan = Scan {
            program,
            request,
            input_limits: limits,
            module_limits: self.module_limits,
            threads: NonZeroUsize::MIN,
        };
        let report = Report::new(lines, limits.max_problems, messages);
        let inputs = Discovery::new(self.inputs.iter().cloned());
        Ok(scan.run(first, inputs, report)?.totals)
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
