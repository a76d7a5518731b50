//! The commands: each takes its options, talks to the module and says how it went.

mod call;
mod check;
mod diff;
mod error;
mod exchange;
mod explain;
mod fmt;
mod inspect;
mod left_out;
mod list;
mod looking;
mod lsp;
mod pack;
mod page;
mod program;
mod replace;
mod rule_tests;
mod run;
mod scan;
mod show;
mod sidecar_config;
mod suggest;
mod top;
mod verify;
mod version;
mod witness;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::thread;

use clap::Parser as _;

use crate::cli::{Cli, Command, RulesCommand};
use crate::limits::ModuleLimits;
use crate::rules;
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
    let done = match &cli.command {
        // It gives up rights, and threads that are there before would keep them.
        Some(Command::Run(options)) => run::run(&cli.global, options),
        _ => on_large_stack(&module_limits(&cli), || execute(&cli, messages)),
    };
    exit_code(done, messages)
}

/// How large the main thread's stack is is not ours to say.
fn on_large_stack<T: Send>(
    limits: &ModuleLimits,
    work: impl FnOnce() -> Result<T, CommandError> + Send,
) -> Result<T, CommandError> {
    thread::scope(|scope| {
        let thread = thread::Builder::new()
            .stack_size(limits.thread_stack())
            .spawn_scoped(scope, work)
            .map_err(CommandError::Thread)?;
        let done = thread.join();
        done.unwrap_or_else(|_| Err(CommandError::Thread(io::Error::other("it broke down"))))
    })
}

fn module_limits(cli: &Cli) -> ModuleLimits {
    match &cli.command {
        Some(Command::Scan(options)) => options.limits.module,
        Some(Command::Check(options)) => options.module_limits,
        Some(Command::Test(options)) => options.module_limits,
        Some(Command::Diff(options)) => options.limits.module,
        Some(Command::Explain(options)) => options.module_limits,
        Some(Command::Suggest(options)) => options.module_limits,
        Some(Command::Witness(options)) => options.module_limits,
        Some(Command::Lsp(options)) => options.module_limits,
        Some(Command::Pack(options)) => options.module_limits,
        Some(Command::Verify(options)) => options.module_limits,
        Some(Command::Run(_) | Command::Inspect(_) | Command::Top(_)) | None => {
            ModuleLimits::default()
        }
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
        Some(Command::Top(options)) => top::run(options),
        Some(Command::Check(options)) => check::run(&cli.global, options, messages),
        Some(Command::Test(options)) => rule_tests::run(&cli.global, options, messages),
        Some(Command::Diff(options)) => diff::run(&cli.global, options, messages),
        Some(Command::Explain(options)) => explain::run(&cli.global, options, messages),
        Some(Command::Suggest(options)) => suggest::run(&cli.global, options, messages),
        Some(Command::Witness(options)) => witness::run(&cli.global, options, messages),
        Some(Command::Fmt(options)) => fmt::run(&cli.global, options, messages),
        Some(Command::Lsp(options)) => lsp::run(&cli.global, options),
        Some(Command::Pack(options)) => pack::run(&cli.global, options, messages),
        Some(Command::Inspect(options)) => inspect::run(options),
        Some(Command::Verify(options)) => verify::run(&cli.global, options, messages),
        Some(Command::Call(options)) => call::run(&cli.global, options),
        Some(Command::List(options)) => list::run(&cli.global, options, messages),
        Some(Command::Rules(RulesCommand::Show(options))) => {
            show::run(&cli.global, options, messages)
        }
        Some(Command::Run(_)) | None => Err(CommandError::Usage(
            "no command was given; see `falconet --help`".to_owned(),
        )),
    }
}

/// Rules and events cannot both be standard input.
fn require_one_stdin(rules: &[PathBuf], events: &[PathBuf]) -> Result<(), CommandError> {
    let is_stdin = |paths: &[PathBuf]| paths.iter().any(|path| rules::is_stdin(path));
    if is_stdin(rules) && is_stdin(events) {
        let message = "standard input cannot be both the rules and the events";
        return Err(CommandError::Usage(message.to_owned()));
    }
    Ok(())
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
