//! What differs in the rules themselves.

use std::collections::{BTreeMap, BTreeSet};

use falconet_ruleset::{ListSummary, MacroSummary, Rule, Ruleset};

/// What differs in two sets of rules. What holds for a rule holds with every macro, list and exception put in.
#[derive(Clone, Debug, Default)]
pub struct Definitions {
    pub(crate) rules: Differences,
    pub(crate) macros: Differences,
    pub(crate) lists: Differences,
    /// Rules that both have stand in another order, which decides which one of several alerts.
    pub(crate) is_reordered: bool,
}

/// What differs in the items of one kind, each by its name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Differences {
    pub(crate) added: Vec<String>,
    pub(crate) removed: Vec<String>,
    /// With what differs in each.
    pub(crate) changed: Vec<(String, Vec<Difference>)>,
    /// Written in another way, and meaning the same.
    pub(crate) reformatted: Vec<String>,
}

/// Something that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The key, as rules files have it.
    pub(crate) what: &'static str,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl Definitions {
    /// What differs.
    pub fn of(old: &Ruleset, new: &Ruleset) -> Self {
        Self {
            rules: differences(
                &old.rules,
                &new.rules,
                |rule| &rule.name,
                rule_aspects,
                rule_texts,
            ),
            macros: differences(
                &old.macros,
                &new.macros,
                |one| &one.name,
                macro_aspects,
                macro_texts,
            ),
            lists: differences(
                &old.lists,
                &new.lists,
                |list| &list.name,
                list_aspects,
                list_texts,
            ),
            is_reordered: is_reordered(&old.rules, &new.rules),
        }
    }

    /// Whether the rules mean something else.
    pub fn differ(&self) -> bool {
        self.is_reordered
            || [&self.rules, &self.macros, &self.lists].iter().any(|all| {
                !all.added.is_empty() || !all.removed.is_empty() || !all.changed.is_empty()
            })
    }
}

fn is_reordered(old: &[Rule], new: &[Rule]) -> bool {
    let names = |rules: &[Rule], others: &[Rule]| -> Vec<String> {
        let others: BTreeSet<&String> = others.iter().map(|rule| &rule.name).collect();
        let shared = rules.iter().filter(|rule| others.contains(&rule.name));
        shared.map(|rule| rule.name.clone()).collect()
    };
    names(old, new) != names(new, old)
}

/// Of what an item means, each part by its key.
type Aspects = Vec<(&'static str, String)>;

fn differences<T>(
    old: &[T],
    new: &[T],
    name: fn(&T) -> &String,
    aspects: fn(&T) -> Aspects,
    texts: fn(&T) -> Vec<&String>,
) -> Differences {
    let before: BTreeMap<&String, &T> = old.iter().map(|item| (name(item), item)).collect();
    let after: BTreeSet<&String> = new.iter().map(name).collect();
    let mut found = Differences {
        removed: before
            .keys()
            .filter(|name| !after.contains(*name))
            .map(|name| (*name).clone())
            .collect(),
        ..Differences::default()
    };
    for item in new {
        let Some(earlier) = before.get(name(item)) else {
            found.added.push(name(item).clone());
            continue;
        };
        let differing = differing(aspects(earlier), aspects(item));
        if !differing.is_empty() {
            found.changed.push((name(item).clone(), differing));
        } else if texts(earlier) != texts(item) {
            found.reformatted.push(name(item).clone());
        }
    }
    found
}

fn differing(old: Aspects, new: Aspects) -> Vec<Difference> {
    let both = old.into_iter().zip(new);
    both.filter(|((_, old), (_, new))| old != new)
        .map(|((what, old), (_, new))| Difference { what, old, new })
        .collect()
}

fn rule_aspects(rule: &Rule) -> Aspects {
    vec![
        ("condition", rule.condition_compiled.clone()),
        ("output", rule.output_compiled.clone()),
        ("priority", rule.priority.name().to_owned()),
        ("enabled", rule.enabled.to_string()),
        ("source", rule.source_name.clone()),
        ("tags", rule.tags.join(", ")),
        (
            "desc",
            rule.description
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
        ),
    ]
}

fn rule_texts(rule: &Rule) -> Vec<&String> {
    vec![&rule.condition_text, &rule.output_text, &rule.description]
}

/// A macro means something in the rules that refer to it; here it is what is written, but for blanks.
fn macro_aspects(one: &MacroSummary) -> Aspects {
    let words: Vec<&str> = one.condition.split_whitespace().collect();
    vec![("condition", words.join(" "))]
}

fn macro_texts(one: &MacroSummary) -> Vec<&String> {
    vec![&one.condition]
}

fn list_aspects(list: &ListSummary) -> Aspects {
    vec![("items", list.items_compiled.join(", "))]
}

fn list_texts(list: &ListSummary) -> Vec<&String> {
    list.items.iter().collect()
}
