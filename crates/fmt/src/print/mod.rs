//! Writes a tree in the canonical layout.

mod flow;
mod form;
mod lead;

use crate::Layout;
use crate::items::{Role, ordered};
use crate::surroundings::Surroundings;
use crate::tree::{Comment, Document, Entry, NodeId, Tree};
use form::Form;

/// Columns by which what is inside is indented.
const INDENT: usize = 2;

/// The text of a tree.
pub(crate) fn print(tree: &Tree<'_>, surroundings: &Surroundings, layout: Layout) -> String {
    let mut printer = Printer {
        tree,
        surroundings,
        layout,
        out: String::new(),
        is_behind_kept: false,
        is_shared: false,
    };
    for (index, document) in tree.documents.iter().enumerate() {
        printer.document(document, index == 0);
    }
    printer.comments(&tree.behind, 0, true);
    printer.out
}

struct Printer<'p, 't> {
    tree: &'p Tree<'t>,
    surroundings: &'p Surroundings,
    layout: Layout,
    out: String,
    /// The last line belongs to a scalar that an empty line would become part of.
    is_behind_kept: bool,
    /// What is written has an anchor, so that it may be used elsewhere as well.
    is_shared: bool,
}

/// Where a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Behind a key and its colon.
    Key,
    /// Behind a dash.
    Dash,
    /// It is the whole document.
    Root,
}

impl<'p, 't> Printer<'p, 't> {
    fn document(&mut self, document: &'p Document<'t>, is_first: bool) {
        self.comments(&document.before, 0, is_first);
        if document.is_explicit || !is_first {
            self.out.push_str("---");
            self.end_line(None);
        }
        let root = document.root.value;
        let is_file = self
            .tree
            .collection(root)
            .is_some_and(|collection| !collection.is_mapping);
        let role = if is_file { Role::File } else { Role::Any };
        let form = self.form(root, role, 0);
        let (displaced, beside) = lead::beside(&document.root, form.is_block());
        self.comments(&document.root.lead, 0, true);
        self.comments(displaced.as_slice(), 0, true);
        self.value(root, role, (form, Place::Root, 0), beside);
        self.comments(&document.behind, 0, false);
    }

    fn value(
        &mut self,
        id: NodeId,
        role: Role,
        (form, place, indent): (Form, Place, usize),
        beside: Option<Comment<'t>>,
    ) {
        let properties = self.properties(id);
        let was_shared = self.is_shared;
        self.is_shared |= self.tree.node(id).is_some_and(|node| node.anchor.is_some());
        let below = if place == Place::Root {
            0
        } else {
            indent + INDENT
        };
        if let Form::Collection = form {
            let is_inline = place == Place::Dash && properties.is_empty();
            self.words(place, &[&properties]);
            if is_inline {
                self.out.push(' ');
            } else if place == Place::Key || !properties.is_empty() {
                self.end_line(beside.as_ref());
            }
            self.entries(id, role, below, is_inline);
        } else {
            self.scalar(form, &properties, (place, indent + INDENT), beside);
        }
        self.is_shared = was_shared;
    }

    fn scalar(
        &mut self,
        form: Form,
        properties: &str,
        (place, below): (Place, usize),
        beside: Option<Comment<'t>>,
    ) {
        match form {
            Form::Line(line) => {
                let is_nothing = line.is_empty() && properties.is_empty();
                if is_nothing && place == Place::Root {
                    return;
                }
                self.words(place, &[properties, &line]);
                self.end_line(beside.as_ref());
            }
            Form::Lines(lines) => self.folded(&lines, properties, (place, below), beside),
            Form::Block(block) => {
                self.words(place, &[properties, &block.header]);
                self.end_line(beside.as_ref());
                self.lines(&block.lines, below);
                self.is_behind_kept = block.keeps_blanks;
            }
            Form::Collection => {}
        }
    }

    /// Lines of a plain or quoted scalar: below a key, but from where a dash is.
    fn folded(
        &mut self,
        lines: &[String],
        properties: &str,
        (place, below): (Place, usize),
        beside: Option<Comment<'t>>,
    ) {
        self.words(place, &[properties]);
        if place == Place::Key {
            self.end_line(beside.as_ref());
            return self.lines(lines, below);
        }
        let Some((first, others)) = lines.split_first() else {
            return;
        };
        self.words(place, &[first]);
        self.end_line(beside.as_ref());
        self.lines(others, below);
    }

    /// Writes words behind a key or a dash, each with a blank before it.
    fn words(&mut self, place: Place, words: &[&str]) {
        for word in words.iter().filter(|word| !word.is_empty()) {
            if place != Place::Root || !(self.out.is_empty() || self.out.ends_with('\n')) {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
    }

    fn lines(&mut self, lines: &[String], indent: usize) {
        for line in lines {
            if !line.is_empty() {
                self.indent(indent);
            }
            self.out.push_str(line);
            self.out.push('\n');
        }
    }

    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
    }

    fn end_line(&mut self, beside: Option<&Comment<'t>>) {
        if let Some(comment) = beside {
            self.out.push_str("  ");
            self.out.push_str(comment.text);
        }
        self.out.push('\n');
        self.is_behind_kept = false;
    }

    /// An empty line, where there is something above it that it does not become part of.
    fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.is_behind_kept {
            self.out.push('\n');
        }
    }

    /// Comments on lines of their own.
    fn comments(&mut self, comments: &[Comment<'t>], indent: usize, is_at_start: bool) {
        for (index, comment) in comments.iter().enumerate() {
            if comment.blank_before && !(is_at_start && index == 0) {
                self.blank_line();
            }
            self.indent(indent);
            self.out.push_str(comment.text);
            self.end_line(None);
        }
    }

    /// The entries of a block collection; the first one where the line is, if it is inline.
    fn entries(&mut self, id: NodeId, role: Role, indent: usize, is_inline: bool) {
        let tree = self.tree;
        let Some(collection) = tree.collection(id) else {
            return;
        };
        for (index, entry) in ordered(tree, id, role).into_iter().enumerate() {
            let child_role = self.child_role(role, entry);
            let key = self.key(entry);
            let column = indent + key.as_ref().map_or(INDENT, |key| key.len() + 2);
            let form = self.form(entry.value, child_role, column);
            if index > 0 || !is_inline {
                let lead = self.lead(entry, child_role, &form);
                self.separate(entry, role, &lead, (indent, index));
                self.indent(indent);
            }
            let (_, beside) = lead::beside(entry, form.is_block());
            let place = if let Some(key) = key {
                self.out.push_str(&key);
                self.out.push(':');
                Place::Key
            } else {
                self.out.push('-');
                Place::Dash
            };
            self.value(entry.value, child_role, (form, place, indent), beside);
        }
        self.comments(&collection.dangling, indent, false);
    }

    /// Comments and empty lines between the entry before and this one.
    fn separate(
        &mut self,
        entry: &Entry<'t>,
        role: Role,
        lead: &[Comment<'t>],
        (indent, index): (usize, usize),
    ) {
        let is_item = role == Role::File && index > 0;
        if is_item {
            self.blank_line();
        }
        self.comments(lead, indent, is_item || index == 0);
        let may_follow_blank = if lead.is_empty() {
            entry.key.is_none() && index > 0 && !is_item
        } else {
            true
        };
        if entry.blank_before && may_follow_blank {
            self.blank_line();
        }
    }

    fn child_role(&self, role: Role, entry: &Entry<'t>) -> Role {
        if role == Role::File {
            return Role::of_item(self.tree, entry.value);
        }
        role.of_child(self.tree.key(entry))
    }

    /// Anchor and tag.
    fn properties(&self, id: NodeId) -> String {
        let Some(node) = self.tree.node(id) else {
            return String::new();
        };
        let properties: Vec<_> = node.anchor.into_iter().chain(node.tag).collect();
        properties.join(" ")
    }
}
