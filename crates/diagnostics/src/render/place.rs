//! Where a label is, in the numbers that formats want.

use serde::Serialize;

use crate::{Label, Sources};

/// A place in a file. Lines and columns count from 1, columns in characters, offsets in bytes from 0; each end is
/// behind the last character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Name of the file.
    pub file: String,
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
    /// Offset of the first byte.
    pub offset: usize,
    /// Line behind the last character.
    pub end_line: usize,
    /// Column behind the last character.
    pub end_column: usize,
    /// Offset behind the last byte.
    pub end_offset: usize,
    /// A few words beside the place; may be empty.
    pub label: String,
}

impl Place {
    /// The place of a label; nothing if its source is unknown.
    pub fn of(label: &Label, sources: &Sources) -> Option<Self> {
        let source = sources.get(label.source)?;
        let offset = source.floor_char(label.span.start);
        let end_offset = source.floor_char(label.span.end.max(label.span.start));
        let (start, end) = (source.line_column(offset), source.line_column(end_offset));
        Some(Self {
            file: source.name().to_owned(),
            line: start.line,
            column: start.column,
            offset,
            end_line: end.line,
            end_column: end.column,
            end_offset,
            label: label.text.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::report::samples::Sample;
    use super::*;
    use crate::Span;

    fn place(start: usize, end: usize) -> Place {
        let sample = Sample::new();
        let label = Label {
            source: crate::SourceId(0),
            span: Span::new(start, end),
            text: String::new(),
        };
        Place::of(&label, &sample.sources).unwrap()
    }

    #[test]
    fn columns_count_characters_and_offsets_bytes() {
        let found = place(24, 31);
        assert_eq!((found.line, found.column, found.offset), (2, 14, 24));
        assert_eq!(
            (found.end_line, found.end_column, found.end_offset),
            (2, 18, 31)
        );
    }

    #[test]
    fn a_place_behind_the_end_is_the_end() {
        let found = place(1 << 20, 3);
        assert_eq!(found.offset, found.end_offset);
        assert_eq!((found.line, found.column), (5, 1));
    }
}
