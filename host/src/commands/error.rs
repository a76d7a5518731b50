//! Why a command could not do its work.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::messages::{Fatal, FatalKind};
use crate::packing::{PartsError, SnapshotError};
use crate::rules::RulesError;
use crate::runtime::{Failure, ModuleFileError, RuntimeError};
use crate::sidecar::{ConfigError, HardeningError, ServeError};
use crate::top::AskError;

const USAGE: u8 = 2;

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CommandError {
    /// What was typed makes no sense.
    #[error("{0}")]
    Usage(String),
    /// There is no module.
    #[error(transparent)]
    ModuleFile(#[from] ModuleFileError),
    /// The module cannot be used.
    #[error("{module} cannot be used: {error}")]
    Module {
        /// Which module.
        module: String,
        /// Why.
        error: RuntimeError,
    },
    /// The module cannot be started again.
    #[error(transparent)]
    Restart(#[from] RuntimeError),
    /// The module died of the question.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// The module did not know the question.
    #[error("the module did not understand the request: {0}")]
    Misunderstood(String),
    /// There are no tests to run.
    #[error("{0}")]
    Tests(String),
    /// The requests, or an event, cannot be read.
    #[error("cannot read `{}`: {}", .0.display(), .1)]
    Request(PathBuf, io::Error),
    /// The rules cannot be read.
    #[error(transparent)]
    Rules(#[from] RulesError),
    /// The module does not take the rules or the settings.
    #[error("{}", .0.message)]
    Refused(Fatal),
    /// The configuration of the sidecar is not taken.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The sidecar does not start without what was required.
    #[error(transparent)]
    Hardening(#[from] HardeningError),
    /// The sidecar does not stand.
    #[error(transparent)]
    Serve(Box<ServeError>),
    /// A sidecar that was asked does not answer.
    #[error("cannot tell what the sidecar does: {0}")]
    Ask(Box<AskError>),
    /// The rules ask for what only one thread can tell, and several judge.
    #[error(
        "the rules ask for numbers of events or earlier ones, which takes one thread: restart the sidecar"
    )]
    NeedsOrder,
    /// The rules are bad; this says how.
    #[error("the rules cannot be loaded:\n{0}")]
    BadRules(String),
    /// Rules cannot be put into the module.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    /// It cannot be told what is in a module.
    #[error("`{0}` cannot be inspected: {1}")]
    Inspected(String, PartsError),
    /// A file cannot be written.
    #[error("cannot write `{path}`: {error}")]
    Unwritable {
        /// Which file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The system gives no thread.
    #[error("cannot start a thread: {0}")]
    Thread(io::Error),
    /// A thread broke down.
    #[error("a thread of the scan broke down")]
    Broken,
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {0}")]
    Output(#[from] io::Error),
}

impl CommandError {
    /// Whether the reader of our output went away, which is its good right.
    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_)
            | Self::Rules(RulesError::StdinTwice | RulesError::Pattern { .. })
            | Self::Refused(Fatal {
                kind: FatalKind::Settings,
                ..
            }) => ExitCode::from(USAGE),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<ServeError> for CommandError {
    fn from(error: ServeError) -> Self {
        Self::Serve(Box::new(error))
    }
}

impl From<AskError> for CommandError {
    fn from(error: AskError) -> Self {
        Self::Ask(Box::new(error))
    }
}
