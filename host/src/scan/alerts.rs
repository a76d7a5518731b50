//! Alerts to standard output.

use std::io::{self, StdoutLock, Write as _};

use super::pretty::Pretty;
use crate::cli::AlertFormat;

/// Writes alerts: byte for byte as the module gives them, or for people.
pub(crate) struct AlertWriter {
    out: StdoutLock<'static>,
    pretty: Option<Pretty>,
}

impl AlertWriter {
    /// A writer to standard output.
    pub(crate) fn new(format: AlertFormat, color: bool) -> Self {
        let pretty = (format == AlertFormat::Pretty).then(|| Pretty::new(color));
        Self {
            out: io::stdout().lock(),
            pretty,
        }
    }

    /// Writes the alerts of a batch at once, so that whoever reads them need not wait for others.
    pub(super) fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        match &self.pretty {
            None => self.out.write_all(lines)?,
            Some(pretty) => self.out.write_all(pretty.render(lines).as_bytes())?,
        }
        self.out.flush()
    }
}
