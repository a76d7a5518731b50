//! Builds a tree from the parser's events, and gives every comment its place.

mod comments;
mod source;

use std::borrow::Cow;
use std::collections::HashMap;

use falconet_diagnostics::Span;
use falconet_ruleset::{YamlError, YamlLimits, yaml_events};
use saphyr_parser::{Event, ScalarStyle};

use super::comment::Comment;
use super::lines::Lines;
use super::props::{self, Props};
use super::{Collection, Content, Document, Entry, Node, NodeId, Scalar, Tree};

/// Why a text has no tree.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unsuitable {
    /// It is no YAML, or too much of it.
    #[error(transparent)]
    Unreadable(#[from] YamlError),
    /// It is written in a way that is kept: directives, keys that are no words.
    #[error("the text is written in a way that has no layout")]
    Unusual,
}

/// The tree of a text without byte order mark, whose lines end in line feeds alone.
pub(crate) fn build<'t>(text: &'t str, limits: &YamlLimits) -> Result<Tree<'t>, Unsuitable> {
    let mut builder = Builder::new(text);
    for (event, span) in yaml_events(text, limits)? {
        builder.take(event, span)?;
    }
    Ok(builder.tree)
}

/// What the last thing was that comments can stand beside.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Nothing,
    Key,
    Value,
}

/// What is known of an entry before its value is.
#[derive(Default)]
struct Begun<'t> {
    lead: Vec<Comment<'t>>,
    blank_before: bool,
    key: Option<NodeId>,
    header: Option<Comment<'t>>,
}

/// A collection whose end has not come yet, or a document around its root.
struct Open<'t> {
    id: Option<NodeId>,
    anchor: usize,
    collection: Collection<'t>,
    begun: Begun<'t>,
    /// Comments of the parent at this column or left of it are not the collection's.
    column: usize,
}

struct Builder<'t> {
    text: &'t str,
    lines: Lines<'t>,
    tree: Tree<'t>,
    open: Vec<Open<'t>>,
    anchors: HashMap<usize, NodeId>,
    /// Comments that have no place yet.
    pending: Vec<Comment<'t>>,
    /// Up to where comments have been looked for.
    scanned: usize,
    last: Last,
    /// Where that ends.
    last_end: usize,
    /// Behind the last dash that started a sequence.
    behind_dash: usize,
    document: Option<(Vec<Comment<'t>>, bool)>,
}

type Built = Result<(), Unsuitable>;

impl<'t> Builder<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            lines: Lines::new(text),
            tree: Tree::default(),
            open: Vec::new(),
            anchors: HashMap::new(),
            pending: Vec::new(),
            scanned: 0,
            last: Last::Nothing,
            last_end: 0,
            behind_dash: 0,
            document: None,
        }
    }

    fn take(&mut self, event: Event<'t>, span: Span) -> Built {
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                self.scalar((value, style), anchor, tag.is_some(), span)
            }
            Event::SequenceStart(anchor, tag) => {
                self.start(false, anchor, anchor != 0 || tag.is_some(), span);
                Ok(())
            }
            Event::MappingStart(anchor, tag) => {
                self.start(true, anchor, anchor != 0 || tag.is_some(), span);
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::DocumentStart(is_explicit) => self.document_start(is_explicit, span),
            Event::DocumentEnd => self.document_end(span),
            Event::StreamEnd => {
                self.stream_end();
                Ok(())
            }
            Event::Nothing | Event::StreamStart => Ok(()),
        }
    }

    fn reached(&mut self, last: Last, end: usize) {
        self.last = last;
        self.last_end = end;
        self.scanned = self.scanned.max(end);
    }

    /// Whether the next node is the value of a key.
    fn is_behind_key(&self) -> bool {
        self.open
            .last()
            .is_some_and(|open| open.begun.key.is_some())
    }

    fn scalar(
        &mut self,
        (value, style): (Cow<'t, str>, ScalarStyle),
        anchor: usize,
        is_tagged: bool,
        span: Span,
    ) -> Built {
        let props = self.props(anchor != 0 || is_tagged, span);
        let content = self.content_start(&props, span).min(span.end);
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let raw_start = if is_block {
            self.block_header(content)
        } else {
            content
        };
        self.scan(if is_block {
            self.line_end(raw_start)
        } else {
            content
        });
        self.begin(span.start.min(raw_start));
        let end = if value.is_empty() && style == ScalarStyle::Plain {
            raw_start
        } else {
            span.end
        };
        let raw = self.slice(raw_start, end);
        let raw = if is_block { raw } else { raw.trim_ascii_end() };
        let scalar = Scalar { value, style, raw };
        self.leaf(Content::Scalar(scalar), props, anchor, end)?;
        if is_block {
            // The next comment may be on the line that the parser reports as its last.
            self.last = Last::Nothing;
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Built {
        self.scan(span.start);
        self.begin(span.start);
        let Some(target) = self.anchors.get(&anchor).copied() else {
            return Err(Unsuitable::Unusual);
        };
        let name = self.slice(span.start, span.end);
        self.leaf(
            Content::Alias { name, target },
            Props::default(),
            0,
            span.end,
        )
    }

    fn leaf(&mut self, content: Content<'t>, props: Props<'t>, anchor: usize, end: usize) -> Built {
        let id = self.add(content, props);
        self.finish(id, anchor, end)
    }

    fn props(&self, has_any: bool, span: Span) -> Props<'t> {
        if has_any {
            props::read(self.slice(span.start, self.text.len()))
        } else {
            Props::default()
        }
    }

    fn add(&mut self, content: Content<'t>, props: Props<'t>) -> NodeId {
        let id = NodeId(self.tree.nodes.len());
        self.tree.nodes.push(Node {
            anchor: props.anchor,
            tag: props.tag,
            content,
        });
        id
    }

    fn start(&mut self, is_mapping: bool, anchor: usize, has_props: bool, span: Span) {
        let props = self.props(has_props, span);
        let content = self.content_start(&props, span);
        let bracket = if is_mapping { "{" } else { "[" };
        let is_bracketed = span.end > content && self.slice(content, span.end).starts_with(bracket);
        let is_flow = is_bracketed || self.open.last().is_some_and(|open| open.collection.is_flow);
        self.comments_before(content, span, is_bracketed);
        let column = if is_flow {
            0
        } else {
            self.column_of(is_mapping, content, props.length > 0)
        };
        let collection = Collection {
            is_mapping,
            is_flow,
            entries: Vec::new(),
            dangling: Vec::new(),
        };
        let id = self.add(Content::Scalar(NOTHING), props);
        self.open.push(Open {
            id: Some(id),
            anchor,
            collection,
            begun: Begun::default(),
            column,
        });
    }

    fn is_root(&self) -> bool {
        self.open.len() == 1
    }

    fn end(&mut self, span: Span) -> Built {
        let is_flow = self.closes_bracket(span);
        self.scan(span.start);
        let Some(mut open) = self.open.pop() else {
            return Err(Unsuitable::Unusual);
        };
        self.leave_comments(&mut open, is_flow);
        let Some(id) = open.id else {
            return Err(Unsuitable::Unusual);
        };
        if let Some(node) = self.tree.nodes.get_mut(id.0) {
            node.content = Content::Collection(open.collection);
        }
        let last = (self.last, self.last_end);
        self.finish(id, open.anchor, span.start + usize::from(is_flow))?;
        if !is_flow {
            (self.last, self.last_end) = last;
        }
        Ok(())
    }

    /// Makes a finished node a key, a value, an element or a root.
    fn finish(&mut self, id: NodeId, anchor: usize, end: usize) -> Built {
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        let Some(open) = self.open.last_mut() else {
            return Err(Unsuitable::Unusual);
        };
        if open.collection.is_mapping && open.begun.key.is_none() {
            open.begun.key = Some(id);
            if !is_word(&self.tree, id) {
                return Err(Unsuitable::Unusual);
            }
            self.reached(Last::Key, end);
            return Ok(());
        }
        let begun = std::mem::take(&mut open.begun);
        open.collection.entries.push(Entry {
            lead: begun.lead,
            blank_before: begun.blank_before,
            key: begun.key,
            header: begun.header,
            value: id,
            after: None,
        });
        self.reached(Last::Value, end);
        Ok(())
    }

    fn document_start(&mut self, is_explicit: bool, span: Span) -> Built {
        let before = self.slice(self.last_end, span.start);
        if before.lines().any(|line| line.starts_with('%')) {
            return Err(Unsuitable::Unusual);
        }
        self.scan(span.start);
        let before = if is_explicit {
            std::mem::take(&mut self.pending)
        } else {
            Vec::new()
        };
        if is_explicit {
            self.reached(Last::Nothing, span.end);
        }
        self.document = Some((before, is_explicit));
        self.anchors.clear();
        self.open.push(Open {
            id: None,
            anchor: 0,
            collection: Collection {
                is_mapping: false,
                is_flow: false,
                entries: Vec::new(),
                dangling: Vec::new(),
            },
            begun: Begun::default(),
            column: 0,
        });
        Ok(())
    }

    fn document_end(&mut self, span: Span) -> Built {
        self.scan(span.start);
        if self.slice(span.start, span.end) == "..." {
            return Err(Unsuitable::Unusual);
        }
        let root = self
            .open
            .pop()
            .and_then(|mut open| open.collection.entries.pop());
        let (Some(root), Some((before, is_explicit))) = (root, self.document.take()) else {
            return Err(Unsuitable::Unusual);
        };
        let behind = std::mem::take(&mut self.pending);
        self.last = Last::Nothing;
        self.tree.documents.push(Document {
            before,
            is_explicit,
            root,
            behind,
        });
        Ok(())
    }

    fn stream_end(&mut self) {
        self.scan(self.text.len());
        self.tree.behind = std::mem::take(&mut self.pending);
    }
}

/// Stands for a collection until it ends.
const NOTHING: Scalar<'static> = Scalar {
    value: Cow::Borrowed(""),
    style: ScalarStyle::Plain,
    raw: "",
};

/// Whether a key can be written in front of a colon on one line.
fn is_word(tree: &Tree<'_>, id: NodeId) -> bool {
    match tree.node(id).map(|node| &node.content) {
        Some(Content::Scalar(scalar)) => !scalar.raw.is_empty() && !scalar.raw.contains('\n'),
        Some(Content::Alias { .. }) => true,
        _ => false,
    }
}
