//! One search of a value for the texts that many tests of it need.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use super::ExprId;
use super::found::Found;
use super::leaves::LeafId;
use crate::operators::Needle;

/// Fewer tests of one expression are quicker one by one.
const FEWEST: usize = 8;
/// Tests of an expression that are judged one by one for an event before the search is made: the index often leaves
/// no more.
const ONE_BY_ONE: u32 = 4;
/// Bytes of needles of one expression, at most: an automaton takes many times as much memory.
pub(super) const MOST_NEEDLE_BYTES: usize = 1 << 20;

/// The searches of a program.
#[derive(Debug, Default)]
pub(super) struct Needles {
    searches: Vec<AhoCorasick>,
}

/// What a leaf needs to be found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sought {
    search: usize,
    needle: usize,
    decides: bool,
}

/// What a search says of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    Holds,
    Fails,
    /// It has to be judged.
    Open,
}

/// Memory of the searches of one event.
#[derive(Debug, Default)]
pub(super) struct NeedlesMemory {
    event: u64,
    searches: Vec<Search>,
}

#[derive(Clone, Debug, Default)]
struct Search {
    event: u64,
    /// Tests that were judged one by one for the event.
    asked: u32,
    /// Whether the search was made for the event.
    is_made: bool,
    found: Found,
}

impl NeedlesMemory {
    /// Forgets the last event.
    pub(super) const fn begin(&mut self) {
        self.event += 1;
    }
}

impl Needles {
    /// What the search of a value says of what needs that.
    pub(super) fn find(&self, sought: Sought, value: &[u8], memory: &mut NeedlesMemory) -> Finding {
        let automaton = self.searches.get(sought.search);
        let (Some(automaton), Some(search)) = (automaton, memory.search(sought.search)) else {
            return Finding::Open;
        };
        if !search.is_made {
            search.is_made = true;
            search.found.search(automaton, value, |_| ());
        }
        match (search.found.has(sought.needle), sought.decides) {
            (true, true) => Finding::Holds,
            (true, false) => Finding::Open,
            (false, _) => Finding::Fails,
        }
    }
}

impl NeedlesMemory {
    /// Whether a leaf that needs this is better judged after a search of the value that it tests.
    pub(super) fn is_worth_a_search(&mut self, sought: Sought) -> bool {
        self.search(sought.search).is_some_and(|search| {
            search.asked = search.asked.saturating_add(1);
            search.asked > ONE_BY_ONE
        })
    }

    /// The memory of a search, empty if it is of an earlier event.
    fn search(&mut self, number: usize) -> Option<&mut Search> {
        if self.searches.len() <= number {
            self.searches.resize(number + 1, Search::default());
        }
        let search = self.searches.get_mut(number)?;
        if search.event != self.event {
            search.event = self.event;
            search.asked = 0;
            search.is_made = false;
        }
        Some(search)
    }
}

/// Makes [`Needles`].
#[derive(Debug, Default)]
pub(super) struct NeedlesBuilder {
    by_expression: BTreeMap<ExprId, Vec<(LeafId, Needle)>>,
}

impl NeedlesBuilder {
    /// Adds a leaf that tests an expression.
    pub(super) fn push(&mut self, expression: ExprId, leaf: LeafId, needle: Needle) {
        let leaves = self.by_expression.entry(expression).or_default();
        leaves.push((leaf, needle));
    }

    /// The searches of the expressions that many leaves test; tells `found` which leaf needs what.
    pub(super) fn finish(self, mut found: impl FnMut(LeafId, Sought)) -> Needles {
        let mut needles = Needles::default();
        let many = self.by_expression.into_values();
        for leaves in many.filter(|leaves| pays(leaves)) {
            needles.add(&leaves, &mut found);
        }
        needles
    }
}

fn pays(leaves: &[(LeafId, Needle)]) -> bool {
    let bytes: usize = leaves.iter().map(|(_, needle)| needle.text.len()).sum();
    leaves.len() >= FEWEST && bytes <= MOST_NEEDLE_BYTES
}

impl Needles {
    /// Adds a search for what these leaves need, unless no automaton can be made.
    fn add(&mut self, leaves: &[(LeafId, Needle)], found: &mut impl FnMut(LeafId, Sought)) {
        let mut numbers: BTreeMap<&[u8], usize> = BTreeMap::new();
        for (_, needle) in leaves {
            let next = numbers.len();
            numbers.entry(&needle.text).or_insert(next);
        }
        let mut texts: Vec<_> = numbers.iter().collect();
        texts.sort_unstable_by_key(|(_, number)| **number);
        let Ok(automaton) = AhoCorasick::new(texts.iter().map(|(text, _)| text)) else {
            return;
        };
        let search = self.searches.len();
        self.searches.push(automaton);
        for (leaf, needle) in leaves {
            if let Some(&number) = numbers.get(needle.text.as_slice()) {
                let sought = Sought {
                    search,
                    needle: number,
                    decides: needle.decides,
                };
                found(*leaf, sought);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mock::{program, with_event};
    use crate::program::Scratch;

    /// Conditions in which needles overlap, hold each other, differ in case, and are negated.
    fn conditions() -> Vec<String> {
        let texts = [
            "a", "ab", "b", "abc", "é", "É", "A", "bc", "needle", "needles", "x y",
        ];
        let contains = texts.map(|text| format!("t.string contains \"{text}\""));
        let negated = texts.map(|text| format!("not t.string contains \"{text}\""));
        let patterns = [
            "ab+c",
            ".*needle.",
            "(ab|cd).*",
            "[aA]b",
            ".*é",
            "a.c.*",
            "x y",
        ];
        let matched = patterns.map(|pattern| format!("t.string regex \"{pattern}\""));
        let others = [
            "t.uint64 = 1",
            "l.string intersects (a)",
            "u.string contains a",
        ];
        let others = others.map(str::to_owned);
        [&contains[..], &negated, &matched, &others].concat()
    }

    fn matches(conditions: &[&str], event: &str) -> Vec<usize> {
        let program = program(conditions);
        let scratch = &mut Scratch::default();
        with_event(&program, event, scratch, |event, scratch| {
            program.select(event, scratch);
            let mut next = |from| program.next_match(from, event, scratch, &mut ());
            let first = next(0);
            std::iter::successors(first, |at| next(at + 1)).collect()
        })
    }

    #[test]
    fn a_search_says_what_each_test_says_alone() {
        let conditions = conditions();
        let together: Vec<&str> = conditions.iter().map(String::as_str).collect();
        let values = [
            "", "a", "ab", "xabcx", "ABC", "é", "needles", "a needle", "x y", "\u{fffd}", "abbc",
            "bcabé",
        ];
        let mut events: Vec<String> = values
            .iter()
            .map(|value| format!(r#"{{"t.string":"{value}","l.string":["a"],"t.uint64":1}}"#))
            .collect();
        events.push(r#"{"u.string":"a"}"#.to_owned());
        events.push("{}".to_owned());
        for event in events {
            let alone = together.iter().enumerate();
            let alone = alone.filter(|(_, condition)| !matches(&[**condition], &event).is_empty());
            let alone: Vec<usize> = alone.map(|(number, _)| number).collect();
            let found = matches(&together, &event);
            assert_eq!(found, alone, "{event}");
        }
    }
}
