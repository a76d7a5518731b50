//! What the module reports, on standard output.

use std::io::{self, Write as _};

use super::harmless_block;

/// Who reads a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// People, maybe at a terminal that shows colours.
    People { color: bool },
    /// Programs.
    Programs,
}

/// Writes a report. What is for people may stand on a terminal; what is for programs must stay as it is.
pub(crate) fn print_report(text: &str, audience: Audience) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match audience {
        Audience::People { color } => out.write_all(harmless_block(text, color).as_bytes())?,
        Audience::Programs => out.write_all(text.as_bytes())?,
    }
    out.flush()
}
