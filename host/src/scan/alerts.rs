//! Alerts to standard output.

use std::io::{self, BufWriter, Stdout, Write};
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};

use super::pretty::Pretty;
use crate::cli::{AlertFormat, Size};
use crate::terminal::{
    ColorChoice, Stream, harmless_alerts, harmless_block, is_terminal, output_width, use_color,
};

/// As much as Linux allows without privileges.
#[cfg(target_os = "linux")]
const PIPE_BYTES: usize = 1 << 20;

/// Writes alerts to standard output.
pub(crate) struct AlertWriter {
    out: Stdout,
    form: Form,
}

/// What alerts are turned into.
enum Form {
    /// Byte for byte what the module gives: what Falco writes.
    AsTheyAre,
    /// The same, but events may hold control sequences, and a terminal would obey them.
    Harmless,
    /// For people.
    Pretty(Pretty),
    /// Text that the module wrote for people, maybe in colours.
    Text { colors: bool },
    /// Kept for whoever wants them when all events are judged.
    Kept(Arc<KeptLines>),
}

/// Lines that are kept, up to a bound.
pub(crate) struct KeptLines {
    lines: Mutex<Vec<u8>>,
    bound: Size,
    /// The option that says so.
    option: &'static str,
}

impl KeptLines {
    /// Keeps so many bytes, as an option says.
    pub(crate) fn new(bound: Size, option: &'static str) -> Arc<Self> {
        Arc::new(Self {
            lines: Mutex::default(),
            bound,
            option,
        })
    }

    /// What was kept.
    pub(crate) fn take(&self) -> Vec<u8> {
        mem::take(&mut self.lines.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, more: &[u8]) -> io::Result<()> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if (lines.len() + more.len()) as u64 > self.bound.bytes() {
            let (bound, option) = (self.bound, self.option);
            let message = format!("there is more to tell than {bound} ({option})");
            return Err(io::Error::other(message));
        }
        lines.extend_from_slice(more);
        Ok(())
    }
}

impl AlertWriter {
    /// A writer in this format.
    pub(crate) fn new(format: AlertFormat, color: ColorChoice) -> Self {
        match format {
            AlertFormat::Pretty => Self::of(Form::Pretty(Pretty::new(
                use_color(color, Stream::Output),
                output_width(),
            ))),
            AlertFormat::Json => Self::json(),
        }
    }

    /// A writer of JSON.
    pub(crate) fn json() -> Self {
        Self::of(if is_terminal(Stream::Output) {
            Form::Harmless
        } else {
            Form::AsTheyAre
        })
    }

    /// A writer of text that the module wrote for people.
    pub(crate) fn text(colors: bool) -> Self {
        Self::of(Form::Text { colors })
    }

    fn of(form: Form) -> Self {
        widen(&io::stdout());
        Self {
            out: io::stdout(),
            form,
        }
    }

    /// A writer that only keeps them.
    pub(crate) fn keeping(kept: Arc<KeptLines>) -> Self {
        Self {
            out: io::stdout(),
            form: Form::Kept(kept),
        }
    }

    /// Writes the alerts of a batch at once, so that whoever reads them need not wait for others.
    pub(super) fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut out = BufWriter::new(self.out.lock());
        match &self.form {
            Form::Kept(kept) => return kept.add(lines),
            Form::AsTheyAre => out.write_all(lines)?,
            Form::Harmless => write_harmless(lines, &mut out)?,
            Form::Pretty(pretty) => pretty.write(lines, &mut out)?,
            Form::Text { colors } => {
                let text = String::from_utf8_lossy(lines);
                out.write_all(harmless_block(&text, *colors).as_bytes())?;
            }
        }
        out.flush()
    }
}

/// Lets as much wait in a pipe as a batch may raise, so that a reader seldom has to be waited for. What is no pipe, or a
/// system that allows no more, stays as it is.
fn widen(out: &Stdout) {
    #[cfg(target_os = "linux")]
    let _ = rustix::pipe::fcntl_setpipe_size(out, PIPE_BYTES);
}

fn write_harmless(lines: &[u8], out: &mut impl Write) -> io::Result<()> {
    lines
        .split_inclusive(|byte| *byte == b'\n')
        .try_for_each(|line| {
            out.write_all(harmless_alerts(&String::from_utf8_lossy(line)).as_bytes())
        })
}
