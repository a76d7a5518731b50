//! A YAML text as it is written: nodes, their anchors and tags, and the comments between them.

mod build;
mod comment;
mod lines;
mod props;

use std::borrow::Cow;

use saphyr_parser::ScalarStyle;

pub(crate) use build::{Unsuitable, build};
pub(crate) use comment::Comment;

/// Index of a node in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(usize);

/// A scalar: what it means and how it is written.
#[derive(Debug)]
pub(crate) struct Scalar<'t> {
    pub(crate) value: Cow<'t, str>,
    pub(crate) style: ScalarStyle,
    /// What it is written with, quotes and the header of a block included, anchor and tag not.
    pub(crate) raw: &'t str,
}

/// A sequence or a mapping.
#[derive(Debug)]
pub(crate) struct Collection<'t> {
    pub(crate) is_mapping: bool,
    /// Whether it is written in brackets or braces.
    pub(crate) is_flow: bool,
    pub(crate) entries: Vec<Entry<'t>>,
    /// Comments behind the last entry.
    pub(crate) dangling: Vec<Comment<'t>>,
}

/// An element of a sequence, or a pair of a mapping.
#[derive(Debug)]
pub(crate) struct Entry<'t> {
    /// Comments on lines of their own before it.
    pub(crate) lead: Vec<Comment<'t>>,
    /// Whether an empty line stands before it, behind its comments.
    pub(crate) blank_before: bool,
    /// Nothing in a sequence.
    pub(crate) key: Option<NodeId>,
    /// The comment beside a key whose value starts further down.
    pub(crate) header: Option<Comment<'t>>,
    pub(crate) value: NodeId,
    /// The comment beside the end of the value.
    pub(crate) after: Option<Comment<'t>>,
}

/// What a node holds.
#[derive(Debug)]
pub(crate) enum Content<'t> {
    Scalar(Scalar<'t>),
    Alias { name: &'t str, target: NodeId },
    Collection(Collection<'t>),
}

/// A node.
#[derive(Debug)]
pub(crate) struct Node<'t> {
    pub(crate) anchor: Option<&'t str>,
    pub(crate) tag: Option<&'t str>,
    pub(crate) content: Content<'t>,
}

/// A document of a file.
#[derive(Debug)]
pub(crate) struct Document<'t> {
    /// Comments before the `---` that starts it.
    pub(crate) before: Vec<Comment<'t>>,
    pub(crate) is_explicit: bool,
    pub(crate) root: Entry<'t>,
    /// Comments behind a root that cannot hold them.
    pub(crate) behind: Vec<Comment<'t>>,
}

/// A whole file.
#[derive(Debug, Default)]
pub(crate) struct Tree<'t> {
    nodes: Vec<Node<'t>>,
    pub(crate) documents: Vec<Document<'t>>,
    /// Comments behind everything.
    pub(crate) behind: Vec<Comment<'t>>,
}

impl<'t> Tree<'t> {
    pub(crate) fn node(&self, id: NodeId) -> Option<&Node<'t>> {
        self.nodes.get(id.0)
    }

    pub(crate) fn collection(&self, id: NodeId) -> Option<&Collection<'t>> {
        match &self.node(id)?.content {
            Content::Collection(collection) => Some(collection),
            _ => None,
        }
    }

    pub(crate) fn scalar(&self, id: NodeId) -> Option<&Scalar<'t>> {
        match &self.node(id)?.content {
            Content::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The node that an alias stands for; any other node stands for itself.
    pub(crate) fn resolved(&self, id: NodeId) -> NodeId {
        match self.node(id).map(|node| &node.content) {
            Some(Content::Alias { target, .. }) => *target,
            _ => id,
        }
    }

    /// The text of a scalar, also behind an alias.
    pub(crate) fn text(&self, id: NodeId) -> Option<&str> {
        self.scalar(self.resolved(id)).map(|scalar| &*scalar.value)
    }

    /// The text of an entry's key.
    pub(crate) fn key<'s>(&'s self, entry: &Entry<'t>) -> Option<&'s str> {
        self.text(entry.key?)
    }

    /// The value of the first pair with that key.
    pub(crate) fn get(&self, mapping: NodeId, key: &str) -> Option<NodeId> {
        let entries = &self.collection(self.resolved(mapping))?.entries;
        let pair = entries.iter().find(|entry| self.key(entry) == Some(key))?;
        Some(pair.value)
    }

    /// The values of a collection's entries; none of anything else.
    pub(crate) fn values(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let collection = self.collection(self.resolved(id));
        let entries = collection.map_or(&[][..], |collection| &collection.entries);
        entries.iter().map(|entry| entry.value)
    }

    /// All nodes, in the order in which they start.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &Node<'t>> {
        self.nodes.iter()
    }

    /// The roots of all documents that are sequences, and their entries' values: the items of a rules file.
    pub(crate) fn items(&self) -> Vec<NodeId> {
        let roots = self.documents.iter().map(|document| document.root.value);
        let sequences = roots.filter(|root| {
            self.collection(*root)
                .is_some_and(|collection| !collection.is_mapping)
        });
        sequences.flat_map(|root| self.values(root)).collect()
    }
}

impl Node<'_> {
    /// Whether it has an anchor or a tag.
    pub(crate) fn has_properties(&self) -> bool {
        self.anchor.is_some() || self.tag.is_some()
    }

    /// Whether Falco takes it for nothing at all.
    pub(crate) fn is_null(&self) -> bool {
        match &self.content {
            Content::Scalar(scalar) => {
                scalar.style == ScalarStyle::Plain
                    && self.tag.is_none()
                    && is_null_word(&scalar.value)
            }
            _ => false,
        }
    }
}

fn is_null_word(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
