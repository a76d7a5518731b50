//! Entries of a listing as a table, or one below the other with all that there is to say.

use serde::Serialize;

use super::definitions::{ListItem, MacroItem, RuleItem};
use super::fields::FieldItem;
use super::sources::SourceItem;
use super::words::WordItem;
use crate::page::{Page, columns, padded, safe};

/// A longer cell does not push the others aside.
const WIDEST_CELL: usize = 29;
/// What stands behind the name of an entry.
const INDENT: usize = 4;

/// One entry.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The name and what fits beside it.
    pub(crate) cells: Vec<String>,
    /// One line on it.
    pub(crate) meaning: String,
    /// The rest, each with a word before it.
    pub(crate) details: Vec<(&'static str, String)>,
    /// The same for programs.
    pub(crate) item: Item,
}

/// An entry for programs.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum Item {
    Field(Box<FieldItem>),
    Word(WordItem),
    Source(SourceItem),
    Rule(RuleItem),
    Macro(MacroItem),
    List(ListItem),
}

impl Entry {
    /// Whether it is named so, in any case.
    pub(crate) fn has_name(&self, name: &str) -> bool {
        let own = self.cells.first();
        own.is_some_and(|own| own.to_lowercase() == name.to_lowercase())
    }

    /// Whether all of these words, in lower case, are in the name.
    pub(crate) fn is_named(&self, words: &[String]) -> bool {
        let name = self.cells.first().map(|name| name.to_lowercase());
        let name = name.unwrap_or_default();
        words.iter().all(|word| name.contains(word))
    }

    /// Whether all of these words, in lower case, are somewhere in it.
    pub(crate) fn tells(&self, words: &[String]) -> bool {
        let details = self.details.iter().map(|(_, text)| text);
        let texts = self.cells.iter().chain([&self.meaning]).chain(details);
        let all = texts
            .map(|text| text.to_lowercase())
            .collect::<Vec<_>>()
            .join("\n");
        words.iter().all(|word| all.contains(word))
    }
}

/// A table: what does not fit behind the cells goes on below them.
pub(crate) fn rows(entries: &[Entry], page: Page) -> String {
    let cells: Vec<_> = entries.iter().map(safe_cells).collect();
    let widths = widths(&cells);
    let indent = widths
        .iter()
        .filter(|width| **width > 0)
        .map(|width| width + 2)
        .sum();
    let mut text = String::new();
    for (entry, cells) in entries.iter().zip(&cells) {
        push_row(
            &mut text,
            &head(cells, &widths, page),
            &safe(&entry.meaning),
            indent,
            page,
        );
    }
    text
}

fn safe_cells(entry: &Entry) -> Vec<String> {
    entry.cells.iter().map(|cell| safe(cell)).collect()
}

fn widths(rows: &[Vec<String>]) -> Vec<usize> {
    rows.iter().fold(Vec::new(), |mut widths, row| {
        widths.resize(widths.len().max(row.len()), 0);
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns(cell).min(WIDEST_CELL).max(*width);
        }
        widths
    })
}

/// The cells of a row; columns that are empty in every row are left out.
fn head(cells: &[String], widths: &[usize], page: Page) -> String {
    let mut head = String::new();
    for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if *width > 0 {
            let cell = match index {
                0 => name(cell, *width, page),
                _ => padded(cell, *width),
            };
            head.push_str(&cell);
            head.push_str("  ");
        }
    }
    head
}

/// The name in its column. Where lines are wrapped, a name that is too long has a line for itself.
fn name(name: &str, width: usize, page: Page) -> String {
    if columns(name) > width && page.width.is_some() {
        return format!("{}\n{}", page.strong(name), padded("", width));
    }
    page.strong(&padded(name, width))
}

fn push_row(text: &mut String, head: &str, meaning: &str, indent: usize, page: Page) {
    text.push_str(head);
    let lines = page.wrapped(meaning, indent);
    text.push_str(&lines.join(&format!("\n{:indent$}", "")));
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

/// Every entry with its details.
pub(crate) fn whole(entries: &[Entry], page: Page) -> String {
    let blocks: Vec<_> = entries.iter().map(|entry| block(entry, page)).collect();
    blocks.join("\n")
}

fn block(entry: &Entry, page: Page) -> String {
    let mut cells = safe_cells(entry).into_iter();
    let name = page.strong(&cells.next().unwrap_or_default());
    let rest = cells
        .filter(|cell| !cell.is_empty())
        .map(|cell| format!("  {cell}"));
    let mut text = format!("{name}{}\n", rest.collect::<String>());
    text.push_str(&page.lines(&safe(&entry.meaning), INDENT));
    text.push_str(&details(&entry.details, page));
    text
}

/// Texts behind words that say what they are, a word for several texts in a row only once.
pub(crate) fn details(details: &[(&'static str, String)], page: Page) -> String {
    let width = details
        .iter()
        .map(|(word, _)| columns(word))
        .max()
        .unwrap_or_default();
    let indent = INDENT + width + 2;
    let (mut text, mut last) = (String::new(), "");
    for (word, detail) in details.iter().filter(|(_, detail)| !detail.is_empty()) {
        let shown = if *word == last { "" } else { word };
        let lines = page.wrapped(&safe(detail), indent);
        let body = lines.join(&format!("\n{:indent$}", ""));
        let word_cell = page.faint(&padded(shown, width));
        text.extend([&padded("", INDENT), &word_cell, "  ", &body, "\n"]);
        last = word;
    }
    text
}
