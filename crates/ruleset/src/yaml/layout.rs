//! What a YAML text is made of beside its values: comments, and where the items of its documents start.

use falconet_diagnostics::Span;
use saphyr_parser::ScalarStyle;

use super::node::{Content, Documents, NodeData};
use super::spelling::content_start;

/// Finds comments: each from its `#` to the end of its line.
pub(crate) fn comments(text: &str, documents: &Documents<'_>) -> Vec<Span> {
    let mut scalars = scalar_spans(text, documents);
    scalars.sort_unstable();
    let mut comments = Vec::new();
    let mut scalars = scalars.into_iter().peekable();
    let mut at = 0;
    while let Some(found) = next_hash(text, at) {
        while scalars.next_if(|span| span.end <= found).is_some() {}
        match scalars.peek() {
            Some(span) if span.start <= found => at = span.end.max(found + 1),
            _ => {
                let end = line_end(text, found);
                comments.push(Span::new(found, end));
                at = end;
            }
        }
    }
    comments
}

/// A `#` begins a comment only at the start of a line or behind a blank.
fn next_hash(text: &str, from: usize) -> Option<usize> {
    let rest = text.as_bytes().get(from..)?;
    let before = |distance: usize| text.as_bytes().get((from + distance).checked_sub(1)?);
    let begins = |distance: usize| {
        before(distance).is_none_or(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
    };
    let distance = rest
        .iter()
        .enumerate()
        .position(|(distance, byte)| *byte == b'#' && begins(distance))?;
    Some(from + distance)
}

fn line_end(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let line = rest.split(['\r', '\n']).next().unwrap_or_default();
    from + line.len()
}

fn scalar_spans(text: &str, documents: &Documents<'_>) -> Vec<Span> {
    let nodes = documents.nodes.iter();
    nodes.filter_map(|node| scalar_span(text, node)).collect()
}

/// Where a scalar's own text stands. The indicator of a block scalar may have a comment behind it, and the parser
/// takes what follows a quoted scalar for its end.
fn scalar_span(text: &str, node: &NodeData<'_>) -> Option<Span> {
    let Content::Scalar(_, style) = &node.content else {
        return None;
    };
    let Span { start, end } = node.span;
    Some(match style {
        ScalarStyle::Plain => node.span,
        ScalarStyle::Literal | ScalarStyle::Folded => Span::new(line_end(text, start), end),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            Span::new(start, quoted_end(text, start, *style))
        }
    })
}

/// The end of a quoted scalar that starts at `start`. Two single quotes in a row end one such and begin another, which
/// makes no difference here.
fn quoted_end(text: &str, start: usize, style: ScalarStyle) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let (mut at, mut is_open) = (content_start(rest, style), true);
    while let Some(byte) = rest.as_bytes().get(at) {
        match (style, byte) {
            (ScalarStyle::DoubleQuoted, b'\\') => at += 1,
            (ScalarStyle::DoubleQuoted, b'"') | (ScalarStyle::SingleQuoted, b'\'') => {
                is_open = !is_open;
            }
            _ if !is_open => break,
            _ => {}
        }
        at += 1;
    }
    start + at.min(rest.len())
}
