//! A place in a pattern.

use super::RegexError;

/// What is left of a pattern.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor<'p> {
    rest: &'p [u8],
}

impl<'p> Cursor<'p> {
    pub(super) const fn new(pattern: &'p [u8]) -> Self {
        Self { rest: pattern }
    }

    pub(super) const fn rest(&self) -> &'p [u8] {
        self.rest
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// The byte behind the next one.
    pub(super) fn peek_second(&self) -> Option<u8> {
        self.rest.get(1).copied()
    }

    /// Goes past `count` bytes.
    pub(super) fn skip(&mut self, count: usize) {
        self.rest = self.rest.get(count..).unwrap_or_default();
    }

    /// Goes past the next byte if it is `byte`.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.skip(1);
        }
        found
    }

    /// Goes past the next byte if it satisfies `wanted`.
    pub(super) fn eat_if(&mut self, wanted: impl Fn(u8) -> bool) -> Option<u8> {
        let byte = self.peek().filter(|byte| wanted(*byte))?;
        self.skip(1);
        Some(byte)
    }

    /// Goes past the next code point. At the end of the pattern RE2 speaks of bad UTF-8, too.
    pub(super) fn code_point(&mut self) -> Result<char, RegexError> {
        let head = self.rest.get(..4).unwrap_or(self.rest);
        let valid = head.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let found = valid.chars().next().ok_or(RegexError::InvalidUtf8)?;
        self.skip(found.len_utf8());
        Ok(found)
    }

    /// What lies between an earlier place of the same pattern and this one.
    pub(super) fn since(&self, earlier: &Self) -> &'p [u8] {
        let length = earlier.rest.len().saturating_sub(self.rest.len());
        earlier.rest.get(..length).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_taken_whole() {
        let mut cursor = Cursor::new("é!".as_bytes());
        assert_eq!(cursor.code_point(), Ok('é'));
        assert_eq!(cursor.rest(), b"!");
    }

    #[test]
    fn stray_bytes_and_the_end_are_bad_utf8() {
        assert_eq!(
            Cursor::new(b"\xc3").code_point(),
            Err(RegexError::InvalidUtf8)
        );
        assert_eq!(Cursor::new(b"").code_point(), Err(RegexError::InvalidUtf8));
    }
}
