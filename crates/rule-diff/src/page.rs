//! How a report is wanted.

/// How a report is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    /// Whether there are colours.
    pub color: bool,
    /// Columns of the terminal; longer texts are cut.
    pub width: Option<usize>,
}
