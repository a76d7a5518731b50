//! Operators and transformers.

use falconet_ruleset::vocabulary::{self, Word};
use serde::Serialize;

use super::table::{Entry, Item};

/// A word of conditions for programs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct WordItem {
    name: &'static str,
    description: &'static str,
    takes: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    yields: Option<&'static str>,
    notes: &'static [&'static str],
    example: Option<&'static str>,
}

pub(super) fn operators() -> Vec<Entry> {
    vocabulary::operators().map(entry).collect()
}

pub(super) fn transformers() -> Vec<Entry> {
    vocabulary::transformers().map(entry).collect()
}

fn entry(word: Word) -> Entry {
    let takes = if word.takes.is_empty() {
        "no field of a plugin".to_owned()
    } else {
        word.takes.join(", ")
    };
    let mut details = vec![("takes", takes)];
    details.extend(word.yields.map(|yields| ("yields", yields.to_owned())));
    details.extend(word.notes.iter().map(|note| ("note", (*note).to_owned())));
    details.extend(word.example.map(|example| ("example", example.to_owned())));
    Entry {
        cells: vec![word.name.to_owned()],
        meaning: word.meaning.to_owned(),
        details,
        item: Item::Word(WordItem {
            name: word.name,
            description: word.meaning,
            takes: word.takes,
            yields: word.yields,
            notes: word.notes,
            example: word.example,
        }),
    }
}
