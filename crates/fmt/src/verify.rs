//! Whether two trees mean the same.

use crate::condition::means_the_same;
use crate::items::Role;
use crate::tree::{Collection, Comment, Content, Entry, NodeId, Tree};

/// Whether the trees hold the same: values, tags, anchors in their order, conditions up to blanks that mean nothing,
/// keys up to their order, and every comment.
pub(crate) fn same(old: &Tree<'_>, new: &Tree<'_>) -> bool {
    let comparison = Comparison { old, new };
    old.documents.len() == new.documents.len()
        && old
            .documents
            .iter()
            .zip(&new.documents)
            .all(|(old, new)| comparison.root(old.root.value, new.root.value))
        && names(old) == names(new)
        && comments(old) == comments(new)
}

struct Comparison<'c, 'o, 'n> {
    old: &'c Tree<'o>,
    new: &'c Tree<'n>,
}

impl Comparison<'_, '_, '_> {
    fn root(&self, old: NodeId, new: NodeId) -> bool {
        let is_file = self
            .old
            .collection(old)
            .is_some_and(|collection| !collection.is_mapping);
        self.node(old, new, if is_file { Role::File } else { Role::Any })
    }

    fn node(&self, old: NodeId, new: NodeId, role: Role) -> bool {
        let (Some(old_node), Some(new_node)) = (self.old.node(old), self.new.node(new)) else {
            return false;
        };
        if old_node.tag != new_node.tag || old_node.is_null() != new_node.is_null() {
            return false;
        }
        match (&old_node.content, &new_node.content) {
            (Content::Scalar(old), Content::Scalar(new)) => match role {
                Role::Condition(usage) => means_the_same(&old.value, &new.value, usage),
                _ => old.value == new.value,
            },
            (Content::Alias { name: old, .. }, Content::Alias { name: new, .. }) => old == new,
            (Content::Collection(_), Content::Collection(_)) => self.collections(old, new, role),
            _ => false,
        }
    }

    fn collections(&self, old_id: NodeId, new_id: NodeId, role: Role) -> bool {
        let (Some(old), Some(new)) = (self.old.collection(old_id), self.new.collection(new_id))
        else {
            return false;
        };
        if old.is_mapping != new.is_mapping || old.entries.len() != new.entries.len() {
            return false;
        }
        let pairs = sorted(self.old, old).into_iter().zip(sorted(self.new, new));
        pairs
            .into_iter()
            .all(|(old, new)| self.entry(old, new, role))
    }

    fn entry(&self, old: &Entry<'_>, new: &Entry<'_>, role: Role) -> bool {
        let child_role = match role {
            Role::File => Role::of_item(self.old, old.value),
            _ => role.of_child(self.old.key(old)),
        };
        let same_keys = match (old.key, new.key) {
            (Some(old), Some(new)) => self.node(old, new, Role::Any),
            (None, None) => true,
            _ => false,
        };
        same_keys && self.node(old.value, new.value, child_role)
    }
}

/// The entries in an order of their keys that does not depend on how they are written.
fn sorted<'e, 't>(tree: &Tree<'t>, collection: &'e Collection<'t>) -> Vec<&'e Entry<'t>> {
    let mut entries: Vec<_> = collection.entries.iter().collect();
    entries.sort_by(|left, right| tree.key(left).cmp(&tree.key(right)));
    entries
}

/// Anchors and aliases in their order.
fn names<'t>(tree: &Tree<'t>) -> Vec<&'t str> {
    let nodes = tree.nodes();
    let names = nodes.flat_map(|node| match node.content {
        Content::Alias { name, .. } => [node.anchor, Some(name)],
        _ => [node.anchor, None],
    });
    names.flatten().collect()
}

fn comments<'t>(tree: &Tree<'t>) -> Vec<&'t str> {
    let of_nodes = tree.nodes().flat_map(|node| match &node.content {
        Content::Collection(collection) => of_collection(collection),
        _ => Vec::new(),
    });
    let of_documents = tree.documents.iter().flat_map(|document| {
        let around = document.before.iter().chain(&document.behind).copied();
        around.chain(of_entry(&document.root)).collect::<Vec<_>>()
    });
    let all = of_nodes
        .chain(of_documents)
        .chain(tree.behind.iter().copied());
    let mut texts: Vec<_> = all.map(|comment| comment.text).collect();
    texts.sort_unstable();
    texts
}

fn of_collection<'t>(collection: &Collection<'t>) -> Vec<Comment<'t>> {
    let of_entries = collection.entries.iter().flat_map(of_entry);
    of_entries
        .chain(collection.dangling.iter().copied())
        .collect()
}

fn of_entry<'t>(entry: &Entry<'t>) -> Vec<Comment<'t>> {
    let beside = entry.header.into_iter().chain(entry.after);
    entry.lead.iter().copied().chain(beside).collect()
}
