//! Nodes of a YAML file, kept in one arena so that an alias costs nothing.

use std::borrow::Cow;

use falconet_diagnostics::Span;
use saphyr_parser::ScalarStyle;

use super::mark::Mark;

/// Index of a node in its [`Documents`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct NodeId(pub(super) usize);

/// What a node holds.
#[derive(Debug)]
pub(super) enum Content<'t> {
    Null,
    Scalar(Cow<'t, str>, ScalarStyle),
    Sequence(Vec<NodeId>),
    /// In order, duplicate keys kept.
    Mapping(Vec<(NodeId, NodeId)>),
}

#[derive(Debug)]
pub(super) struct NodeData<'t> {
    pub(super) content: Content<'t>,
    pub(super) mark: Mark,
    /// Bytes of the text, a byte order mark not counted.
    pub(super) span: Span,
}

/// Every document of a file.
#[derive(Debug, Default)]
pub struct Documents<'t> {
    pub(super) nodes: Vec<NodeData<'t>>,
    pub(super) roots: Vec<NodeId>,
}

impl Documents<'_> {
    /// The root of each document.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|id| Node {
            documents: self,
            id: *id,
        })
    }
}

/// The kinds of node that readers tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing, written or not.
    Null,
    /// A text.
    Scalar,
    /// A list.
    Sequence,
    /// Keys and values.
    Mapping,
}

/// A node to look at.
#[derive(Clone, Copy, Debug)]
pub struct Node<'a> {
    documents: &'a Documents<'a>,
    id: NodeId,
}

impl<'a> Node<'a> {
    fn data(self) -> Option<&'a NodeData<'a>> {
        self.documents.nodes.get(self.id.0)
    }

    /// What kind of node it is.
    pub fn kind(self) -> Kind {
        match self.data().map(|data| &data.content) {
            Some(Content::Null) | None => Kind::Null,
            Some(Content::Scalar(..)) => Kind::Scalar,
            Some(Content::Sequence(_)) => Kind::Sequence,
            Some(Content::Mapping(_)) => Kind::Mapping,
        }
    }

    /// Where it begins, as yaml-cpp has it.
    pub fn mark(self) -> Mark {
        self.data().map_or_else(Mark::default, |data| data.mark)
    }

    /// Its bytes in the text, a byte order mark not counted.
    pub fn span(self) -> Span {
        self.data().map_or_else(Span::default, |data| data.span)
    }

    /// The text of a scalar.
    pub fn scalar(self) -> Option<&'a str> {
        match &self.data()?.content {
            Content::Scalar(text, _) => Some(text),
            _ => None,
        }
    }

    /// Whether it is a scalar without quotes.
    pub fn is_plain(self) -> bool {
        self.style() == Some(ScalarStyle::Plain)
    }

    pub(crate) fn style(self) -> Option<ScalarStyle> {
        match &self.data()?.content {
            Content::Scalar(_, style) => Some(*style),
            _ => None,
        }
    }

    /// The items of a sequence; none of anything else.
    pub fn items(self) -> impl Iterator<Item = Node<'a>> {
        let ids = match self.data().map(|data| &data.content) {
            Some(Content::Sequence(ids)) => ids.as_slice(),
            _ => &[],
        };
        ids.iter().map(move |id| Node { id: *id, ..self })
    }

    /// Keys and values of a mapping in order; none of anything else.
    pub fn entries(self) -> impl Iterator<Item = (Node<'a>, Node<'a>)> {
        let ids = match self.data().map(|data| &data.content) {
            Some(Content::Mapping(ids)) => ids.as_slice(),
            _ => &[],
        };
        ids.iter()
            .map(move |(key, value)| (Node { id: *key, ..self }, Node { id: *value, ..self }))
    }

    /// The value of the first entry with that key.
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.entries()
            .find(|(found, _)| found.scalar() == Some(key))
            .map(|(_, value)| value)
    }

    /// Whether there is an entry with that key.
    pub fn has(self, key: &str) -> bool {
        self.get(key).is_some()
    }
}
