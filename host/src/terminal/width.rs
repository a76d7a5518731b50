//! How wide a terminal is.

use std::io;

/// Columns that are filled where nothing says how many there are.
const DEFAULT: usize = 110;
/// Fewer are not worth wrapping for.
const LEAST: usize = 40;

/// Columns of the terminal at standard output.
pub(crate) fn output_width() -> usize {
    let columns = rustix::termios::tcgetwinsize(io::stdout()).map(|size| usize::from(size.ws_col));
    match columns {
        Ok(columns) if columns > 0 => columns.max(LEAST),
        _ => DEFAULT,
    }
}
