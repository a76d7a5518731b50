//! How a rules file is laid out: its comments, and where its items start.

use falconet_diagnostics::Span;

use crate::yaml::{YamlLimits, comments, parse};

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Comments and items of a file. Offsets are those of its text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Each comment from its `#` to the end of its line.
    pub comments: Vec<Span>,
    /// Where each item of each document starts, behind its `-`.
    pub items: Vec<usize>,
}

/// Looks at a rules file; nothing if it is not YAML within the limits.
///
/// ```
/// use falconet_ruleset::YamlLimits;
/// use falconet_ruleset::layout::layout;
///
/// let text = "- list: a # b\n  items: ['# c']\n";
/// let layout = layout(text, &YamlLimits::default()).unwrap();
/// assert_eq!(layout.comments.iter().map(|span| &text[span.range()]).collect::<Vec<_>>(), ["# b"]);
/// assert_eq!(layout.items, [2]);
/// ```
pub fn layout(text: &str, limits: &YamlLimits) -> Option<Layout> {
    let yaml = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let base = text.len() - yaml.len();
    let documents = parse(yaml, limits).ok()?;
    let items = documents.roots().flat_map(crate::yaml::Node::items);
    let comments = comments(yaml, &documents).into_iter();
    Some(Layout {
        items: items.map(|item| item.span().start + base).collect(),
        comments: comments
            .map(|span| Span::new(span.start + base, span.end + base))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comments_of(text: &str) -> Vec<&str> {
        let layout = layout(text, &YamlLimits::default()).unwrap();
        let spans = layout.comments.into_iter();
        spans.map(|span| &text[span.range()]).collect()
    }

    #[test]
    fn comments_stand_on_lines_of_their_own_and_behind_values() {
        let text = "# one\n- list: a # two\r\n  # three\n  items: [b, # four\n    c]\n# five";
        assert_eq!(
            comments_of(text),
            ["# one", "# two", "# three", "# four", "# five"]
        );
    }

    #[test]
    fn a_hash_inside_a_quoted_scalar_is_none() {
        assert!(comments_of("- list: 'a # b'\n  items: [\"c # d\", \"e\n    # f\"]\n").is_empty());
        assert_eq!(comments_of("- list: 'a''s # b' # c\n"), ["# c"]);
    }

    #[test]
    fn a_hash_inside_a_block_scalar_is_none() {
        let text = "- rule: r\n  condition: > # header\n    a # b\n    # c\n\n    d\n  # out\n  output: |-\n    # e\n# end\n- list: l\n";
        assert_eq!(comments_of(text), ["# header", "# out", "# end"]);
    }

    #[test]
    fn a_hash_without_a_blank_before_it_is_part_of_a_plain_scalar() {
        assert!(comments_of("- list: a#b\n").is_empty());
        assert_eq!(comments_of("- list: a#b #c\n"), ["#c"]);
        assert_eq!(comments_of("- list: a\n   b\n   # c\n"), ["# c"]);
    }

    #[test]
    fn a_byte_order_mark_counts() {
        let text = "\u{feff}# a\n- list: b\n";
        assert_eq!(comments_of(text), ["# a"]);
        assert_eq!(layout(text, &YamlLimits::default()).unwrap().items, [9]);
    }

    #[test]
    fn what_is_no_yaml_has_no_layout() {
        assert_eq!(layout("- [", &YamlLimits::default()), None);
    }
}
