//! A sidecar that runs until it is dropped.

use std::io::{self, BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

use crate::error::Error;
use crate::shell;

/// The process, and where it listens.
pub(super) struct Server {
    process: Child,
    address: String,
}

impl Server {
    /// Starts it and waits until it listens.
    pub(super) fn start(command: &mut Command) -> Result<Self, Error> {
        let line = shell::line_of(command);
        let spawned = command.stderr(Stdio::piped()).spawn();
        let process = spawned.map_err(|source| Error::Start { line, source })?;
        let mut server = Self {
            process,
            address: String::new(),
        };
        server.address = server.listens().ok_or_else(|| {
            Error::wrong(
                "the sidecar does not listen",
                "start it by hand in the folder `bench-http` and read what it says",
            )
        })?;
        Ok(server)
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Reads its log up to where it tells; the rest is read out of its way.
    fn listens(&mut self) -> Option<String> {
        let mut log = BufReader::new(self.process.stderr.take()?).lines();
        let address = log.by_ref().find_map(|line| address(&line.ok()?))?;
        thread::spawn(move || log.for_each(drop::<io::Result<String>>));
        Some(address)
    }
}

/// The address in a line of the log, if it tells where events are taken.
fn address(line: &str) -> Option<String> {
    let said: Value = serde_json::from_str(line).ok()?;
    let fields = said.get("fields")?;
    let is_ours = fields.get("purpose")?.as_str()? == "events";
    let address = fields.get("address")?.as_str()?;
    is_ours.then(|| address.to_owned())
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
