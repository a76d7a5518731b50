//! Whether a rule runs, and what says so.

use falconet_diagnostics::Sources;
use falconet_ruleset::select::{Action, SelectionEntry, deciding, select};
use falconet_ruleset::{ChangeKind, Priority, Rule, Ruleset};
use serde::Serialize;

use crate::place::Place;

/// What the settings say of which rules run.
#[derive(Clone, Copy, Debug)]
pub struct Selection<'s> {
    /// Rules that are less grave do not run.
    pub threshold: Priority,
    /// The entries of `rules`, in order.
    pub entries: &'s [SelectionEntry],
}

/// Whether a rule runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Enabled {
    pub(crate) value: bool,
    /// One sentence.
    pub(crate) reason: String,
    /// The item of a file that says so.
    pub(crate) place: Option<Place>,
}

impl Selection<'_> {
    /// Of each rule whether it runs.
    pub(crate) fn running(&self, ruleset: &Ruleset) -> Vec<bool> {
        let mut running = vec![false; ruleset.rules.len()];
        for index in select(&ruleset.rules, self.threshold, self.entries) {
            if let Some(runs) = running.get_mut(index) {
                *runs = true;
            }
        }
        running
    }

    /// Whether a rule runs, and why.
    pub(crate) fn of(&self, rule: &Rule, sources: &Sources) -> Enabled {
        if rule.priority > self.threshold {
            let (own, least) = (rule.priority.name(), self.threshold.name());
            let reason = format!("its priority {own} is below {least}, the setting `priority`");
            return Enabled {
                value: false,
                reason,
                place: None,
            };
        }
        match deciding(rule, self.entries) {
            Some(entry) => by_setting(entry),
            None => by_files(rule, sources),
        }
    }
}

fn by_setting(entry: &SelectionEntry) -> Enabled {
    let (value, verb) = match entry.action {
        Action::Enable => (true, "enable"),
        Action::Disable => (false, "disable"),
    };
    let names = [("rule", &entry.rule), ("tag", &entry.tag)];
    let given = names.iter().filter(|(_, name)| !name.is_empty());
    let keys: Vec<_> = given
        .map(|(key, name)| format!("`rules[].{verb}.{key}={name}`"))
        .collect();
    Enabled {
        value,
        reason: format!("the setting {}", keys.join(" with ")),
        place: None,
    }
}

fn by_files(rule: &Rule, sources: &Sources) -> Enabled {
    let changes = rule.changes.iter().rev();
    let mut deciding =
        changes.filter(|change| change.kind == ChangeKind::Define || change.gives("enabled"));
    let given = deciding.next().filter(|change| change.gives("enabled"));
    let reason = match given.map(|change| change.kind) {
        None => "no file and no setting says otherwise",
        Some(ChangeKind::Define) => "its definition says so",
        Some(ChangeKind::Override | ChangeKind::Append) => "an override says so",
        Some(ChangeKind::Enable) => "an item with `enabled` alone says so",
    };
    Enabled {
        value: rule.enabled,
        reason: reason.to_owned(),
        place: given.and_then(|change| Place::of(&change.label, sources)),
    }
}
