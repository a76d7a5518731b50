//! Where alerts go.
//!
//! A [`Target`] takes alerts, [`Delivery`] tries it again and sets aside what it refuses for good. Of an output that is
//! required, requests wait for the delivery; of another one they wait for its spill, which is replayed beside.

mod breaker;
mod connection;
mod delivery;
mod error;
mod file;
mod forward;
mod group;
mod http;
mod open;
mod spill;
mod stdout;
mod syslog;
mod target;
mod undelivered;

use bytes::Bytes;
use memchr::memchr_iter;
use tracing::warn;

use super::metrics::OutputMeter;
use super::suppress::Suppressor;
pub(crate) use breaker::BreakerState;
use breaker::OpenFlag;
pub(crate) use error::OutputError;
pub(crate) use file::{LineFile, Policy};
pub(crate) use group::Writer;
pub(crate) use open::check;
use spill::Replay;
pub(crate) use target::{Rest, Target};

/// All outputs.
pub(crate) struct Outputs {
    outputs: Vec<Output>,
    suppressor: Option<Suppressor>,
}

struct Output {
    name: String,
    required: bool,
    /// Whether each alert is a block of its own.
    alert_by_alert: bool,
    writer: Writer,
    open: OpenFlag,
    meter: OutputMeter,
}

/// What goes on beside the requests and has to be ended.
pub(crate) struct Replays(Vec<Replay>);

impl Outputs {
    /// Writes alerts to all outputs, but those that are suppressed. An error if one that is required has not taken them:
    /// then the events must not be acknowledged.
    pub(crate) async fn accept(&self, lines: Bytes) -> Result<(), OutputError> {
        let Some(suppressor) = &self.suppressor else {
            return self.write(lines).await;
        };
        let leaving = suppressor.filter(lines);
        let written = self.write(leaving.lines()).await;
        leaving.settle(written.is_ok());
        written
    }

    async fn write(&self, lines: Bytes) -> Result<(), OutputError> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut taken = Vec::new();
        for output in &self.outputs {
            let blocks = output.blocks(&lines);
            taken.push((output, output.writer.write(blocks).await));
        }
        let mut result = Ok(());
        for (output, written) in taken {
            if let Err(error) = written.done().await {
                output.meter.failed();
                warn!(output = output.name, %error, "alerts were not taken");
                result = result.and(Err(error));
            }
        }
        result
    }

    /// The outputs that are required and left alone for now, since they failed again and again.
    pub(crate) fn left_alone(&self) -> impl Iterator<Item = &str> {
        let open = |output: &&Output| output.required && output.open.is_set();
        self.outputs
            .iter()
            .filter(open)
            .map(|output| output.name.as_str())
    }
}

impl Output {
    fn blocks(&self, lines: &Bytes) -> Vec<Bytes> {
        if self.alert_by_alert {
            split(lines)
        } else {
            vec![lines.clone()]
        }
    }
}

impl Replays {
    /// Ends them once everything that can be is delivered. The rest waits on disk.
    pub(crate) async fn close(self) {
        for replay in &self.0 {
            replay.begin_to_close();
        }
        for replay in self.0 {
            replay.closed().await;
        }
    }
}

/// Each line with its newline.
fn split(lines: &Bytes) -> Vec<Bytes> {
    let mut start = 0;
    let ends = memchr_iter(b'\n', lines).map(|at| at + 1);
    let mut alerts: Vec<Bytes> = ends
        .map(|end| lines.slice(std::mem::replace(&mut start, end)..end))
        .collect();
    if start < lines.len() {
        alerts.push(lines.slice(start..));
    }
    alerts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_split_whole() {
        for (text, parts) in [("", 0), ("a\n", 1), ("a\nb\n", 2), ("a\n\nb", 3)] {
            let lines = split(&Bytes::from(text));
            assert_eq!(lines.len(), parts, "{text:?}");
            assert_eq!(lines.concat(), text.as_bytes());
        }
    }
}
