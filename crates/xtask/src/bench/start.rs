//! How long it takes from the start of the process to the first alert.

use std::io::{self, Read as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::report::{Aim, Findings, Unit};
use super::statistics::Spread;
use super::task::{SHIPPED, Task};
use crate::error::Error;
use crate::files;
use crate::shell;

/// An input that begins with an event that a shipped rule matches.
const INPUT: &str = "examples/lex-chatbot.json";

/// Starts with a compiled module at hand are so quick that more of them cost nothing.
const CACHED_FOR_EACH_UNCACHED: usize = 4;

/// Starts the program with a compiled module at hand and without one, in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let cache = task.workspace.scratch("bench-start");
    let mut command = task.scan(&task.workspace.path(SHIPPED));
    command.arg(INPUT).env("XDG_CACHE_HOME", &cache);
    let (mut cached, mut uncached) = (Vec::new(), Vec::new());
    for _ in 0..task.options.rounds {
        files::empty_folder(&cache)?;
        uncached.push(first_alert(&mut command)?);
        for _ in 0..CACHED_FOR_EACH_UNCACHED {
            cached.push(first_alert(&mut command)?);
        }
    }
    let mut findings = Findings::default();
    let milliseconds =
        |times: Vec<f64>| Spread::of(times.into_iter()).map(|spread| spread.times(1000.0));
    let most = |milliseconds| Some(Aim::AtMost(milliseconds));
    findings.measure(
        "compiled module at hand",
        Unit::Milliseconds,
        most(40.0),
        milliseconds(cached),
    );
    findings.measure(
        "module compiled first",
        Unit::Milliseconds,
        most(2000.0),
        milliseconds(uncached),
    );
    Ok(findings)
}

/// Seconds until the first byte of the first alert.
fn first_alert(command: &mut Command) -> Result<f64, Error> {
    let start = Instant::now();
    let came = first_byte(command).map_err(|source| Error::Start {
        line: shell::line_of(command),
        source,
    })?;
    let seconds = start.elapsed().as_secs_f64();
    came.then_some(seconds).ok_or_else(|| {
        let line = shell::line_of(command);
        Error::wrong(format!("`{line}` gives no alert"), "run it by itself")
    })
}

fn first_byte(command: &mut Command) -> io::Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut output = child.stdout.take();
    let came = match &mut output {
        Some(output) => output.read(&mut [0])? > 0,
        None => false,
    };
    // What waits behind the first byte must be taken, or the child would wait with it; its end is not part of the time.
    std::thread::spawn(move || {
        if let Some(output) = &mut output {
            drop(io::copy(output, &mut io::sink()));
        }
        child.wait()
    });
    Ok(came)
}
