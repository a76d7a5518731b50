//! The lists of a load, and which of them a condition names.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::budget::{Budget, Exceeded};
use super::mapped::MappedText;
use super::substitute::{Replacement, is_delimiter, substitute};
use super::words::{Words, words};

/// What looking for one list counts, beside the text that is looked at.
const LIST_WORK: usize = 64;

/// A list whose items are what it stands for.
#[derive(Clone, Debug)]
pub(crate) struct NamedList {
    pub(crate) name: String,
    pub(crate) items: Vec<MappedText>,
    /// Whether something refers to it.
    pub(crate) used: bool,
}

/// The lists of a load in position order.
#[derive(Clone, Debug, Default)]
pub(crate) struct ListTable {
    lists: Vec<NamedList>,
    texts: Vec<MappedText>,
    by_name: HashMap<String, usize>,
    /// Lists whose names are not one word, which are searched for everywhere.
    odd: Vec<usize>,
    /// The words of everything that lists were searched for in, and the lists whose words are among them.
    words: Words,
    noted: HashSet<usize>,
}

impl ListTable {
    /// Adds a list behind the others.
    pub(crate) fn push(&mut self, list: NamedList) {
        let index = self.lists.len();
        if is_odd(&list.name) {
            self.odd.push(index);
        }
        self.by_name.insert(list.name.clone(), index);
        self.texts.push(joined(&list.items));
        self.lists.push(list);
    }

    /// Whether a list of that name, behind the others, would have been searched for in what was substituted so far.
    pub(crate) fn concerns_earlier(&self, name: &str) -> bool {
        is_odd(name) || self.words.has(name)
    }

    pub(crate) fn mark_used(&mut self, name: &str) {
        let index = self.by_name.get(name);
        if let Some(list) = index.and_then(|index| self.lists.get_mut(*index)) {
            list.used = true;
        }
    }

    pub(crate) fn lists(&self) -> &[NamedList] {
        &self.lists
    }

    /// Replaces the names of lists, in position order. Names that come in with a list are replaced only if their
    /// list comes later.
    pub(crate) fn substitute(
        &mut self,
        mut condition: MappedText,
        budget: &mut Budget,
    ) -> Result<MappedText, Exceeded> {
        budget.take_work(self.odd.len() * LIST_WORK)?;
        let mut pending = self.named_in(condition.text());
        self.words.note(condition.text());
        while let Some(index) = pending.pop_first() {
            budget.take_work(condition.len() + LIST_WORK)?;
            let Some(text) = self.replace(index, &condition, budget)? else {
                continue;
            };
            budget.check_condition(text.len())?;
            condition = text;
            let incoming = self.named_in_list(index);
            pending.extend(incoming.into_iter().filter(|later| *later > index));
        }
        Ok(condition)
    }

    fn named_in(&self, text: &str) -> BTreeSet<usize> {
        if self.lists.is_empty() {
            return BTreeSet::new();
        }
        let words: HashSet<&str> = words(text).collect();
        let named = words.into_iter().filter_map(|word| self.by_name.get(word));
        named.chain(&self.odd).copied().collect()
    }

    /// The lists that the items of a list name. Its words are noted once: a long list may be put in often.
    fn named_in_list(&mut self, index: usize) -> BTreeSet<usize> {
        let text = self.texts.get(index).map(MappedText::text);
        let text = text.unwrap_or_default();
        if self.noted.insert(index) {
            self.words.note(text);
        }
        self.named_in(text)
    }

    fn replace(
        &mut self,
        index: usize,
        condition: &MappedText,
        budget: &Budget,
    ) -> Result<Option<MappedText>, Exceeded> {
        let (Some(list), Some(items)) = (self.lists.get_mut(index), self.texts.get(index)) else {
            return Ok(None);
        };
        let replacement = Replacement {
            name: &list.name,
            items,
            has_items: !list.items.is_empty(),
        };
        let text = substitute(condition, &replacement, budget)?;
        list.used |= text.is_some();
        Ok(text)
    }
}

/// Whether a name is not one word.
fn is_odd(name: &str) -> bool {
    name.bytes().any(is_delimiter)
}

/// The items with commas between, those with a blank in quotes.
fn joined(items: &[MappedText]) -> MappedText {
    let mut text = MappedText::default();
    for item in items {
        if !text.is_empty() {
            text.add(", ");
        }
        push_quoted(&mut text, item);
    }
    text
}

/// Appends an item, in quotes if it has a blank and does not start with a quote. Nothing is escaped.
pub(super) fn push_quoted(text: &mut MappedText, item: &MappedText) {
    let quote = if item.text().contains(' ') && !item.text().starts_with(['"', '\'']) {
        "\""
    } else {
        ""
    };
    text.add(quote);
    text.append(item);
    text.add(quote);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::ExpansionLimits;

    fn table(lists: &[(&str, &[&str])]) -> ListTable {
        let item = |text: &&str| {
            let mut mapped = MappedText::default();
            mapped.add(text);
            mapped
        };
        let list = |(name, items): &(&str, &[&str])| NamedList {
            name: (*name).to_owned(),
            items: items.iter().map(item).collect(),
            used: false,
        };
        let mut table = ListTable::default();
        lists.iter().map(list).for_each(|list| table.push(list));
        table
    }

    fn substituted(table: &mut ListTable, condition: &str) -> Result<String, Exceeded> {
        let mut mapped = MappedText::default();
        mapped.add(condition);
        table
            .substitute(mapped, &mut Budget::new(ExpansionLimits::default()))
            .map(|text| text.text().to_owned())
    }

    #[test]
    fn a_name_that_comes_in_with_a_list_is_replaced_if_its_list_comes_later() {
        let mut later = table(&[("l2", &["l1", "b"]), ("l1", &["a"])]);
        assert_eq!(
            substituted(&mut later, "x in (l2)").as_deref(),
            Ok("x in ( a , b )")
        );
        let mut earlier = table(&[("l1", &["a"]), ("l2", &["l1", "b"])]);
        assert_eq!(
            substituted(&mut earlier, "x in (l2)").as_deref(),
            Ok("x in ( l1, b )")
        );
    }

    #[test]
    fn items_with_a_blank_are_quoted_unless_they_are_already() {
        let mut lists = table(&[("l", &["a b", "\"c d\"", "'e f'", "", "g"])]);
        assert_eq!(
            substituted(&mut lists, "(l)").as_deref(),
            Ok("( \"a b\", \"c d\", 'e f', , g )")
        );
    }

    #[test]
    fn empty_items_at_the_start_leave_no_comma() {
        let mut lists = table(&[("l", &["", "a"])]);
        assert_eq!(substituted(&mut lists, "(l)").as_deref(), Ok("( a )"));
    }

    #[test]
    fn only_lists_that_were_replaced_are_used() {
        let mut lists = table(&[("a", &["x"]), ("b", &["y"])]);
        assert_eq!(
            substituted(&mut lists, "f[a] in (b)").as_deref(),
            Ok("f[a] in ( y )")
        );
        let used: Vec<_> = lists.lists().iter().map(|list| list.used).collect();
        assert_eq!(used, [false, true]);
    }

    #[test]
    fn names_with_delimiters_in_them_are_found() {
        let mut lists = table(&[("a b", &["x"])]);
        assert_eq!(
            substituted(&mut lists, "in (a b)").as_deref(),
            Ok("in ( x )")
        );
    }

    #[test]
    fn a_list_concerns_what_was_substituted_if_it_would_have_been_searched_for() {
        let mut lists = table(&[("l", &["a", "b"]), ("m", &["c"])]);
        substituted(&mut lists, "x in (l, d)").unwrap();
        for name in ["l", "d", "a", "x", "odd name"] {
            assert!(lists.concerns_earlier(name), "{name}");
        }
        for name in ["c", "m", "e"] {
            assert!(!lists.concerns_earlier(name), "{name}");
        }
    }

    #[test]
    fn a_list_that_is_named_often_is_stopped_before_its_copies_fill_the_memory() {
        let item = "x".repeat(1 << 20);
        let mut lists = table(&[("l", &[&item])]);
        let condition = format!("a.b in ({})", vec!["l"; 1 << 20].join(","));
        assert_eq!(
            substituted(&mut lists, &condition),
            Err(Exceeded::Condition(2 << 20))
        );
    }

    #[test]
    fn lists_that_double_each_other_are_stopped() {
        let names: Vec<String> = (0..40).map(|index| format!("l{index}")).collect();
        let doubled: Vec<[&str; 2]> = (1..=40)
            .map(|index| [names.get(index).map_or("x", String::as_str); 2])
            .collect();
        let lists: Vec<(&str, &[&str])> = names
            .iter()
            .zip(&doubled)
            .map(|(name, items)| (name.as_str(), items.as_slice()))
            .collect();
        assert!(matches!(
            substituted(&mut table(&lists), "(l0)"),
            Err(Exceeded::Condition(_))
        ));
    }
}
