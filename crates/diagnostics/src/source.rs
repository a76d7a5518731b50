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
}

impl Source {
    /// Notes where the lines of `text` start.
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Self {
        let text = text.into();
        let line_starts = line_starts(&text);
        Self {
            name: name.into(),
            text,
            line_starts,
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
    pub fn line_index(&self, offset: usize) -> usize {
        self.line_starts
            .partition_point(|start| *start <= offset)
            .saturating_sub(1)
    }

    /// Offset at which a line, counted from 0, starts; the end of the text behind the last one.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts
            .get(line)
            .copied()
            .unwrap_or(self.text.len())
    }

    /// Line and column of the byte at `offset`.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.floor_char(offset);
        let line = self.line_index(offset);
        let before = self
            .text
            .get(self.line_start(line)..offset)
            .unwrap_or_default();
        LineColumn {
            line: line + 1,
            column: before.chars().count() + 1,
        }
    }

    /// The nearest character boundary at or before `offset`.
    pub fn floor_char(&self, offset: usize) -> usize {
        self.text.floor_char_boundary(offset)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(newlines.map(|(offset, _)| offset + 1))
        .collect()
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
