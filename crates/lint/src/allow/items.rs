//! Which item of a file a comment is for.

use falconet_diagnostics::Span;
use falconet_ruleset::layout::Layout;

/// For each comment of a file the number of its item: the item below, if nothing but comments stands between the two
/// and the comment is indented no deeper; else the item that it stands in.
pub(super) fn owners(text: &str, layout: &Layout) -> Vec<Option<usize>> {
    let mut owners = Vec::with_capacity(layout.comments.len());
    let mut below = text.len();
    for comment in layout.comments.iter().rev() {
        let next = layout
            .items
            .partition_point(|start| *start <= comment.start);
        if let Some(start) = layout.items.get(next) {
            below = below.min(*start);
        }
        if is_above(text, *comment, below, layout.items.get(next).copied()) {
            below = comment.start;
            owners.push(Some(next));
        } else {
            owners.push(next.checked_sub(1));
        }
    }
    owners.reverse();
    owners
}

/// Whether a comment belongs to the item that starts behind it. `below` is where the item starts, or the comments
/// directly above it.
fn is_above(text: &str, comment: Span, below: usize, item: Option<usize>) -> bool {
    let gap = text.get(comment.end..below).unwrap_or_default();
    let is_empty = |byte: u8| byte.is_ascii_whitespace() || byte == b'-';
    let (Some(own), Some(item)) = (indentation(text, comment.start), item) else {
        return false;
    };
    let line = line_before(text, item);
    own <= line.len() - line.trim_start().len() && gap.bytes().all(is_empty)
}

/// How far a comment is indented; nothing if something stands before it.
fn indentation(text: &str, start: usize) -> Option<usize> {
    let line = line_before(text, start);
    line.trim_start().is_empty().then_some(line.len())
}

fn line_before(text: &str, offset: usize) -> &str {
    let before = text.get(..offset).unwrap_or_default();
    before.rsplit('\n').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use falconet_ruleset::YamlLimits;
    use falconet_ruleset::layout::layout;

    use super::*;

    fn owners_of(text: &str) -> Vec<Option<usize>> {
        owners(text, &layout(text, &YamlLimits::default()).unwrap())
    }

    #[test]
    fn comments_above_an_item_are_for_it() {
        let text = "# a\n# b\n\n- list: x\n# c\n- list: y\n";
        assert_eq!(owners_of(text), [Some(0), Some(0), Some(1)]);
    }

    #[test]
    fn comments_in_an_item_are_for_it() {
        let text = "- list: x # a\n  # b\n  items: [] # c\n  # d\n- list: y # e\n# f\n";
        assert_eq!(
            owners_of(text),
            [Some(0), Some(0), Some(0), Some(0), Some(1), Some(1)]
        );
    }

    #[test]
    fn a_comment_in_a_file_without_items_is_for_none() {
        assert_eq!(owners_of("# a\n"), [None]);
    }

    #[test]
    fn a_dash_may_stand_on_a_line_of_its_own() {
        assert_eq!(owners_of("- list: x\n# a\n-\n  list: y\n"), [Some(1)]);
    }
}
