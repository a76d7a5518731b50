//! A place in a text as Falco reports it.

/// A place in a condition text, counted in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Position {
    /// Offset of the byte, from 0.
    pub index: usize,
    /// Line, from 1. CR and LF each start a line, so CR LF starts two.
    pub line: usize,
    /// Byte within the line, from 1.
    pub column: usize,
}

impl Position {
    /// The place of the byte at `index` of `text`; the end of the text if `index` lies behind it.
    pub fn at(text: &str, index: usize) -> Self {
        let index = index.min(text.len());
        let before = text.as_bytes().get(..index).unwrap_or_default();
        let last_break = before.iter().rposition(|byte| is_line_break(*byte));
        Self {
            index,
            line: 1 + before.iter().filter(|byte| is_line_break(**byte)).count(),
            column: index - last_break.map_or(0, |offset| offset + 1) + 1,
        }
    }
}

const fn is_line_break(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, index: usize) -> (usize, usize, usize) {
        let place = Position::at(text, index);
        (place.index, place.line, place.column)
    }

    #[test]
    fn the_first_byte_is_line_one_column_one() {
        assert_eq!(at("", 0), (0, 1, 1));
        assert_eq!(at("abc", 2), (2, 1, 3));
    }

    #[test]
    fn carriage_return_and_line_feed_each_start_a_line() {
        assert_eq!(at("a\r\nb", 1), (1, 1, 2));
        assert_eq!(at("a\r\nb", 2), (2, 2, 1));
        assert_eq!(at("a\r\nb", 3), (3, 3, 1));
    }

    #[test]
    fn columns_count_bytes() {
        assert_eq!(at("é=", 2), (2, 1, 3));
    }

    #[test]
    fn an_index_behind_the_text_is_its_end() {
        assert_eq!(at("ab", 9), (2, 1, 3));
    }
}
