//! The commands: each takes its options, talks to the module and says how it went.

mod call;
mod check;
mod error;
mod exchange;
mod fmt;
mod list;
mod page;
mod program;
mod run;
mod scan;
mod show;
mod sidecar_config;
mod top;
mod version;

use std::io;
use std::process::ExitCode;
use std::thread;

use clap::Parser as _;

use crate::cli::{Cli, Command, RulesCommand};
use crate::limits::ModuleLimits;
use crate::terminal::Messages;

pub(crate) use error::CommandError;
pub(crate) use exchange::{ask, encode, read_answer};

/// How a command that ran to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well.
    Clean,
    /// Something was wrong and has been reported.
    Trouble,
}

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let messages = Messages::new(cli.global.color);
    match on_large_stack(cli, messages) {
        Ok(code) => code,
        Err(error) => {
            messages.error(&format!("cannot start a thread: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// How large the main thread's stack is is not ours to say.
fn on_large_stack(cli: Cli, messages: Messages) -> io::Result<ExitCode> {
    let thread = thread::Builder::new()
        .stack_size(module_limits(&cli).thread_stack())
        .spawn(move || exit_code(execute(&cli, messages), messages))?;
    thread.join().map_err(|_| io::Error::other("it broke down"))
}

fn module_limits(cli: &Cli) -> ModuleLimits {
    match &cli.command {
        Some(Command::Scan(options)) => options.limits.module,
        Some(Command::Check(options)) => options.module_limits,
        Some(Command::Run(_) | Command::Top(_)) | None => ModuleLimits::default(),
        Some(Command::Fmt(options)) => options.module_limits,
        Some(Command::Call(options)) => options.module_limits,
        Some(Command::List(options)) => options.rules.module_limits,
        Some(Command::Rules(RulesCommand::Show(options))) => options.rules.module_limits,
    }
}

fn execute(cli: &Cli, messages: Messages) -> Result<Outcome, CommandError> {
    if cli.version {
        return version::run(&cli.global);
    }
    match &cli.command {
        Some(Command::Scan(options)) => scan::run(&cli.global, options, messages),
        Some(Command::Run(options)) => run::run(&cli.global, options),
        Some(Command::Top(options)) => top::run(options),
        Some(Command::Check(options)) => check::run(&cli.global, options),
        Some(Command::Fmt(options)) => fmt::run(&cli.global, options, messages),
        Some(Command::Call(options)) => call::run(&cli.global, options),
        Some(Command::List(options)) => list::run(&cli.global, options, messages),
        Some(Command::Rules(RulesCommand::Show(options))) => {
            show::run(&cli.global, options, messages)
        }
        None => Err(CommandError::Usage(
            "no command was given; see `falconet --help`".to_owned(),
        )),
    }
}

fn exit_code(result: Result<Outcome, CommandError>, messages: Messages) -> ExitCode {
    match result {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Trouble) => ExitCode::FAILURE,
        Err(error) if error.is_broken_pipe() => ExitCode::SUCCESS,
        Err(error) => {
            messages.error(&error.to_string());
            error.exit_code()
        }
    }
}
