//! The condition of a rule in lines, each with a note of where it comes from.

use super::ShownChange;
use super::node::{Kind, ListUse, Node};
use crate::page::{Page, columns, padded, safe};

/// Notes stand at most that far to the right of a line's start, so that short lines do not make them far away.
const FARTHEST_MARGIN: usize = 60;
/// What is inside parentheses stands that much to the right.
const STEP: usize = 2;
/// The text stands behind as many blanks.
const INDENT: usize = 2;

/// A line of the condition.
struct Line {
    indent: usize,
    text: String,
    note: String,
}

/// The condition in lines, with notes at the right margin where the page is wide enough, and else below the lines.
pub(super) fn of(tree: &Node, changes: &[ShownChange], page: Page) -> String {
    let mut lines = Lines {
        changes,
        lines: Vec::new(),
    };
    lines.root(tree);
    let lines = lines.lines;
    let widest = lines
        .iter()
        .map(Line::width)
        .filter(|width| *width <= FARTHEST_MARGIN)
        .max();
    let margin = widest.unwrap_or_default() + 2;
    let notes = lines
        .iter()
        .map(|line| columns(&line.note))
        .max()
        .unwrap_or_default();
    let fits = page.width.is_none_or(|width| {
        margin.max(lines.iter().map(Line::width).max().unwrap_or_default() + 2) + notes <= width
    });
    let written = lines.iter().map(|line| {
        if fits {
            line.beside(margin, page)
        } else {
            line.above(page)
        }
    });
    written.collect()
}

impl Line {
    fn width(&self) -> usize {
        INDENT + self.indent + columns(&self.text)
    }

    fn beside(&self, margin: usize, page: Page) -> String {
        let line = format!("{:1$}{2}", "", INDENT + self.indent, self.text);
        if self.note.is_empty() {
            return format!("{line}\n");
        }
        let gap = margin.saturating_sub(columns(&line)).max(2);
        format!("{line}{}{}\n", padded("", gap), page.faint(&self.note))
    }

    /// The line cut to the page, and its note below it.
    fn above(&self, page: Page) -> String {
        let indent = INDENT + self.indent;
        let lines = page.wrapped(&self.text, indent + 2 * STEP);
        let mut text = format!(
            "{:indent$}{}\n",
            "",
            lines.join(&format!("\n{:1$}", "", indent + 2 * STEP))
        );
        if !self.note.is_empty() {
            let note = page.lines(&self.note, indent + 3 * STEP);
            text.push_str(&page.faint(note.trim_end()));
            text.push('\n');
        }
        text
    }
}

struct Lines<'c> {
    changes: &'c [ShownChange],
    lines: Vec<Line>,
}

impl Lines<'_> {
    /// The outermost parentheses go without saying.
    fn root(&mut self, node: &Node) {
        match node.kind {
            Kind::And => self.children(&node.children, "and ", 0),
            Kind::Or => self.children(&node.children, "or ", 0),
            _ => self.node(node, "", 0),
        }
    }

    /// As deep as the tree, which is bounded.
    fn node(&mut self, node: &Node, lead: &str, indent: usize) {
        match node.kind {
            Kind::Check | Kind::Whole => {
                let text = format!("{lead}{}", safe(node.text.as_deref().unwrap_or_default()));
                self.push(indent, text, self.note(node));
            }
            Kind::And => self.group(node, lead, "and ", indent),
            Kind::Or => self.group(node, lead, "or ", indent),
            Kind::Not => self.only_child(node, &format!("{lead}not "), indent),
            Kind::Macro => self.named(node, "macro", lead, indent),
            Kind::Exception => self.named(node, "exception", lead, indent),
        }
    }

    fn only_child(&mut self, node: &Node, lead: &str, indent: usize) {
        for child in &node.children {
            self.node(child, lead, indent);
        }
    }

    /// What a macro or an exception stands for; its name is a note on the first line.
    fn named(&mut self, node: &Node, what: &str, lead: &str, indent: usize) {
        let first = self.lines.len();
        self.only_child(node, lead, indent);
        let name = safe(node.name.as_deref().unwrap_or_default());
        let place = node.place.as_ref().map(|place| safe(&place.short()));
        let verb = if what == "macro" { "used at" } else { "at" };
        let named = format!(
            "{what} {name}, {verb} {}{}",
            place.unwrap_or_default(),
            self.change(node)
        );
        if let Some(line) = self.lines.get_mut(first) {
            line.note = match line.note.as_str() {
                "" => named,
                own => format!("{own}; {named}"),
            };
        }
    }

    fn group(&mut self, node: &Node, lead: &str, word: &str, indent: usize) {
        self.push(indent, format!("{lead}("), String::new());
        self.children(&node.children, word, indent + STEP);
        self.push(indent, ")".to_owned(), String::new());
    }

    fn children(&mut self, children: &[Node], word: &str, indent: usize) {
        for (index, child) in children.iter().enumerate() {
            self.node(child, if index == 0 { "" } else { word }, indent);
        }
    }

    fn push(&mut self, indent: usize, text: String, note: String) {
        self.lines.push(Line { indent, text, note });
    }

    fn note(&self, node: &Node) -> String {
        let place = node.place.as_ref().map(|place| safe(&place.short()));
        let lists = node.lists.iter().map(list_note);
        let place = place.map(|place| format!("{place}{}", self.change(node)));
        place
            .into_iter()
            .chain(lists)
            .collect::<Vec<_>>()
            .join("; ")
    }

    fn change(&self, node: &Node) -> String {
        let change = node.change.and_then(|index| self.changes.get(index));
        change
            .map(|change| format!(" ({})", change.kind))
            .unwrap_or_default()
    }
}

/// `list all > some at rules.yaml:2:11`
fn list_note(list: &ListUse) -> String {
    let names: Vec<_> = list
        .through
        .iter()
        .rev()
        .map(|list| safe(&list.name))
        .collect();
    let place = list.values.first().and_then(|value| value.place.as_ref());
    let place = place.map(|place| format!(" at {}", safe(&place.short())));
    format!("list {}{}", names.join(" > "), place.unwrap_or_default())
}
