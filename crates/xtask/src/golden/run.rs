//! Runs one case through the binary as a child process.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::case::{Case, Mode};
use crate::error::Error;
use crate::shell;

/// How long a case may take.
const LIMIT: Duration = Duration::from_mins(1);

/// Tells the interpreter which module to run.
const MODULE: &str = "FALCONET_BASELINE_WASM";

/// How much of a case's error output is kept.
const STDERR_KEPT: u64 = 4096;

/// What runs cases.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) path: PathBuf,
    /// The module, if it has to be told.
    pub(crate) module: Option<PathBuf>,
}

/// What the binary did with a case.
#[derive(Debug)]
pub(crate) struct Actual {
    /// Standard output.
    pub(crate) stdout: Vec<u8>,
    /// The beginning of standard error.
    pub(crate) stderr: String,
    /// The exit code; absent if a signal or the time limit ended it.
    pub(crate) exit: Option<i32>,
}

/// The shell command of a case.
pub(crate) fn command(program: &Program, case: &Case) -> Command {
    let mut command = Command::new(&program.path);
    if let Some(module) = &program.module {
        command.env(MODULE, module);
    }
    command
        .current_dir(&case.folder)
        .env_remove("FALCO_HOSTNAME")
        .env("TZ", "UTC");
    for (name, value) in &case.plan.env.0 {
        command.env(name, as_recorded(value));
    }
    match case.plan.mode {
        Mode::Run => scan_arguments(&mut command, case),
        Mode::Validate => command.args(["check", "--format", "falco", "rules.yaml"]),
    };
    command
}

/// The recordings were made in November, and Falco takes the offset that a time zone has on the day of the run: so
/// that the answers last through the summer, the zone is written as that offset.
fn as_recorded(value: &str) -> &str {
    match value {
        "America/New_York" => "EST5",
        other => other,
    }
}

/// Runs a case to its end.
pub(crate) fn run(program: &Program, case: &Case) -> Result<Actual, Error> {
    let mut command = command(program, case);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let start = |source| Error::Start {
        line: program.path.display().to_string(),
        source,
    };
    let mut child = command.spawn().map_err(start)?;
    watch(&mut child).map_err(start)
}

fn scan_arguments<'a>(command: &'a mut Command, case: &Case) -> &'a mut Command {
    command.args(["scan", "-r", "rules.yaml"]);
    for (key, value) in &case.plan.options.0 {
        command.arg("-o").arg(format!("{key}={value}"));
    }
    if let Some(wrapping) = &case.plan.wrapping {
        command.args(["--wrapping", wrapping]);
    }
    if case.plan.alert_id {
        command.arg("--alert-id");
    }
    command.arg(case.input())
}

fn watch(child: &mut Child) -> std::io::Result<Actual> {
    let stdout = child.stdout.take();
    let stderr = child.stderr.take();
    thread::scope(|scope| {
        let stdout = scope.spawn(|| drain(stdout, u64::MAX));
        let stderr = scope.spawn(|| drain(stderr, STDERR_KEPT));
        let status = shell::wait_until(child, Instant::now() + LIMIT)?;
        Ok(Actual {
            stdout: stdout.join().unwrap_or_default(),
            stderr: String::from_utf8_lossy(&stderr.join().unwrap_or_default()).into_owned(),
            exit: status.and_then(|status| status.code()),
        })
    })
}

/// Reads a pipe to its end and keeps its beginning.
fn drain(pipe: Option<impl Read>, kept: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut pipe) = pipe {
        drop(pipe.by_ref().take(kept).read_to_end(&mut bytes));
        drop(std::io::copy(&mut pipe, &mut std::io::sink()));
    }
    bytes
}
