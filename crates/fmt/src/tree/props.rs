//! Anchors and tags in front of nodes.

/// What stands in front of a node's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Props<'t> {
    pub(super) anchor: Option<&'t str>,
    pub(super) tag: Option<&'t str>,
    /// How many bytes they take.
    pub(super) length: usize,
}

/// Reads the anchor and the tag at the start of a text, with blanks and comments between them.
pub(super) fn read(text: &str) -> Props<'_> {
    let mut props = Props::default();
    let mut rest = text;
    while let Some((property, behind)) = next_property(rest) {
        let place = if property.starts_with('&') {
            &mut props.anchor
        } else {
            &mut props.tag
        };
        if place.replace(property).is_some() {
            break;
        }
        props.length = text.len() - behind.len();
        rest = skip_blanks(behind);
    }
    props
}

fn next_property(text: &str) -> Option<(&str, &str)> {
    if !text.starts_with(['&', '!']) {
        return None;
    }
    let is_verbatim = text.starts_with("!<");
    let ends = |character: char| {
        character.is_ascii_whitespace()
            || (!is_verbatim && matches!(character, ',' | '[' | ']' | '{' | '}'))
    };
    text.split_at_checked(text.find(ends).unwrap_or(text.len()))
}

/// The text behind blanks and comments.
pub(super) fn skip_blanks(text: &str) -> &str {
    let mut rest = text.trim_ascii_start();
    while let Some(comment) = rest.strip_prefix('#') {
        rest = comment
            .split_once('\n')
            .map_or("", |(_, behind)| behind)
            .trim_ascii_start();
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchor_and_tag_stand_in_any_order() {
        let expected = |length| Props {
            anchor: Some("&a"),
            tag: Some("!!str"),
            length,
        };
        assert_eq!(read("&a !!str x"), expected(8));
        assert_eq!(read("!!str  # why\n &a x"), expected(16));
    }

    #[test]
    fn what_belongs_to_the_content_is_left() {
        assert_eq!(read("x &a"), Props::default());
        assert_eq!(read("&a, b").length, 2);
        assert_eq!(read("! x").tag, Some("!"));
        assert_eq!(read("!<tag:a,b> x").tag, Some("!<tag:a,b>"));
    }
}
