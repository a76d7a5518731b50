//! Runs programs: prints the shell command, shows progress, keeps what they write.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, PipeReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::console;
use crate::error::Error;
use crate::progress::Progress;

/// How often a running program is asked whether it has ended.
const POLL: Duration = Duration::from_millis(20);

/// How a program ended and what it wrote.
struct Ending {
    outcome: Outcome,
    output: String,
}

enum Outcome {
    Exited(ExitStatus),
    TimedOut(Duration),
}

/// Runs a program out of sight; its output is shown only if it fails. `help` says what to do then.
pub(crate) fn quietly(command: &mut Command, title: &str, help: &str) -> Result<String, Error> {
    run(command, title, help, None)
}

/// As [`quietly`], but stops the program after `limit`.
pub(crate) fn quietly_within(
    limit: Duration,
    command: &mut Command,
    title: &str,
    help: &str,
) -> Result<String, Error> {
    run(command, title, help, Some(limit))
}

/// Runs a program in sight: prints each line it writes that `wants` to be seen. Whether it succeeded.
pub(crate) fn openly(
    command: &mut Command,
    mut wants: impl FnMut(&str) -> bool,
) -> Result<bool, Error> {
    announce(command)?;
    let (mut child, reader) = spawn(command)?;
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.map_err(Error::Output)?;
        let line = String::from_utf8_lossy(&line);
        if wants(&line) {
            console::line(&line)?;
        }
    }
    let status = child.wait().map_err(start_error(command))?;
    Ok(status.success())
}

/// What a program writes to standard output. If it fails, what it writes to standard error is in the error.
pub(crate) fn printed(command: &mut Command, help: &str) -> Result<Vec<u8>, Error> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(start_error(command))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    Err(failure(command, output.status.to_string(), errors, help))
}

/// What a program prints, trimmed, if it exists and succeeds.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(text)
}

/// The shell command that does the same when typed where we were started.
pub(crate) fn line_of(command: &Command) -> String {
    let here = std::env::current_dir().ok();
    let elsewhere = command
        .get_current_dir()
        .filter(|dir| here.as_deref() != Some(*dir));
    let place = elsewhere.map(|dir| format!("cd {} && ", quoted(dir.as_os_str())));
    let variables = command
        .get_envs()
        .filter_map(|(name, value)| Some((name, value?)));
    let words = variables
        .map(|(name, value)| format!("{}={}", name.to_string_lossy(), quoted(value)))
        .chain(std::iter::once(quoted(command.get_program())))
        .chain(command.get_args().map(quoted));
    place.unwrap_or_default() + &words.collect::<Vec<_>>().join(" ")
}

fn run(
    command: &mut Command,
    title: &str,
    help: &str,
    limit: Option<Duration>,
) -> Result<String, Error> {
    announce(command)?;
    let progress = Progress::start(title);
    let ending = wait(command, limit);
    progress.finish();
    let Ending { outcome, output } = ending?;
    match outcome {
        Outcome::Exited(status) if status.success() => Ok(output),
        Outcome::Exited(status) => Err(failure(command, status.to_string(), output, help)),
        Outcome::TimedOut(limit) => Err(failure(
            command,
            format!("stopped after {} s", limit.as_secs()),
            output,
            help,
        )),
    }
}

fn failure(command: &Command, outcome: String, output: String, help: &str) -> Error {
    Error::Command {
        line: line_of(command),
        outcome,
        output,
        help: help.to_owned(),
    }
}

fn announce(command: &Command) -> Result<(), Error> {
    console::line(&format!("$ {}", line_of(command)))
}

/// Starts a program whose output and errors come through one pipe, in order.
fn spawn(command: &mut Command) -> Result<(Child, PipeReader), Error> {
    let (reader, child) = piped(command).map_err(start_error(command))?;
    Ok((child, reader))
}

fn piped(command: &mut Command) -> io::Result<(PipeReader, Child)> {
    let (reader, writer) = io::pipe()?;
    let child = command
        .stdin(Stdio::null())
        .stdout(writer.try_clone()?)
        .stderr(writer)
        .spawn()?;
    // The command keeps its ends of the pipe: without this the reader would wait for ever.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    Ok((reader, child))
}

fn wait(command: &mut Command, limit: Option<Duration>) -> Result<Ending, Error> {
    let (mut child, mut reader) = spawn(command)?;
    let output = thread::spawn(move || {
        let mut bytes = Vec::new();
        drop(reader.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    });
    let outcome = outcome_within(&mut child, limit).map_err(start_error(command))?;
    let output = match outcome {
        Outcome::Exited(_) => output.join().unwrap_or_default(),
        // A grandchild may hold the pipe open.
        Outcome::TimedOut(_) => String::new(),
    };
    Ok(Ending { outcome, output })
}

fn outcome_within(child: &mut Child, limit: Option<Duration>) -> io::Result<Outcome> {
    let Some(limit) = limit else {
        return child.wait().map(Outcome::Exited);
    };
    match wait_until(child, Instant::now() + limit)? {
        Some(status) => Ok(Outcome::Exited(status)),
        None => Ok(Outcome::TimedOut(limit)),
    }
}

/// Waits for a program; kills it at `deadline`, and then answers nothing.
pub(crate) fn wait_until(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        thread::sleep(POLL);
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

fn start_error(command: &Command) -> impl FnOnce(io::Error) -> Error {
    let line = line_of(command);
    move |source| Error::Start { line, source }
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_printed_as_a_shell_would_take_it() {
        let mut command = Command::new("echo");
        command
            .args(["two words", "it's", ""])
            .env("A", "1 2")
            .current_dir("/tmp");
        assert_eq!(
            line_of(&command),
            r"cd /tmp && A='1 2' echo 'two words' 'it'\''s' ''"
        );
    }

    #[test]
    fn output_and_errors_of_a_failing_program_are_in_its_error() {
        let mut command = Command::new("sh");
        let error = quietly(
            command.args(["-c", "echo one; echo two >&2; exit 3"]),
            "failing",
            "do not worry",
        )
        .unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("one\ntwo\n")
                && text.contains("exit status: 3")
                && text.contains("do not worry"),
            "{text}"
        );
    }

    #[test]
    fn a_program_that_takes_too_long_is_stopped() {
        let mut command = Command::new("sleep");
        let error = quietly_within(
            Duration::from_millis(100),
            command.arg("20"),
            "sleeping",
            "",
        )
        .unwrap_err();
        assert!(error.to_string().contains("stopped after"), "{error}");
    }

    #[test]
    fn errors_are_kept_apart_from_what_is_printed() {
        let run = |script: &str| printed(Command::new("sh").args(["-c", script]), "");
        assert_eq!(run("echo one; echo two >&2").unwrap(), b"one\n");
        let text = run("echo one; echo two >&2; exit 1")
            .unwrap_err()
            .to_string();
        assert!(text.contains("two") && !text.contains("one\n"), "{text}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = quietly(&mut Command::new("no-such-program-here"), "", "").unwrap_err();
        assert!(
            error.to_string().contains("`no-such-program-here`"),
            "{error}"
        );
        assert_eq!(answer(&mut Command::new("no-such-program-here")), None);
    }

    #[test]
    fn lines_are_handed_on_as_they_come() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        let wants = |line: &str| {
            seen.push(line.to_owned());
            false
        };
        let ok = openly(command.args(["-c", "echo a; echo b >&2; false"]), wants).unwrap();
        assert!(!ok);
        assert_eq!(seen, ["a", "b"]);
    }
}
