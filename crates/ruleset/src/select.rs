//! Which rules run, and in which order.

use crate::priority::Priority;
use crate::ruleset::Rule;

/// What an entry of the configuration's `rules` does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Rules start to run.
    Enable,
    /// Rules stop to run.
    Disable,
}

/// An entry of the configuration's `rules`: the rules that match the pattern first, then those with the tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectionEntry {
    /// What it does.
    pub action: Action,
    /// Pattern for whole rule names, in which `*` stands for anything; empty for none.
    pub rule: String,
    /// A tag, without wildcards; empty for none.
    pub tag: String,
}

/// The indices of the rules that run, in the order in which they are tried.
///
/// At first those that the files enable, in position order. A rule that is enabled again after it was disabled moves
/// to the end. Rules less grave than `threshold` never run.
pub fn select(rules: &[Rule], threshold: Priority, entries: &[SelectionEntry]) -> Vec<usize> {
    let mut order = Order {
        ranks: vec![None; rules.len()],
        next: 0,
    };
    let may_run = |rule: &Rule| rule.priority <= threshold;
    order.set(
        Action::Enable,
        indices(rules, |rule| rule.enabled && may_run(rule)),
    );
    for entry in entries {
        order.set(
            entry.action,
            indices(rules, |rule| {
                may_run(rule) && matches_pattern(&rule.name, &entry.rule)
            }),
        );
        order.set(
            entry.action,
            indices(rules, |rule| {
                may_run(rule) && rule.tags.contains(&entry.tag)
            }),
        );
    }
    order.indices()
}

/// The entry that has the last word on a rule.
pub fn deciding<'e>(rule: &Rule, entries: &'e [SelectionEntry]) -> Option<&'e SelectionEntry> {
    entries
        .iter()
        .rev()
        .find(|entry| matches_pattern(&rule.name, &entry.rule) || rule.tags.contains(&entry.tag))
}

fn indices(rules: &[Rule], wanted: impl Fn(&Rule) -> bool) -> impl Iterator<Item = usize> {
    rules
        .iter()
        .enumerate()
        .filter(move |(_, rule)| wanted(rule))
        .map(|(index, _)| index)
}

struct Order {
    ranks: Vec<Option<usize>>,
    next: usize,
}

impl Order {
    fn set(&mut self, action: Action, indices: impl Iterator<Item = usize>) {
        for index in indices {
            let Some(rank) = self.ranks.get_mut(index) else {
                continue;
            };
            match action {
                Action::Disable => *rank = None,
                Action::Enable if rank.is_none() => {
                    *rank = Some(self.next);
                    self.next += 1;
                }
                Action::Enable => {}
            }
        }
    }

    fn indices(&self) -> Vec<usize> {
        let mut enabled: Vec<_> = self
            .ranks
            .iter()
            .enumerate()
            .filter_map(|(index, rank)| rank.map(|rank| (rank, index)))
            .collect();
        enabled.sort_unstable();
        enabled.into_iter().map(|(_, index)| index).collect()
    }
}

/// Whether a whole name matches a pattern. Each `*` and the text behind it take the first occurrence of that text, and
/// nothing is tried twice: `*ab` does not match `abab`. An empty pattern matches nothing.
fn matches_pattern(name: &str, pattern: &str) -> bool {
    let mut literals = pattern.split('*');
    let Some(mut rest) = literals.next().and_then(|prefix| name.strip_prefix(prefix)) else {
        return false;
    };
    for literal in literals {
        let Some(start) = rest.find(literal) else {
            return false;
        };
        rest = rest.get(start + literal.len()..).unwrap_or_default();
    }
    !pattern.is_empty() && (rest.is_empty() || pattern.ends_with('*'))
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::Catalogue;

    use super::*;
    use crate::{LoadOptions, Loader};

    #[test]
    fn a_pattern_without_a_star_is_the_whole_name() {
        assert!(matches_pattern("a b", "a b"));
        assert!(
            !matches_pattern("a b", "a")
                && !matches_pattern("a", "A")
                && !matches_pattern("abc", "a?c")
        );
    }

    #[test]
    fn stars_stand_for_anything() {
        for pattern in [
            "*",
            "**",
            "hello*",
            "*world",
            "*o*o*",
            "hello*****world",
            "*hello*world*",
        ] {
            assert!(matches_pattern("hello world", pattern), "{pattern}");
        }
    }

    #[test]
    fn nothing_is_tried_twice() {
        assert!(!matches_pattern("abab", "*ab"));
        assert!(!matches_pattern("rule rule", "*rule"));
        assert!(matches_pattern("rule rule", "*rule*"));
    }

    #[test]
    fn an_empty_pattern_matches_nothing() {
        assert!(!matches_pattern("", "") && !matches_pattern("a", ""));
    }

    const RULES: &str = "
- {rule: one, desc: d, condition: ct.name = a, output: o, priority: ERROR, source: aws_cloudtrail, tags: [x, y]}
- {rule: two, desc: d, condition: ct.name = a, output: o, priority: NOTICE, source: aws_cloudtrail, tags: [y]}
- {rule: three, desc: d, condition: ct.name = a, output: o, priority: DEBUG, source: aws_cloudtrail, enabled: false}
";

    fn entry(action: Action, rule: &str, tag: &str) -> SelectionEntry {
        SelectionEntry {
            action,
            rule: rule.to_owned(),
            tag: tag.to_owned(),
        }
    }

    fn selected(threshold: Priority, entries: &[SelectionEntry]) -> Vec<usize> {
        let catalogue = Catalogue::builtin();
        let mut loader = Loader::new(&catalogue, LoadOptions::default());
        loader.load("r.yaml", RULES);
        select(&loader.into_ruleset().unwrap().rules, threshold, entries)
    }

    #[test]
    fn the_files_decide_at_first() {
        assert_eq!(selected(Priority::Debug, &[]), [0, 1]);
    }

    #[test]
    fn a_rule_that_is_enabled_again_moves_to_the_end() {
        let entries = [
            entry(Action::Disable, "one", ""),
            entry(Action::Enable, "three", ""),
            entry(Action::Enable, "*", ""),
        ];
        assert_eq!(selected(Priority::Debug, &entries), [1, 2, 0]);
    }

    #[test]
    fn tags_select_as_well() {
        assert_eq!(
            selected(Priority::Debug, &[entry(Action::Disable, "", "y")]),
            [0; 0]
        );
        assert_eq!(
            selected(Priority::Debug, &[entry(Action::Disable, "", "x")]),
            [1]
        );
    }

    #[test]
    fn rules_below_the_threshold_cannot_be_enabled() {
        assert_eq!(
            selected(Priority::Error, &[entry(Action::Enable, "*", "y")]),
            [0]
        );
    }
}
