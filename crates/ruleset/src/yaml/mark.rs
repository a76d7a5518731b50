//! Positions as yaml-cpp gives them.

/// A position in a file: bytes, all counted from 0. A byte order mark at the start of the file is not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mark {
    /// Offset from the start of the text.
    pub offset: usize,
    /// Line; only a line feed ends one.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// Turns character indices, which the parser counts, into byte offsets and marks.
#[derive(Debug)]
pub(super) struct TextIndex<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
    /// Byte offset of every [`STRIDE`]th character; empty if the text is ASCII, where both are the same.
    checkpoints: Vec<usize>,
}

const STRIDE: usize = 128;

impl<'t> TextIndex<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(newlines.map(|(offset, _)| offset + 1))
            .collect();
        let checkpoints = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices()
                .step_by(STRIDE)
                .map(|(offset, _)| offset)
                .collect()
        };
        Self {
            text,
            line_starts,
            checkpoints,
        }
    }

    pub(super) const fn text(&self) -> &'t str {
        self.text
    }

    /// Byte offset of the character with that index.
    pub(super) fn byte_offset(&self, character: usize) -> usize {
        if self.checkpoints.is_empty() {
            return character.min(self.text.len());
        }
        let Some(&checkpoint) = self.checkpoints.get(character / STRIDE) else {
            return self.text.len();
        };
        let rest = self.text.get(checkpoint..).unwrap_or_default();
        rest.char_indices()
            .nth(character % STRIDE)
            .map_or(self.text.len(), |(offset, _)| checkpoint + offset)
    }

    pub(super) fn mark(&self, offset: usize) -> Mark {
        let line = self
            .line_starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = self.line_starts.get(line).copied().unwrap_or_default();
        Mark {
            offset,
            line,
            column: offset - start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_characters_are_bytes() {
        assert_eq!(TextIndex::new("abc").byte_offset(2), 2);
        assert_eq!(TextIndex::new("abc").byte_offset(9), 3);
    }

    #[test]
    fn characters_of_several_bytes_are_counted_from_the_nearest_checkpoint() {
        let text = "\u{e9}".repeat(1000);
        let index = TextIndex::new(&text);
        for character in [0, 1, 127, 128, 129, 255, 999, 1000, 5000] {
            assert_eq!(index.byte_offset(character), (character * 2).min(2000));
        }
    }

    #[test]
    fn marks_count_bytes_and_only_line_feeds_end_a_line() {
        let index = TextIndex::new("\u{e9}\rx\ny");
        assert_eq!(
            index.mark(3),
            Mark {
                offset: 3,
                line: 0,
                column: 3
            }
        );
        assert_eq!(
            index.mark(5),
            Mark {
                offset: 5,
                line: 1,
                column: 0
            }
        );
    }
}
