//! Where lines start, and which of them are empty.

/// The lines of a text.
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0)
            .chain(newlines.map(|(offset, _)| offset + 1))
            .collect();
        Self { text, starts }
    }

    fn index(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    fn start(&self, index: usize) -> usize {
        self.starts.get(index).copied().unwrap_or_default()
    }

    /// How many bytes stand before `offset` on its line.
    pub(super) fn column(&self, offset: usize) -> usize {
        offset.saturating_sub(self.start(self.index(offset)))
    }

    /// Whether the line before that of `offset` is there and empty.
    pub(super) fn follows_blank(&self, offset: usize) -> bool {
        let index = self.index(offset);
        let before = index
            .checked_sub(1)
            .and_then(|previous| self.text.get(self.start(previous)..self.start(index)));
        before.is_some_and(|line| line.trim_ascii().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_from_the_start_of_the_line() {
        let lines = Lines::new("ab\ncd\n");
        assert_eq!(
            (lines.column(1), lines.column(3), lines.column(4)),
            (1, 0, 1)
        );
    }

    #[test]
    fn a_line_of_blanks_is_empty() {
        let lines = Lines::new("a\n \t\nb\nc");
        assert!(lines.follows_blank(5) && !lines.follows_blank(7) && !lines.follows_blank(0));
    }
}
