//! What can go wrong, always with what to do about it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::console;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line makes no sense.
    #[error("{0}")]
    Usage(String),
    /// A file could not be read, written or removed.
    #[error("cannot {action} `{path}`: {source}")]
    File {
        /// What was tried: read, write, remove.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program could not be started.
    #[error("cannot start `{line}`: {source}\nhelp: is it installed and on the PATH?")]
    Start {
        /// The shell command.
        line: String,
        /// What the system said.
        source: io::Error,
    },
    /// A program failed.
    #[error("{output}\n`{line}` failed ({outcome})\nhelp: {help}")]
    Command {
        /// The shell command.
        line: String,
        /// Its exit status, or that it was stopped.
        outcome: String,
        /// What it wrote.
        output: String,
        /// What to do.
        help: String,
    },
    /// A JSON document is not what it should be.
    #[error("cannot understand {what}: {source}")]
    Json {
        /// The document.
        what: String,
        /// The place and the reason.
        source: serde_json::Error,
    },
    /// Something is missing or wrong, in words.
    #[error("{what}\nhelp: {help}")]
    Wrong {
        /// What is wrong.
        what: String,
        /// What to do.
        help: String,
    },
    /// Checks failed and have been reported.
    #[error("")]
    Failed,
    /// The terminal is gone.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
}

impl Error {
    /// Something wrong that `help` mends.
    pub(crate) fn wrong(what: impl Into<String>, help: impl Into<String>) -> Self {
        Self::Wrong {
            what: what.into(),
            help: help.into(),
        }
    }

    /// Turns a system's error about a file into ours.
    pub(crate) fn file(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::File {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// Turns a JSON error into ours.
    pub(crate) fn json(what: impl Into<String>) -> impl FnOnce(serde_json::Error) -> Self {
        move |source| Self::Json {
            what: what.into(),
            source,
        }
    }

    /// Tells the user and gives the exit code: 2 for a usage error, else 1.
    pub(crate) fn report(&self) -> ExitCode {
        let text = self.to_string();
        if !text.is_empty() {
            console::problem(&format!("error: {}", text.trim_start()));
        }
        if matches!(self, Self::Usage(_)) {
            ExitCode::from(2)
        } else {
            ExitCode::FAILURE
        }
    }
}
