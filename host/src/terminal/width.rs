//! How wide a terminal is.

use std::io;

/// Columns that are filled where nothing says how many there are.
const DEFAULT: usize = 110;
/// Fewer are not worth wrapping for.
const LEAST: usize = 40;

/// Columns of the terminal at standard output.
pub(crate) fn output_width() -> usize {
    terminal_width().unwrap_or(DEFAULT)
}

/// Columns of the terminal at standard output, if there is one.
pub(crate) fn terminal_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    let columns = usize::from(size.ws_col);
    (columns > 0).then(|| columns.max(LEAST))
}
