//! What is shown while targets run, on standard error.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use falconet_fuzz::runner::{Report, Seed};
use falconet_fuzz::target::Target;

/// Between two lines in a log.
const SELDOM: Duration = Duration::from_secs(30);
/// Between two looks of a line on a terminal.
const OFTEN: Duration = Duration::from_millis(200);

/// The line of one target.
pub(crate) struct Progress {
    name: &'static str,
    started: Instant,
    shown: Instant,
    is_terminal: bool,
}

impl Progress {
    /// Says which target begins, and with which seed.
    pub(crate) fn new(target: &Target, seed: Seed) -> Self {
        let now = Instant::now();
        let progress = Self {
            name: target.name,
            started: now,
            shown: now,
            is_terminal: io::stderr().is_terminal(),
        };
        show(&format!("{}: seed {seed}\n", target.name));
        progress
    }

    /// A case has been run.
    pub(crate) fn hear(&mut self, report: &Report) {
        let pause = if self.is_terminal { OFTEN } else { SELDOM };
        if self.shown.elapsed() >= pause {
            self.shown = Instant::now();
            let end = if self.is_terminal { "\r" } else { "\n" };
            show(&format!("{}{end}", self.line(report)));
        }
    }

    /// All cases have been run.
    pub(crate) fn finish(&self, report: &Report) {
        show(&format!("{}\n", self.line(report)));
    }

    fn line(&self, report: &Report) -> String {
        let millis = self.started.elapsed().as_millis().max(1);
        let judged = report.judged();
        format!(
            "{}: {} cases, {judged} of them judged, {} a second",
            self.name,
            report.cases,
            u128::from(report.cases) * 1000 / millis
        )
    }
}

/// A closed standard error is no reason to stop.
fn show(text: &str) {
    drop(io::stderr().write_all(text.as_bytes()));
}
