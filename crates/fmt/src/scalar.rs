//! How one scalar is written.

mod block;
mod plain;

use saphyr_parser::ScalarStyle;

use crate::tree::{Content, Node, Scalar};

pub(crate) use block::Block;
pub(crate) use plain::{is_plain_anywhere, is_plain_in_block, is_plain_in_flow};

/// A scalar or an alias as it is written, without anchor and tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// On one line.
    Line(String),
    /// On several, which are folded into one value.
    Lines(Vec<String>),
    /// Below a header.
    Block(Block),
}

/// How a node that is no collection is written.
pub(crate) fn written(node: &Node<'_>) -> Option<Written> {
    match &node.content {
        Content::Alias { name, .. } => Some(Written::Line((*name).to_owned())),
        Content::Scalar(scalar) => Some(of_scalar(scalar, node.tag.is_some())),
        Content::Collection(_) => None,
    }
}

fn of_scalar(scalar: &Scalar<'_>, is_tagged: bool) -> Written {
    match scalar.style {
        ScalarStyle::Literal | ScalarStyle::Folded => of_block(scalar),
        _ if scalar.raw.contains('\n') => Written::Lines(folded_lines(scalar.raw)),
        ScalarStyle::Plain => Written::Line(scalar.raw.to_owned()),
        _ if !is_tagged && is_plain_anywhere(&scalar.value) => {
            Written::Line(scalar.value.to_string())
        }
        _ => Written::Line(scalar.raw.to_owned()),
    }
}

/// A block without any text has nothing to stand below its header.
fn of_block(scalar: &Scalar<'_>) -> Written {
    if scalar.value.trim_matches('\n').is_empty() {
        return Written::Line(format!("\"{}\"", "\\n".repeat(scalar.value.len())));
    }
    Written::Block(Block::new(scalar))
}

/// Blanks around the line breaks of a plain or quoted scalar are no part of it.
fn folded_lines(raw: &str) -> Vec<String> {
    raw.split('\n')
        .map(|line| line.trim_matches([' ', '\t']).to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(value: &str, style: ScalarStyle, raw: &str, is_tagged: bool) -> Written {
        let value = value.into();
        of_scalar(&Scalar { value, style, raw }, is_tagged)
    }

    #[test]
    fn quotes_go_where_they_are_clearly_not_needed() {
        let written = |value, raw| line(value, ScalarStyle::DoubleQuoted, raw, false);
        assert_eq!(
            written("Console Login", "\"Console Login\""),
            Written::Line("Console Login".to_owned())
        );
        for raw in [
            "\"1.2\"", "\"yes\"", "\"null\"", "\"\"", "\"a: b\"", "\"a, b\"", "\"- a\"",
        ] {
            assert_eq!(
                written(raw.trim_matches('"'), raw),
                Written::Line(raw.to_owned())
            );
        }
    }

    #[test]
    fn a_tag_keeps_the_quotes() {
        let raw = "'x'";
        assert_eq!(
            line("x", ScalarStyle::SingleQuoted, raw, true),
            Written::Line(raw.to_owned())
        );
    }

    #[test]
    fn a_block_of_nothing_is_an_empty_text_and_not_null() {
        assert_eq!(
            line("", ScalarStyle::Literal, "|\n", false),
            Written::Line("\"\"".to_owned())
        );
        assert_eq!(
            line("\n\n", ScalarStyle::Folded, ">+\n\n\n", false),
            Written::Line("\"\\n\\n\"".to_owned())
        );
    }

    #[test]
    fn lines_lose_the_blanks_around_them() {
        assert_eq!(
            line("a b", ScalarStyle::Plain, "a  \n\t  b", false),
            Written::Lines(vec!["a".to_owned(), "b".to_owned()])
        );
    }
}
