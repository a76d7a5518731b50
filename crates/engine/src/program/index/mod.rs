//! Which rules an event can match at all.
//!
//! Many rules need one field to equal, begin with or contain one of a few texts (`ct.name = X`, `ct.name in (X, Y)`).
//! Such a rule is listed under those texts, and judged only if the field has one of them. (That a field has a value at
//! all is necessary for most rules, but looking for it was measured to cost more than it saves.)

mod by_key;
mod by_part;
mod need;
mod rule_set;

use std::collections::{BTreeMap, BTreeSet};

use super::ExprId;
pub(super) use by_key::RulesByKey;
use by_key::RulesByKeyBuilder;
use need::laxity;
pub(super) use need::{Key, Need, needs};
pub(super) use rule_set::RuleSet;

/// Rules by what they need.
#[derive(Debug, Default)]
pub(super) struct RuleIndex {
    /// Rules that must always be judged.
    always: Vec<usize>,
    by_key: Vec<(ExprId, RulesByKey)>,
}

impl RuleIndex {
    /// The expressions whose values decide, each with the rules that need it.
    pub(super) fn expressions(&self) -> &[(ExprId, RulesByKey)] {
        &self.by_key
    }

    /// The expressions whose values decide, if every rule needs something.
    pub(super) fn all_expressions(&self) -> Option<impl Iterator<Item = ExprId>> {
        let ids = self.by_key.iter().map(|(id, _)| *id);
        self.always.is_empty().then_some(ids)
    }

    /// Adds the rules that need nothing.
    pub(super) fn add_always(&self, candidates: &mut RuleSet) {
        candidates.extend(&self.always);
    }
}

/// The keys of one expression of which a value must have one.
pub(super) type KeysOf = (ExprId, BTreeSet<Key>);

/// Makes a [`RuleIndex`].
#[derive(Debug, Default)]
pub(super) struct RuleIndexBuilder {
    /// Of each rule what it needs: any of these would do to list it.
    rules: Vec<Vec<KeysOf>>,
}

impl RuleIndexBuilder {
    /// Adds the next rule.
    pub(super) fn push(&mut self, mut needs: Vec<(ExprId, Need<'_>)>) {
        let fields = needs.iter().filter(|(_, need)| need.is_of_field());
        let of_fields = fields.map(|(_, need)| laxity(&need.keys)).min();
        // What has to be computed is not, where a field asks for as much.
        needs.retain(|(_, need)| {
            need.is_of_field() || of_fields.is_none_or(|least| laxity(&need.keys) < least)
        });
        let needs = needs.into_iter();
        self.rules
            .push(needs.map(|(id, need)| (id, need.keys)).collect());
    }

    /// Of each rule the need that the fewest events should meet: one that asks for a text rather than for a part of one.
    /// Values that rules tell apart often are those that differ most, so of several it is the one with the smallest
    /// share of the keys that all rules name of its expression.
    pub(super) fn choices(&self) -> Vec<Option<&KeysOf>> {
        let named = named(&self.rules);
        let rank = |(id, keys): &&KeysOf| {
            let all = named.get(id).map_or(1, BTreeSet::len);
            (laxity(keys), share(keys.len(), all))
        };
        let rules = self.rules.iter();
        let choices = rules.map(|needs| needs.iter().min_by_key(rank));
        choices.collect()
    }

    /// Lists each rule by what was chosen for it.
    pub(super) fn finish(self) -> RuleIndex {
        let mut index = RuleIndex::default();
        let mut by_key: BTreeMap<ExprId, RulesByKeyBuilder> = BTreeMap::new();
        for (rule, choice) in self.choices().into_iter().enumerate() {
            match choice {
                Some((id, keys)) => by_key.entry(*id).or_default().insert(keys, rule),
                None => index.always.push(rule),
            }
        }
        let by_key = by_key.into_iter();
        index.by_key = by_key.map(|(id, keys)| (id, keys.finish())).collect();
        index
    }
}

/// The keys that rules name of each expression.
fn named(rules: &[Vec<KeysOf>]) -> BTreeMap<ExprId, BTreeSet<&Key>> {
    let mut named: BTreeMap<ExprId, BTreeSet<&Key>> = BTreeMap::new();
    for (id, keys) in rules.iter().flatten() {
        named.entry(*id).or_default().extend(keys);
    }
    named
}

/// `part` of `whole`, in millionths.
fn share(part: usize, whole: usize) -> usize {
    part.saturating_mul(1_000_000) / whole.max(1)
}

#[cfg(test)]
mod tests {
    use crate::mock::{program, with_event};
    use crate::program::Scratch;

    /// The rules that are judged for an event.
    fn candidates(rules: &[&str], event: &str) -> Vec<usize> {
        let program = program(rules);
        with_event(
            &program,
            event,
            &mut Scratch::default(),
            |event, scratch| {
                program.select(event, scratch);
                let set = &scratch.candidates;
                std::iter::successors(set.next(0), |at| set.next(at + 1)).collect()
            },
        )
    }

    #[test]
    fn a_rule_is_listed_by_the_field_that_rules_tell_apart_most() {
        let rules = [
            "t.string = s and u.string = a",
            "t.string = s and u.string = b",
            "t.string = s and u.string startswith c",
            "u.string = d",
            "t.uint64 = 1",
        ];
        let event = |name: &str| format!(r#"{{"t.string":"s","u.string":"{name}"}}"#);
        assert_eq!(candidates(&rules, &event("a")), [0, 4]);
        assert_eq!(candidates(&rules, &event("cd")), [2, 4]);
        assert_eq!(candidates(&rules, &event("x")), [4]);
        assert_eq!(candidates(&rules, r#"{"t.string":"s"}"#), [4]);
    }

    #[test]
    fn a_rule_is_listed_by_what_is_not_computed_if_that_asks_for_as_much() {
        let rules = [
            "tolower(t.string) = a and u.string in (a, b, c)",
            "tolower(t.string) = a and u.string contains x",
            "u.string = y",
        ];
        let event = r#"{"t.string":"A","u.string":"-"}"#;
        assert_eq!(candidates(&rules, event), [1]);
    }

    #[test]
    fn a_rule_that_needs_a_part_is_judged_if_it_is_there() {
        let rules = [
            "t.string contains b and t.uint64 = 1",
            "u.string = b and t.string contains b",
            "not t.string contains b",
            "t.string endswith b or t.string regex .*c+d.*",
        ];
        assert_eq!(candidates(&rules, r#"{"t.string":"abc"}"#), [0, 2, 3]);
        assert_eq!(
            candidates(&rules, r#"{"t.string":"a","u.string":"b"}"#),
            [1, 2]
        );
        assert_eq!(candidates(&rules, r#"{"t.string":"cd"}"#), [2, 3]);
        assert_eq!(candidates(&rules, "{}"), [2]);
    }

    #[test]
    fn a_rule_that_nothing_can_match_is_never_judged() {
        assert!(candidates(&["t.string in ()"], r#"{"t.string":"s"}"#).is_empty());
    }
}
