//! Builds nodes from parser events, within bounds.

use std::borrow::Cow;
use std::collections::HashMap;

use falconet_diagnostics::Span;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::error::{YamlError, syntax_error};
use super::limits::YamlLimits;
use super::mark::{Mark, TextIndex};
use super::node::{Content, Documents, NodeData, NodeId};
use super::size::Size;

/// Reads every document of a text, which does not start with a byte order mark.
pub fn parse<'t>(text: &'t str, limits: &YamlLimits) -> Result<Documents<'t>, YamlError> {
    if text.len() > limits.bytes {
        return Err(YamlError::Limit {
            mark: Mark::default(),
            what: "the size in bytes",
            limit: limits.bytes,
        });
    }
    let mut builder = Builder::new(text, *limits);
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| builder.syntax_error(&error))?;
        let span = byte_span(&builder.index, span);
        builder.take(event, span)?;
        builder.last_end = span.end;
    }
    Ok(builder.documents)
}

/// The parser's events with the bytes they were read from, for tools that care how a text is written. A text that no
/// rules can be read from has none.
pub fn yaml_events<'t>(
    text: &'t str,
    limits: &YamlLimits,
) -> Result<impl Iterator<Item = (Event<'t>, Span)>, YamlError> {
    parse(text, limits)?;
    let index = TextIndex::new(text);
    Ok(Parser::new_from_str(text)
        .map_while(Result::ok)
        .map(move |(event, span)| (event, byte_span(&index, span))))
}

fn byte_span(index: &TextIndex<'_>, span: saphyr_parser::Span) -> Span {
    let start = index.byte_offset(span.start.index());
    let end = index.byte_offset(span.end.index());
    Span::new(start, end.max(start))
}

/// A collection whose end has not come yet.
struct Open {
    id: NodeId,
    anchor: usize,
    is_mapping: bool,
    children: Vec<NodeId>,
    size: Size,
}

struct Builder<'t> {
    index: TextIndex<'t>,
    limits: YamlLimits,
    documents: Documents<'t>,
    open: Vec<Open>,
    anchors: HashMap<usize, (NodeId, Size)>,
    /// Where the event before the current one ends.
    last_end: usize,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, limits: YamlLimits) -> Self {
        Self {
            index: TextIndex::new(text),
            limits,
            documents: Documents::default(),
            open: Vec::new(),
            anchors: HashMap::new(),
            last_end: 0,
        }
    }

    fn syntax_error(&self, error: &saphyr_parser::ScanError) -> YamlError {
        syntax_error(
            self.index.byte_offset(error.marker().index()),
            error.info(),
            &self.index,
        )
    }

    fn take(&mut self, event: Event<'t>, span: Span) -> Result<(), YamlError> {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.scalar(text, style, anchor, tag.is_some(), span)
            }
            Event::SequenceStart(anchor, _) => self.start(anchor, false, span),
            Event::MappingStart(anchor, _) => self.start(anchor, true, span),
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::DocumentStart(_) => {
                self.anchors.clear();
                Ok(())
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        anchor: usize,
        is_tagged: bool,
        span: Span,
    ) -> Result<(), YamlError> {
        let is_null = style == ScalarStyle::Plain
            && !is_tagged
            && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
        let (text, span) = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => (
                self.without_added_newline(text, span),
                self.with_block_header(span),
            ),
            _ => (text, span),
        };
        let span = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => span,
            _ if span.start == span.end => self.next_token(span),
            _ => span,
        };
        let content = if is_null {
            Content::Null
        } else {
            Content::Scalar(text, style)
        };
        let id = self.add(content, span)?;
        self.finish(id, anchor, Size::scalar(span), span)
    }

    /// Where the file ends without a line feed, a block scalar does too; our parser adds one.
    fn without_added_newline(&self, text: Cow<'t, str>, span: Span) -> Cow<'t, str> {
        let file = self.index.text();
        if span.end < file.len() || file.ends_with('\n') || !text.ends_with('\n') {
            return text;
        }
        let mut text = text.into_owned();
        text.pop();
        Cow::Owned(text)
    }

    /// A block scalar starts at its `|` or `>`, not at its text.
    fn with_block_header(&self, span: Span) -> Span {
        self.start_between(span, |byte| matches!(byte, b'|' | b'>'))
    }

    /// A block sequence that is indented no deeper than the key before it starts at its first `-`, not behind it.
    fn with_first_dash(&self, span: Span) -> Span {
        let rest = self.index.text().get(span.start..).unwrap_or_default();
        let is_at_dash = rest
            .strip_prefix('-')
            .is_some_and(|behind| behind.is_empty() || behind.starts_with([' ', '\t', '\r', '\n']));
        if span.start < span.end || is_at_dash {
            return span;
        }
        self.start_between(span, |byte| byte == b'-')
    }

    /// Moves the start of a span back to an indicator behind the event before, if there is one outside of comments.
    fn start_between(&self, span: Span, is_indicator: impl Fn(u8) -> bool) -> Span {
        let between = self
            .index
            .text()
            .as_bytes()
            .get(self.last_end..span.start)
            .unwrap_or_default();
        let mut in_comment = false;
        for (distance, byte) in between.iter().enumerate() {
            match byte {
                b'\n' => in_comment = false,
                b'#' => in_comment = true,
                indicator if !in_comment && is_indicator(*indicator) => {
                    return Span::new(self.last_end + distance, span.end);
                }
                _ => {}
            }
        }
        span
    }

    /// yaml-cpp gives a value that is not written the position of the token behind it.
    fn next_token(&self, span: Span) -> Span {
        let mut rest = skip_blanks(self.index.text().get(span.start..).unwrap_or_default());
        rest = rest.strip_prefix(':').map_or(rest, skip_blanks);
        while let Some(comment) = rest.strip_prefix('#') {
            rest = skip_blanks(comment.split_once('\n').map_or("", |(_, behind)| behind));
        }
        let start = self.index.text().len() - rest.len();
        Span::new(start, start)
    }

    fn add(&mut self, content: Content<'t>, span: Span) -> Result<NodeId, YamlError> {
        let mark = self.index.mark(span.start);
        let id = NodeId(self.documents.nodes.len());
        if id.0 >= self.limits.nodes {
            return Err(YamlError::Limit {
                mark,
                what: "the number of nodes",
                limit: self.limits.nodes,
            });
        }
        self.documents.nodes.push(NodeData {
            content,
            mark,
            span,
        });
        Ok(id)
    }

    fn start(&mut self, anchor: usize, is_mapping: bool, span: Span) -> Result<(), YamlError> {
        self.check_depth(self.open.len() + 1, span)?;
        let span = if is_mapping {
            span
        } else {
            self.with_first_dash(span)
        };
        let id = self.add(Content::Null, span)?;
        self.open.push(Open {
            id,
            anchor,
            is_mapping,
            children: Vec::new(),
            size: Size::EMPTY,
        });
        Ok(())
    }

    fn check_depth(&self, depth: usize, span: Span) -> Result<(), YamlError> {
        if depth <= self.limits.depth {
            return Ok(());
        }
        Err(YamlError::Limit {
            mark: self.index.mark(span.start),
            what: "the depth of nesting",
            limit: self.limits.depth,
        })
    }

    fn end(&mut self, span: Span) -> Result<(), YamlError> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        if let Some(node) = self.documents.nodes.get_mut(open.id.0) {
            node.span.end = span.end.max(node.span.start);
            node.content = if open.is_mapping {
                Content::Mapping(pairs(&open.children))
            } else {
                Content::Sequence(open.children)
            };
        }
        let size = Size {
            height: open.size.height + 1,
            ..open.size
        };
        self.finish(open.id, open.anchor, size, span)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), YamlError> {
        match self.anchors.get(&anchor).copied() {
            Some((id, size)) => self.attach(id, size, span),
            None => Err(YamlError::Known {
                mark: self.index.mark(span.start),
                message: "the referenced anchor is not defined".to_owned(),
            }),
        }
    }

    fn finish(
        &mut self,
        id: NodeId,
        anchor: usize,
        size: Size,
        span: Span,
    ) -> Result<(), YamlError> {
        if anchor != 0 {
            self.anchors.insert(anchor, (id, size));
        }
        self.attach(id, size, span)
    }

    /// Makes a finished node the child of the collection around it, or the root of its document.
    fn attach(&mut self, id: NodeId, size: Size, span: Span) -> Result<(), YamlError> {
        self.check_depth(self.open.len() + size.height, span)?;
        let Some(parent) = self.open.last_mut() else {
            self.documents.roots.push(id);
            return Ok(());
        };
        parent.children.push(id);
        parent.size.add(size);
        let size = parent.size;
        self.check_expanded(size, span)
    }

    fn check_expanded(&self, size: Size, span: Span) -> Result<(), YamlError> {
        let YamlLimits {
            expanded_nodes,
            expanded_bytes,
            ..
        } = self.limits;
        let (what, limit) = if size.nodes > expanded_nodes {
            ("the number of nodes behind aliases", expanded_nodes)
        } else if size.bytes > expanded_bytes {
            ("the number of bytes behind aliases", expanded_bytes)
        } else {
            return Ok(());
        };
        let mark = self.index.mark(span.start);
        Err(YamlError::Limit { mark, what, limit })
    }
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\r', '\n'])
}

fn pairs(children: &[NodeId]) -> Vec<(NodeId, NodeId)> {
    children
        .iter()
        .copied()
        .zip(children.iter().copied().skip(1))
        .step_by(2)
        .collect()
}

#[cfg(test)]
mod tests;
