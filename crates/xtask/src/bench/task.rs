//! What all parts share: the events, the rules, the programs.

use std::cell::OnceCell;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::competitors::{Build, yardsticks};
use super::events;
use super::options::Options;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

/// The rules that everything is measured with, unless it is about other rules.
pub(super) const SHIPPED: &str = "rules/aws_cloudtrail.yaml";

/// The host name in alerts, so that all programs write the same ones.
const HOSTNAME: (&str, &str) = ("FALCO_HOSTNAME", "bench");

/// What is to be measured.
pub(super) struct Task<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) options: &'a Options,
    events: OnceCell<PathBuf>,
}

impl<'a> Task<'a> {
    pub(super) fn new(workspace: &'a Workspace, options: &'a Options) -> Self {
        Self {
            workspace,
            options,
            events: OnceCell::new(),
        }
    }

    /// The file of events; made if there is none yet.
    pub(super) fn events(&self) -> Result<&Path, Error> {
        if let Some(path) = self.events.get() {
            return Ok(path);
        }
        let path = match &self.options.events {
            Some(path) => named(path)?,
            None => events::make(self.workspace)?,
        };
        Ok(self.events.get_or_init(|| path))
    }

    /// A file of so many of the events.
    pub(super) fn first_events(&self, count: usize) -> Result<PathBuf, Error> {
        let path = self.workspace.scratch(&format!("bench-{count}.ndjson"));
        let events = self.events()?;
        let file = File::open(events).map_err(Error::file("read", events))?;
        let mut text = Vec::new();
        for line in BufReader::new(file).split(b'\n').take(count) {
            text.extend(line.map_err(Error::file("read", events))?);
            text.push(b'\n');
        }
        files::write_if_changed(&path, &text)?;
        Ok(path)
    }

    /// `dist/falconet scan` with rules, on one thread.
    pub(super) fn scan(&self, rules: &Path) -> Command {
        self.scan_on(1, rules)
    }

    /// `dist/falconet scan` with rules, on so many threads.
    pub(super) fn scan_on(&self, threads: usize, rules: &Path) -> Command {
        let mut command = self.workspace.command("dist/falconet");
        command.env(HOSTNAME.0, HOSTNAME.1);
        command.args(["scan", "--timeout", "300s", "--threads"]);
        command.arg(threads.to_string()).arg("-r").arg(rules);
        command
    }

    /// The same engine with rules, compiled for this machine.
    pub(super) fn engine(&self, build: Build, rules: &Path) -> Result<Command, Error> {
        let mut command = yardsticks(self.workspace, build)?;
        command.env(HOSTNAME.0, HOSTNAME.1);
        command.args(["engine", "-r"]).arg(rules);
        Ok(command)
    }

    /// dist/npm in Node with rules.
    pub(super) fn node(&self, rules: &Path) -> Command {
        let mut command = self.node_loop("scan.mjs");
        command.arg(rules);
        command
    }

    /// Node about to run a loop of the yardsticks.
    pub(super) fn node_loop(&self, name: &str) -> Command {
        let mut command = self.workspace.command("node");
        command.env(HOSTNAME.0, HOSTNAME.1);
        command.arg(format!("benches/yardsticks/loops/{name}"));
        command
    }
}

/// A file as everything finds it that runs in the checkout.
fn named(path: &Path) -> Result<PathBuf, Error> {
    path.canonicalize().map_err(Error::file("find", path))
}
