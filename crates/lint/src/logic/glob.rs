//! Patterns that say no more than a simpler operator does.

/// What a pattern asks of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape<'p> {
    /// It is that.
    Whole(&'p [u8]),
    /// It begins with that.
    Start(&'p [u8]),
    /// It ends with that.
    End(&'p [u8]),
    /// That is a part of it.
    Part(&'p [u8]),
}

/// The shape of a `glob` pattern; nothing if it needs to be one.
pub(crate) fn shape_of_glob(pattern: &[u8]) -> Option<Shape<'_>> {
    let (open_start, rest) = strip(pattern, |text| text.strip_prefix(b"*"));
    let (open_end, text) = strip(rest, |text| text.strip_suffix(b"*"));
    let is_plain = !text.iter().any(|byte| b"*?[\\".contains(byte));
    is_plain.then_some(match (open_start, open_end) {
        (false, false) => Shape::Whole(text),
        (false, true) => Shape::Start(text),
        (true, false) => Shape::End(text),
        (true, true) => Shape::Part(text),
    })
}

/// The shape of a `regex` pattern without anything that has a meaning; `.*` does not cross line ends, so that no other
/// pattern says exactly what a simpler operator does.
pub(crate) fn shape_of_regex(pattern: &[u8]) -> Option<Shape<'_>> {
    let is_plain = !pattern.iter().any(|byte| b".+*?^$()[]{}|\\".contains(byte));
    is_plain.then_some(Shape::Whole(pattern))
}

fn strip(text: &[u8], affix: impl Fn(&[u8]) -> Option<&[u8]>) -> (bool, &[u8]) {
    let (mut rest, mut found) = (text, false);
    while let Some(shorter) = affix(rest) {
        (rest, found) = (shorter, true);
    }
    (found, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_at_the_ends_open_them() {
        assert_eq!(shape_of_glob(b"ab"), Some(Shape::Whole(b"ab")));
        assert_eq!(shape_of_glob(b"ab**"), Some(Shape::Start(b"ab")));
        assert_eq!(shape_of_glob(b"*ab"), Some(Shape::End(b"ab")));
        assert_eq!(shape_of_glob(b"*ab*"), Some(Shape::Part(b"ab")));
        assert_eq!(shape_of_glob(b"*"), Some(Shape::End(b"")));
    }

    #[test]
    fn anything_else_needs_a_pattern() {
        for pattern in ["a*b", "a?", "[ab]", "a\\*"] {
            assert_eq!(shape_of_glob(pattern.as_bytes()), None, "{pattern}");
        }
        assert_eq!(shape_of_regex(b"a.*"), None);
        assert_eq!(shape_of_regex(b"a-b"), Some(Shape::Whole(b"a-b")));
    }
}
