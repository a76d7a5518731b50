//! Listings: the vocabulary of rules, and what rules files define.

mod definitions;
mod fields;
mod sources;
mod table;
mod words;

use falconet_event::catalogue::Catalogue;
use serde::Serialize;
use thiserror::Error;

pub use definitions::{Definitions, definitions};
pub(crate) use table::details;

use self::table::Entry;
use crate::nearness::by_nearness;
use crate::page::Page;

/// As many entries are written with everything there is to say; more are a table.
const MOST_WHOLE: usize = 12;

/// What is wanted of a listing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words that an entry has in its name, or else in what is said about it, whatever their case.
    pub words: Vec<String>,
    /// Only what belongs to that source.
    pub source: Option<String>,
}

/// Why there is no listing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ListError {
    /// It is not one of ours.
    #[error("there is no list of `{0}`")]
    Unknown(String),
    /// There is no such source.
    #[error(
        "there is no source `{source_name}`; the nearest name is `{nearest}`, and there are {known}"
    )]
    Source {
        /// What was asked for.
        source_name: String,
        /// What is most like it.
        nearest: String,
        /// What there is.
        known: String,
    },
}

/// Entries to show.
#[derive(Clone, Debug)]
pub struct Listing {
    entries: Vec<Entry>,
}

impl Listing {
    /// The entries for programs.
    pub fn items(&self) -> Vec<&impl Serialize> {
        self.entries.iter().map(|entry| &entry.item).collect()
    }

    /// The entries for people: a table, or, if they are few, all that there is to say about each.
    pub fn text(&self, page: Page) -> String {
        if self.entries.len() <= MOST_WHOLE {
            table::whole(&self.entries, page)
        } else {
            table::rows(&self.entries, page)
        }
    }

    /// The entry that is named so; else the entries with every word in their names, then those with the others in what is said
    /// about them.
    fn of(entries: Vec<Entry>, wanted: &Wanted) -> Self {
        let name = wanted.words.join(" ");
        if entries.iter().any(|entry| entry.has_name(&name)) {
            let named = entries.into_iter().filter(|entry| entry.has_name(&name));
            return Self {
                entries: named.collect(),
            };
        }
        let words: Vec<_> = wanted
            .words
            .iter()
            .map(|word| word.to_lowercase())
            .collect();
        let (named, others): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .partition(|entry| entry.is_named(&words));
        let told = others.into_iter().filter(|entry| entry.tells(&words));
        Self {
            entries: named.into_iter().chain(told).collect(),
        }
    }
}

/// `fields`, `operators`, `transformers` or `sources`.
pub fn vocabulary(
    what: &str,
    catalogue: &Catalogue,
    wanted: &Wanted,
) -> Result<Listing, ListError> {
    require_source(wanted.source.as_deref(), catalogue)?;
    let entries = match what {
        "fields" => fields::entries(catalogue, wanted.source.as_deref()),
        "operators" => words::operators(),
        "transformers" => words::transformers(),
        "sources" => sources::entries(catalogue, wanted.source.as_deref()),
        other => return Err(ListError::Unknown(other.to_owned())),
    };
    Ok(Listing::of(entries, wanted))
}

/// Whether there is the source that is wanted, if one is.
pub fn require_source(wanted: Option<&str>, catalogue: &Catalogue) -> Result<(), ListError> {
    let Some(name) = wanted.filter(|name| catalogue.source(name).is_none()) else {
        return Ok(());
    };
    let names = || catalogue.sources.iter().map(|source| &*source.name);
    let known = names().map(|name| format!("`{name}`"));
    let nearest = by_nearness(name, names()).into_iter().next();
    Err(ListError::Source {
        source_name: name.to_owned(),
        nearest: nearest.unwrap_or_default().to_owned(),
        known: known.collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests;
