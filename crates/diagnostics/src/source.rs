//! Named texts, and lines and columns in them.

use std::sync::Arc;

/// Index of a source in its [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u32);

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

/// A text with a name.
#[derive(Clone, Debug)]
pub struct Source {
    name: Arc<str>,
    text: Arc<str>,
    line_starts: Vec<usize>,
    /// How many characters start before each [`STRIDE`]th byte.
    characters: Vec<usize>,
}

/// A place on a line of megabytes is found without counting the line's characters from its start.
const STRIDE: usize = 256;

impl Source {
    /// Notes where the lines of `text` start.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        Self {
            name: name.into(),
            line_starts: line_starts(&text),
            characters: character_counts(&text),
            text,
        }
    }

    /// Its name, for example a file's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Index, from 0, of the line that holds the byte at `offset`.
    pub(crate) fn line_index(&self, offset: usize) -> usize {
        self.line_starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// Offset at which a line, counted from 0, starts; the end of the text behind the last one.
    pub(crate) fn line_start(&self, line: usize) -> usize {
        self.line_starts
            .get(line)
            .copied()
            .unwrap_or(self.text.len())
    }

    /// Line and column of the byte at `offset`.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.floor_char(offset);
        let line = self.line_index(offset);
        let column = self.characters_before(offset) - self.characters_before(self.line_start(line));
        LineColumn {
            line: line + 1,
            column: column + 1,
        }
    }

    fn characters_before(&self, offset: usize) -> usize {
        let stride = offset / STRIDE;
        let before = self.characters.get(stride).copied().unwrap_or_default();
        let rest = self.text.as_bytes().get(stride * STRIDE..offset);
        before + rest.map_or(0, character_starts)
    }

    /// The nearest character boundary at or before `offset`.
    pub(crate) fn floor_char(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(newlines.map(|(offset, _)| offset + 1))
        .collect()
}

fn character_counts(text: &str) -> Vec<usize> {
    let mut count = 0;
    let mut counts = vec![0];
    for stride in text.as_bytes().chunks_exact(STRIDE) {
        count += character_starts(stride);
        counts.push(count);
    }
    counts
}

fn character_starts(bytes: &[u8]) -> usize {
    let is_start = |byte: &&u8| !matches!(**byte, 0x80..=0xBF);
    bytes.iter().filter(is_start).count()
}

/// The texts that diagnostics point into.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    sources: Vec<Source>,
}

impl Sources {
    /// Adds a text; the same name may be added twice.
    pub fn add(&mut self, name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.sources.len()).unwrap_or(u32::MAX));
        self.sources.push(Source::new(name, text));
        id
    }

    /// The text with that id.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(usize::try_from(id.0).ok()?)
    }

    /// All texts in the order in which they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.sources.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, offset: usize) -> (usize, usize) {
        let place = Source::new("t", text).line_column(offset);
        (place.line, place.column)
    }

    #[test]
    fn lines_and_columns_count_from_one() {
        assert_eq!(at("ab\ncd", 0), (1, 1));
        assert_eq!(at("ab\ncd", 4), (2, 2));
    }

    #[test]
    fn columns_count_characters_and_not_bytes() {
        assert_eq!(at("\u{e9}\u{e9}x", 4), (1, 3));
    }

    #[test]
    fn columns_of_long_lines_are_counted_right() {
        let text = format!("\u{e9}\n{}", "a\u{20ac}".repeat(3 * STRIDE));
        let source = Source::new("t", text.as_str());
        let line = source.line_start(1);
        for (characters, (offset, _)) in text[line..].char_indices().enumerate().step_by(997) {
            assert_eq!(source.line_column(line + offset).column, characters + 1);
        }
        assert_eq!(source.line_column(text.len()).column, 6 * STRIDE + 1);
    }

    #[test]
    fn an_offset_inside_a_character_is_that_character() {
        assert_eq!(at("\u{1f600}", 2), (1, 1));
    }

    #[test]
    fn an_offset_behind_the_end_is_the_end() {
        assert_eq!(at("ab\n", 99), (2, 1));
        assert_eq!(at("", 5), (1, 1));
    }

    #[test]
    fn an_id_of_another_collection_finds_nothing() {
        assert!(Sources::default().get(SourceId(3)).is_none());
    }
}
