//! Tests are run again and again, whenever something changes that they are about.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, SystemTime};

use super::suite::Suite;
use super::{Session, discover};
use crate::commands::{CommandError, Outcome};

/// How often it is looked for changes.
const PAUSE: Duration = Duration::from_millis(300);
/// Clears a terminal.
const CLEAR: &str = "\u{1b}[H\u{1b}[2J\u{1b}[3J";

/// Runs until it is stopped. What is wrong now may be mended.
pub(super) fn run(session: &Session<'_>) -> Result<Outcome, CommandError> {
    loop {
        if io::stdout().is_terminal() {
            write!(io::stdout().lock(), "{CLEAR}")?;
        }
        let before = found(session);
        let suites = match session.once() {
            Ok((_, suites)) => suites,
            Err(error) if error.is_broken_pipe() => return Err(error),
            Err(error) => {
                session.messages.error(&error.to_string());
                Vec::new()
            }
        };
        while found(session) == before && !suites.iter().any(Suite::is_stale) {
            thread::sleep(PAUSE);
        }
    }
}

/// The files of tests that there are, and when they were changed.
fn found(session: &Session<'_>) -> Vec<(PathBuf, Option<SystemTime>)> {
    let files = discover::files(&session.options.paths).unwrap_or_default();
    let changed = |file: &PathBuf| fs::metadata(file).and_then(|file| file.modified()).ok();
    files
        .into_iter()
        .map(|file| {
            let changed = changed(&file);
            (file, changed)
        })
        .collect()
}
