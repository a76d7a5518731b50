//! The peak of resident memory.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::thread;
use std::time::Duration;

use super::report::{Aim, Findings, Unit};
use super::statistics::Spread;
use super::task::{SHIPPED, Task};
use crate::error::Error;
use crate::shell;

/// How often a running program's memory is read. The system keeps the peak, so only what is reached in the last moment is missed.
const PERIOD: Duration = Duration::from_millis(2);

/// What is wanted at most, in MiB.
const AIM: f64 = 64.0;

/// The members of one large record.
const MEMBER: &str = "\"key\":\"some text that is neither short nor long\",";

/// What a program reads from standard input.
#[derive(Clone)]
enum Input {
    /// A file, so many times.
    File(PathBuf, usize),
    /// One record of about so many bytes.
    Record(usize),
}

/// Gives a scan inputs of different lengths and watches it.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let events = task.events()?;
    let most = Some(Aim::AtMost(AIM));
    let inputs = [
        (
            "the events once, through a pipe",
            Input::File(events.to_owned(), 1),
            most,
        ),
        (
            "the events ten times",
            Input::File(events.to_owned(), 10),
            most,
        ),
        ("one record of 64 MiB", Input::Record(64 << 20), None),
    ];
    let mut findings = Findings::default();
    for (name, input, aim) in inputs {
        let peak = peak_of(&mut scan(task, &task.workspace.path(SHIPPED)), input)?;
        findings.measure(name, Unit::Mebibytes, aim, Some(Spread::once(peak)));
    }
    Ok(findings)
}

fn scan(task: &Task, rules: &Path) -> Command {
    let mut command = task.scan(rules);
    command
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// The peak of a program in MiB.
fn peak_of(command: &mut Command, input: Input) -> Result<f64, Error> {
    let line = shell::line_of(command);
    let watched = command.spawn().and_then(|child| watch(child, input));
    let (kibibytes, ok) = watched.map_err(|source| Error::Start {
        line: line.clone(),
        source,
    })?;
    match kibibytes {
        Some(kibibytes) if ok => Ok(f64::from(kibibytes) / 1024.0),
        _ if ok => Err(Error::wrong(
            "the system does not tell the peak of memory",
            "measure memory on Linux",
        )),
        _ => Err(Error::wrong(format!("`{line}` failed"), "run it by itself")),
    }
}

/// The last peak that was read, and whether the program succeeded.
fn watch(mut child: Child, input: Input) -> io::Result<(Option<u32>, bool)> {
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let feeder = thread::spawn(move || stdin.map_or(Ok(()), |stdin| feed(stdin, &input)));
    let reader =
        thread::spawn(move || stdout.map(|mut output| io::copy(&mut output, &mut io::sink())));
    let mut peak = None;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak_so_far(child.id()).or(peak);
        thread::sleep(PERIOD);
    };
    drop(reader.join());
    let fed = feeder.join().is_ok_and(|fed| fed.is_ok());
    Ok((peak, fed && status.success()))
}

fn feed(mut to: ChildStdin, input: &Input) -> io::Result<()> {
    match input {
        Input::File(path, times) => {
            for _ in 0..*times {
                io::copy(&mut File::open(path)?, &mut to)?;
            }
            Ok(())
        }
        Input::Record(size) => {
            to.write_all(b"{\"eventTime\":\"2026-01-01T00:00:00Z\",\"eventType\":\"x\",")?;
            to.write_all(MEMBER.repeat(size / MEMBER.len()).as_bytes())?;
            to.write_all(b"\"end\":1}\n")
        }
    }
}

/// The peak of a running program in KiB, as Linux tells it.
fn peak_so_far(process: u32) -> Option<u32> {
    peak_in(&fs::read_to_string(format!("/proc/{process}/status")).ok()?)
}

fn peak_in(status: &str) -> Option<u32> {
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_read_from_what_linux_says() {
        assert_eq!(
            peak_in("VmPeak:\t 9 kB\nVmHWM:\t   23456 kB\nVmRSS:\t 1 kB\n"),
            Some(23_456)
        );
        assert_eq!(peak_in("Name: x\n"), None);
    }

    #[test]
    fn a_program_is_fed_and_watched() {
        let mut command = Command::new("cat");
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        assert!(peak_of(&mut command, Input::Record(8 << 20)).unwrap() > 0.1);
    }
}
