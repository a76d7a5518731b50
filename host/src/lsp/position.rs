//! Places as editors count: lines, and units of a line.

use gen_lsp_types::{Position, PositionEncodingKind, Range};

use super::error::LspError;

/// What the units of a line are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// What the protocol counts if nothing was agreed on.
    #[default]
    Utf16,
}

impl Encoding {
    /// The one that costs nothing, if the editor has it.
    pub(super) fn agreed(offered: &[PositionEncodingKind]) -> Self {
        if offered.contains(&PositionEncodingKind::UTF8) {
            Self::Utf8
        } else {
            Self::Utf16
        }
    }

    pub(super) const fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn units(self, character: char) -> usize {
        match self {
            Self::Utf8 => character.len_utf8(),
            Self::Utf16 => character.len_utf16(),
        }
    }
}

/// A text whose lines are known.
#[derive(Debug)]
pub(super) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    encoding: Encoding,
}

impl<'t> Lines<'t> {
    pub(super) fn new(text: &'t str, encoding: Encoding) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts = std::iter::once(0).chain(ends.map(|(end, _)| end + 1));
        Self {
            text,
            starts: starts.collect(),
            encoding,
        }
    }

    /// Bytes before a place. One behind the end of its line is there; the line behind the last one is the end.
    pub(super) fn offset(&self, position: Position) -> Result<usize, LspError> {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        if line == self.starts.len() && position.character == 0 {
            return Ok(self.text.len());
        }
        let start = self.starts.get(line).ok_or(LspError::NoLine {
            line: position.line,
            lines: self.starts.len(),
        })?;
        let rest = self.text.get(*start..).unwrap_or_default();
        let mut left = usize::try_from(position.character).unwrap_or(usize::MAX);
        let before = rest.chars().take_while(|character| {
            let units = self.encoding.units(*character);
            let is_before = left >= units && !matches!(character, '\n' | '\r');
            left = left.saturating_sub(units);
            is_before
        });
        Ok(start + before.map(char::len_utf8).sum::<usize>())
    }

    /// The place behind so many bytes.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        let units: usize = before.chars().map(|one| self.encoding.units(one)).sum();
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            character: u32::try_from(units).unwrap_or(u32::MAX),
        }
    }

    pub(super) fn range(&self, start: usize, end: usize) -> Range {
        Range {
            start: self.position(start),
            end: self.position(end),
        }
    }

    /// All of it.
    pub(super) fn whole(&self) -> Range {
        self.range(0, self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\u{1f600}b\r\n\u{e9}c\n";

    const fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn every_place_is_found_again_in_both_countings() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(TEXT, encoding);
            for (offset, sign) in TEXT.char_indices().filter(|(_, sign)| *sign != '\n') {
                assert_eq!(
                    lines.offset(lines.position(offset)).unwrap(),
                    offset,
                    "{sign}"
                );
            }
        }
        assert_eq!(Lines::new(TEXT, Encoding::Utf16).position(5), at(0, 3));
        assert_eq!(Lines::new(TEXT, Encoding::Utf8).position(5), at(0, 5));
        assert_eq!(Lines::new(TEXT, Encoding::Utf16).position(99), at(2, 0));
    }

    #[test]
    fn places_inside_of_characters_and_behind_lines_are_moved_to_where_one_can_be() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(at(0, 2)).unwrap(), 1);
        assert_eq!(lines.offset(at(0, 99)).unwrap(), 6);
        assert_eq!(lines.offset(at(1, u32::MAX)).unwrap(), 11);
        assert_eq!(lines.offset(at(3, 0)).unwrap(), TEXT.len());
    }

    #[test]
    fn a_line_that_there_is_not_is_told() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        for position in [at(3, 1), at(4, 0), at(u32::MAX, 0)] {
            assert!(matches!(
                lines.offset(position),
                Err(LspError::NoLine { lines: 3, .. })
            ));
        }
    }

    #[test]
    fn bytes_are_counted_if_the_editor_can() {
        let offered = [PositionEncodingKind::UTF16, PositionEncodingKind::UTF8];
        assert_eq!(Encoding::agreed(&offered), Encoding::Utf8);
        assert_eq!(
            Encoding::agreed(&[PositionEncodingKind::UTF32]),
            Encoding::Utf16
        );
    }
}
