//! A rule as it was resolved: lists, macros and exceptions put in, overrides applied, and where each part comes from.

mod condition_text;
mod find;
mod macros;
mod node;
mod output;
mod selection;
#[cfg(test)]
pub(crate) mod testing;
mod text;
mod tree;
mod words;

use falconet_diagnostics::{Label, Sources};
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{Change, ChangeKind, Rule, Ruleset};
use serde::Serialize;

pub use find::{FindError, find, places};
pub use node::{Kind as NodeKind, ListName, ListUse, Node as ConditionNode, Value as ListedValue};
pub use selection::Selection;
pub use tree::of as condition_tree;

use self::node::Node;
use self::output::OutputPart;
use self::selection::Enabled;
use self::words::Words;
use crate::page::Page;
use crate::place::Place;

/// A rule as it was resolved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ShownRule {
    name: String,
    description: String,
    source: String,
    priority: &'static str,
    tags: Vec<String>,
    enabled: Enabled,
    capture: bool,
    capture_duration: u32,
    place: Option<Place>,
    changes: Vec<ShownChange>,
    condition: ShownCondition,
    output: ShownOutput,
    extra_fields: Vec<ShownExtra>,
    exceptions: Vec<ShownException>,
    details: Words,
}

/// What an item of a file did to a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShownChange {
    kind: &'static str,
    keys: Vec<ShownKey>,
    place: Option<Place>,
}

/// A key that an item gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShownKey {
    key: String,
    appended: bool,
}

/// A condition as text and as tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShownCondition {
    /// As written, appended parts included.
    written: String,
    /// Printed with everything put in, as Falco does.
    compiled: String,
    tree: Option<Node>,
}

/// An output as text and in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShownOutput {
    written: String,
    compiled: String,
    parts: Vec<OutputPart>,
}

/// A field that the settings add to alerts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShownExtra {
    name: String,
    text: String,
}

/// An exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct ShownException {
    name: String,
    fields: Vec<String>,
    operators: Vec<String>,
    values: usize,
    place: Option<Place>,
}

impl ShownRule {
    /// A rule of a ruleset whose files are `sources`.
    pub fn of(
        rule: &Rule,
        ruleset: &Ruleset,
        sources: &Sources,
        catalogue: &Catalogue,
        selection: &Selection<'_>,
    ) -> Self {
        let tree = tree::of(rule, ruleset, sources);
        Self {
            name: rule.name.clone(),
            description: rule.description.clone(),
            source: rule.source_name.clone(),
            priority: rule.priority.name(),
            tags: rule.tags.clone(),
            enabled: selection.of(rule, sources),
            capture: rule.capture,
            capture_duration: rule.capture_duration,
            place: Place::first(&rule.labels, sources),
            changes: changes(rule, sources),
            details: Words::of(rule, ruleset, catalogue, tree.as_ref()),
            condition: ShownCondition {
                written: rule.condition_text.clone(),
                compiled: rule.condition_compiled.clone(),
                tree,
            },
            output: ShownOutput {
                written: rule.output_text.clone(),
                compiled: rule.output_compiled.clone(),
                parts: output::parts(rule, sources),
            },
            extra_fields: extra_fields(rule),
            exceptions: exceptions(rule, sources),
        }
    }

    /// The rule for people.
    pub fn text(&self, page: Page) -> String {
        text::of(self, page)
    }
}

fn changes(rule: &Rule, sources: &Sources) -> Vec<ShownChange> {
    let changes = rule.changes.iter().map(|change| ShownChange {
        kind: change.kind.word(),
        keys: change
            .keys
            .iter()
            .map(|key| ShownKey {
                key: key.key.clone(),
                appended: key.appended,
            })
            .collect(),
        place: Place::of(&change.label, sources),
    });
    changes.collect()
}

fn extra_fields(rule: &Rule) -> Vec<ShownExtra> {
    let extra = rule.extra_fields.iter().map(|extra| ShownExtra {
        name: extra.name.clone(),
        text: extra.text.clone(),
    });
    extra.collect()
}

fn exceptions(rule: &Rule, sources: &Sources) -> Vec<ShownException> {
    let exceptions = rule.exceptions.iter().map(|exception| ShownException {
        name: exception.name.clone(),
        fields: exception.fields.clone(),
        operators: exception.operators.clone(),
        values: exception.values,
        place: Place::first(&exception.labels, sources),
    });
    exceptions.collect()
}

/// The change in whose item a place is, unless it is a definition.
fn change_at(changes: &[Change], place: &Label) -> Option<usize> {
    let index = changes.iter().position(|change| {
        change.label.source == place.source && change.label.span.range().contains(&place.span.start)
    })?;
    changes
        .get(index)
        .filter(|change| change.kind != ChangeKind::Define)?;
    Some(index)
}

#[cfg(test)]
mod tests;
