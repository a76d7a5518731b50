//! The rules, macros and lists of rules files.

use falconet_diagnostics::Sources;
use falconet_ruleset::{Change, ChangeKind, ListSummary, MacroSummary, Rule, Ruleset};
use serde::Serialize;

use super::table::{Entry, Item};
use super::{ListError, Listing, Wanted};
use crate::place::Place;
use crate::rule::Selection;

/// Loaded rules to list.
#[derive(Clone, Copy, Debug)]
pub struct Definitions<'l> {
    /// The rules, macros and lists.
    pub ruleset: &'l Ruleset,
    /// The files that define them.
    pub sources: &'l Sources,
    /// Which rules run.
    pub selection: &'l Selection<'l>,
}

/// A rule for programs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct RuleItem {
    name: String,
    description: String,
    source: String,
    priority: &'static str,
    enabled: bool,
    tags: Vec<String>,
    place: Option<Place>,
}

/// A macro for programs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct MacroItem {
    name: String,
    condition: String,
    used: bool,
    place: Option<Place>,
}

/// A list for programs.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ListItem {
    name: String,
    items: Vec<String>,
    used: bool,
    place: Option<Place>,
}

/// `rules`, `macros` or `lists` of rules files.
pub fn definitions(what: &str, of: Definitions<'_>, wanted: &Wanted) -> Result<Listing, ListError> {
    let entries = match what {
        "rules" => rules(of, wanted.source.as_deref()),
        "macros" => of
            .ruleset
            .macros
            .iter()
            .map(|found| macro_entry(found, of))
            .collect(),
        "lists" => of
            .ruleset
            .lists
            .iter()
            .map(|found| list_entry(found, of))
            .collect(),
        other => return Err(ListError::Unknown(other.to_owned())),
    };
    Ok(Listing::of(entries, wanted))
}

fn rules(of: Definitions<'_>, source: Option<&str>) -> Vec<Entry> {
    let running = of.selection.running(of.ruleset);
    let rules = of.ruleset.rules.iter().zip(running);
    let wanted = rules.filter(|(rule, _)| source.is_none_or(|name| name == rule.source_name));
    wanted
        .map(|(rule, enabled)| rule_entry(rule, enabled, of))
        .collect()
}

fn rule_entry(rule: &Rule, enabled: bool, of: Definitions<'_>) -> Entry {
    let place = Place::first(&rule.labels, of.sources);
    let state = if enabled { "enabled" } else { "disabled" };
    Entry {
        cells: vec![
            rule.name.clone(),
            rule.priority.name().to_owned(),
            rule.source_name.clone(),
            state.to_owned(),
        ],
        meaning: short(place.as_ref()),
        details: vec![
            ("means", one_line(&rule.description)),
            ("tags", rule.tags.join(", ")),
        ],
        item: Item::Rule(RuleItem {
            name: rule.name.clone(),
            description: rule.description.clone(),
            source: rule.source_name.clone(),
            priority: rule.priority.name(),
            enabled,
            tags: rule.tags.clone(),
            place,
        }),
    }
}

fn macro_entry(found: &MacroSummary, of: Definitions<'_>) -> Entry {
    let place = defined(&found.changes, of.sources);
    Entry {
        cells: vec![found.name.clone(), used(found.used)],
        meaning: short(place.as_ref()),
        details: vec![("means", one_line(&found.condition))],
        item: Item::Macro(MacroItem {
            name: found.name.clone(),
            condition: found.condition.clone(),
            used: found.used,
            place,
        }),
    }
}

fn list_entry(found: &ListSummary, of: Definitions<'_>) -> Entry {
    let place = defined(&found.changes, of.sources);
    Entry {
        cells: vec![found.name.clone(), used(found.used)],
        meaning: short(place.as_ref()),
        details: vec![("items", found.items.join(", "))],
        item: Item::List(ListItem {
            name: found.name.clone(),
            items: found.items.clone(),
            used: found.used,
            place,
        }),
    }
}

/// Where the definition is that counts: the last one.
fn defined(changes: &[Change], sources: &Sources) -> Option<Place> {
    let last = changes
        .iter()
        .rev()
        .find(|change| change.kind == ChangeKind::Define);
    Place::of(&last.or(changes.first())?.label, sources)
}

fn short(place: Option<&Place>) -> String {
    place.map(Place::short).unwrap_or_default()
}

fn used(used: bool) -> String {
    if used { "used" } else { "unused" }.to_owned()
}

/// Without the line breaks that YAML keeps.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
