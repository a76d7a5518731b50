//! Rules by texts that a value must contain.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use super::rule_set::RuleSet;
use crate::program::{Found, MOST_NEEDLE_BYTES};

/// The rules that need a value to contain one of some texts.
#[derive(Debug)]
pub(super) struct RulesByPart {
    automaton: AhoCorasick,
    /// By the number of the text.
    rules: Vec<Vec<usize>>,
}

impl RulesByPart {
    /// The rules by text, unless there are none; all of them if the texts are too much for a search.
    pub(super) fn new(parts: BTreeMap<Vec<u8>, Vec<usize>>) -> Result<Option<Self>, Vec<usize>> {
        if parts.is_empty() {
            return Ok(None);
        }
        let bytes: usize = parts.keys().map(Vec::len).sum();
        let automaton = (bytes <= MOST_NEEDLE_BYTES)
            .then(|| AhoCorasick::new(parts.keys()).ok())
            .flatten();
        let rules = parts.into_values();
        match automaton {
            Some(automaton) => Ok(Some(Self {
                automaton,
                rules: rules.collect(),
            })),
            None => Err(rules.flatten().collect()),
        }
    }

    /// Adds the rules whose texts stand in a value.
    pub(super) fn add(&self, value: &[u8], candidates: &mut RuleSet, found: &mut Found) {
        found.search(&self.automaton, value, |part| {
            candidates.extend(self.rules.get(part).into_iter().flatten());
        });
    }

    /// Whether any text stands in a value.
    pub(super) fn has(&self, value: &[u8]) -> bool {
        self.automaton.is_match(value)
    }
}
