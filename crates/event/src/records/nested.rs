//! The objects right inside an object, whatever lies between them.

use std::ops::Range;

use super::text::Text;

/// Where the objects that open at one brace's depth lie in a complete object.
pub(super) struct NestedObjects<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// The objects right inside the object that the bytes are.
pub(super) fn nested_objects(object: &[u8]) -> NestedObjects<'_> {
    NestedObjects {
        bytes: object,
        at: 1,
    }
}

impl Iterator for NestedObjects<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut depth = 0_usize;
        let mut start = self.at;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'"' => self.at = Text::Inside.pass_whole(self.bytes, self.at),
                b'{' if depth == 0 => (start, depth) = (self.at - 1, 1),
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(start..self.at),
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(text: &str) -> Vec<&str> {
        nested_objects(text.as_bytes())
            .filter_map(|range| text.get(range))
            .collect()
    }

    #[test]
    fn objects_are_found_at_any_depth_of_brackets() {
        assert_eq!(
            nested(r#"{"a":[[{"x":{}}],{}],"b":{"y":1}}"#),
            [r#"{"x":{}}"#, "{}", r#"{"y":1}"#]
        );
    }

    #[test]
    fn braces_in_strings_do_not_count() {
        assert_eq!(nested(r#"{"a{":"{}","b":{"}":"\"}"}}"#), [r#"{"}":"\"}"}"#]);
    }

    #[test]
    fn an_object_without_objects_has_none() {
        assert_eq!(nested("{}"), [""; 0]);
        assert_eq!(nested(r#"{"a":1}"#), [""; 0]);
    }
}
