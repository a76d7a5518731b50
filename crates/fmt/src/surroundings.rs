//! What else is loaded with a file, as far as it decides what blanks in conditions mean.
//!
//! Falco replaces the names of lists by their items as text, before anything is parsed, and appends conditions as
//! text. So a list that is named like a field, or an item with half a quoted string in it, can make a blank matter
//! that no parser of single conditions would miss. Where there is such a thing, conditions stay as they are written.

use std::collections::HashSet;

use crate::condition::{Understood, Use};
use crate::items::{Kind, condition_of, kind_of, usage_of};
use crate::tree::{NodeId, Tree};

/// What is known of all files that are loaded together.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    lists: HashSet<String>,
    /// There is a list whose name or items are no words.
    has_odd_list: bool,
    /// There is a condition that means nothing by itself.
    has_open_condition: bool,
}

impl Surroundings {
    pub(crate) fn add(&mut self, tree: &Tree<'_>) {
        for item in tree.items() {
            match kind_of(tree, item) {
                Some(Kind::List) => self.add_list(tree, item),
                Some(Kind::Macro | Kind::Rule) => self.add_condition(tree, item),
                _ => {}
            }
        }
    }

    /// Adds a file of which nothing is known.
    pub(crate) const fn add_unknown(&mut self) {
        self.has_odd_list = true;
    }

    fn add_list(&mut self, tree: &Tree<'_>, item: NodeId) {
        let name = tree.get(item, "list").and_then(|name| tree.text(name));
        let name = name.unwrap_or_default();
        self.has_odd_list |= name.is_empty() || name.contains(is_delimiter);
        self.lists.insert(name.to_owned());
        let items = tree
            .get(item, "items")
            .into_iter()
            .flat_map(|items| tree.values(items));
        for item in items {
            self.has_odd_list |= !tree.text(item).is_some_and(is_value);
        }
    }

    fn add_condition(&mut self, tree: &Tree<'_>, item: NodeId) {
        let text = condition_of(tree, item).and_then(|condition| tree.text(condition));
        if let Some(text) = text {
            self.has_open_condition |= Understood::new(text, usage_of(tree, item)).is_none();
        }
    }

    /// Whether the blanks of conditions of that use can be changed at all.
    pub(crate) fn allow(&self, usage: Use) -> bool {
        let is_safe = usage == Use::Whole || !self.has_open_condition;
        is_safe && !self.has_odd_list
    }

    /// Whether two texts that differ by blanks alone name the same lists, and at the same places.
    pub(crate) fn same_lists(&self, old: &str, new: &str) -> bool {
        let named = |text| words(text).filter(|word| self.lists.contains(*word));
        let starts_with_list = words(new)
            .next()
            .is_some_and(|word| self.lists.contains(word));
        !starts_with_list && named(old).eq(named(new))
    }
}

/// The words that Falco compares with the names of lists.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(is_delimiter).filter(|word| !word.is_empty())
}

fn is_delimiter(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r' | '(' | ')' | ',' | '=')
}

/// Whether an item, in the quotes that Falco puts around it, is one value of a condition.
fn is_value(item: &str) -> bool {
    let has_delimiter = |text: &str| {
        text.contains([
            '(', ')', '"', '\'', '=', ',', '\t', '\n', '\r', '\x0b', '\x0c', '\0',
        ])
    };
    match item.chars().next() {
        Some(quote @ ('"' | '\'')) => quoted_content(item, quote)
            .is_some_and(|content| !content.contains([quote, '\\', '\0'])),
        _ if item.contains(' ') => !item.contains(['"', '\\', '\0']),
        _ => !has_delimiter(item),
    }
}

fn quoted_content(item: &str, quote: char) -> Option<&str> {
    item.strip_prefix(quote)?.strip_suffix(quote)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_lists(names: &[&str]) -> Surroundings {
        Surroundings {
            lists: names.iter().map(|name| (*name).to_owned()).collect(),
            ..Surroundings::default()
        }
    }

    #[test]
    fn a_blank_that_makes_a_list_name_of_a_field_is_seen() {
        let surroundings = with_lists(&["a.b"]);
        assert!(!surroundings.same_lists("x and a.b<5", "x and a.b < 5"));
        assert!(with_lists(&["l"]).same_lists("x in(l)", "x in (l)"));
    }

    #[test]
    fn a_condition_that_starts_with_a_list_is_left_alone() {
        assert!(!with_lists(&["l"]).same_lists("l   or l", "l or l"));
    }

    #[test]
    fn items_are_values_if_they_are_one_word_or_are_quoted() {
        for item in ["", "a", "a b", "\"a b\"", "'a, b'", "/x/*", "it's me"] {
            assert!(is_value(item), "{item}");
        }
        for item in ["a,b", "\"a", "a)", "x \"y", "'a' 'b'", "a=b", "\"", "a\tb"] {
            assert!(!is_value(item), "{item}");
        }
    }
}
