//! Text between records that is no JSON object.

/// Longest text that is kept to tell whether it is `null`.
const KEPT: usize = 5;

/// Such a text, as far as it was read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Unreadable {
    /// Place of its first byte in the input.
    pub(super) start: u64,
    kept: [u8; KEPT],
    length: usize,
    brace: bool,
}

/// What the next byte means for the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It belongs to it.
    More,
    /// The text ended before it.
    Ended,
    /// The text ended one byte before it, where an object begins.
    Object,
}

impl Unreadable {
    /// A text that begins at `start`.
    pub(super) fn new(start: u64) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Takes the next byte. A text ends with its line, where an object with a key begins, and in an array with its element.
    pub(super) fn see(&mut self, byte: u8, in_array: bool) -> Next {
        match byte {
            b'"' if self.brace => return Next::Object,
            b'\n' => return Next::Ended,
            b',' | b']' | b'{' | b'[' if in_array => return Next::Ended,
            _ => {}
        }
        self.brace = byte == b'{';
        if !matches!(byte, b' ' | b'\t' | b'\r' | b'{' | 0) {
            self.keep(byte);
        }
        Next::More
    }

    /// Whether it is `null`, which stands for no record.
    pub(super) fn is_null(&self) -> bool {
        self.kept.get(..self.length) == Some(b"null")
    }

    fn keep(&mut self, byte: u8) {
        if let Some(slot) = self.kept.get_mut(self.length) {
            *slot = byte;
            self.length += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, in_array: bool) -> (usize, Next, bool) {
        let mut unreadable = Unreadable::new(0);
        for (at, byte) in text.bytes().enumerate() {
            match unreadable.see(byte, in_array) {
                Next::More => {}
                next => return (at, next, unreadable.is_null()),
            }
        }
        (text.len(), Next::More, unreadable.is_null())
    }

    #[test]
    fn it_ends_with_its_line() {
        assert_eq!(
            read("hello {world}, [1]\n{", false),
            (18, Next::Ended, false)
        );
    }

    #[test]
    fn it_ends_where_an_object_begins() {
        assert_eq!(read("INFO {\"a\"", false), (6, Next::Object, false));
    }

    #[test]
    fn in_an_array_it_ends_with_its_element() {
        assert_eq!(read("1, 2]", true), (1, Next::Ended, false));
        assert_eq!(read("1]", true), (1, Next::Ended, false));
    }

    #[test]
    fn null_is_told_apart() {
        assert!(read("null \r\n", false).2);
        assert!(read("null", false).2);
        for text in ["nul", "nulls", "null1", "NULL", "nullnull"] {
            assert!(!read(text, false).2, "{text}");
        }
    }
}
