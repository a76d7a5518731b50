//! Replacing the name of a list by its items, as text, exactly as Falco does it.

use falconet_diagnostics::Span;

use super::budget::{Budget, Exceeded};
use super::mapped::MappedText;

/// Characters that end a word.
pub(super) fn is_delimiter(byte: u8) -> bool {
    is_blank(byte) || matches!(byte, b'(' | b')' | b',' | b'=')
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// A list's name and the text that stands for its items.
pub(super) struct Replacement<'l> {
    pub(super) name: &'l str,
    pub(super) items: &'l MappedText,
    pub(super) has_items: bool,
}

/// Replaces every occurrence of the name that is a word of its own. Nothing, if there is none.
///
/// Blanks around the name are swallowed and one is written on each side, except before a name at the very start;
/// there Falco also goes on searching one character too late. A list without items takes a comma with it.
pub(super) fn substitute(
    condition: &MappedText,
    list: &Replacement<'_>,
    budget: &Budget,
) -> Result<Option<MappedText>, Exceeded> {
    let mut substitution = Substitution {
        input: condition,
        list,
        output: MappedText::default(),
        copied: 0,
        search: 0,
        replaced: false,
    };
    while let Some(start) = substitution.next_word() {
        substitution.replace(start);
        budget.check_condition(substitution.output.len())?;
    }
    Ok(substitution.finish())
}

struct Substitution<'s> {
    input: &'s MappedText,
    list: &'s Replacement<'s>,
    output: MappedText,
    /// How much of the input is in the output.
    copied: usize,
    /// Where in the input to search.
    search: usize,
    replaced: bool,
}

impl Substitution<'_> {
    fn byte(&self, offset: usize) -> Option<u8> {
        self.input.text().as_bytes().get(offset).copied()
    }

    /// Offset of the next occurrence that is a word.
    fn next_word(&mut self) -> Option<usize> {
        loop {
            let start = self.search + self.input.text().get(self.search..)?.find(self.list.name)?;
            let before = start.checked_sub(1).and_then(|offset| self.byte(offset));
            let behind = self.byte(start + self.list.name.len());
            if before.is_none_or(is_delimiter) && behind.is_none_or(is_delimiter) {
                return Some(start);
            }
            self.search = self.next_character(start);
        }
    }

    fn next_character(&self, offset: usize) -> usize {
        self.input.text().ceil_char_boundary(offset + 1)
    }

    fn replace(&mut self, start: usize) {
        let name = Span::new(start, start + self.list.name.len());
        self.output.append_range(self.input, self.copied, start);
        self.output.trim_end_blanks();
        let mut end = name.end;
        while self.byte(end).is_some_and(is_blank) {
            end += 1;
        }
        if !self.list.has_items {
            end = self.drop_comma(end);
        }
        let is_first = self.output.is_empty();
        if !is_first {
            self.output.add(" ");
        }
        self.output
            .append_through(self.list.items, self.list.name, self.input, name);
        self.output.add(" ");
        self.copied = end;
        self.search = if is_first {
            self.next_character(end)
        } else {
            end
        };
        self.replaced = true;
    }

    fn drop_comma(&mut self, end: usize) -> usize {
        if self.output.text().ends_with(',') {
            self.output.truncate(self.output.len() - 1);
            end
        } else if self.byte(end) == Some(b',') {
            end + 1
        } else {
            end
        }
    }

    fn finish(mut self) -> Option<MappedText> {
        self.output
            .append_range(self.input, self.copied, self.input.len());
        self.replaced.then_some(self.output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::ExpansionLimits;

    fn substituted(condition: &str, name: &str, items: &str) -> Option<String> {
        let (mut mapped, mut replacement) = (MappedText::default(), MappedText::default());
        mapped.add(condition);
        replacement.add(items);
        let list = Replacement {
            name,
            items: &replacement,
            has_items: !items.is_empty(),
        };
        substitute(&mapped, &list, &Budget::new(ExpansionLimits::default()))
            .unwrap()
            .map(|text| text.text().to_owned())
    }

    #[test]
    fn a_name_in_parentheses_gets_a_blank_on_each_side() {
        assert_eq!(
            substituted("x in (l)", "l", "a, b").as_deref(),
            Some("x in ( a, b )")
        );
    }

    #[test]
    fn blanks_around_a_name_are_swallowed() {
        assert_eq!(
            substituted("x in (a, \n l \t, b)", "l", "c").as_deref(),
            Some("x in (a, c , b)")
        );
    }

    #[test]
    fn only_whole_words_are_names() {
        assert_eq!(substituted("xl = ll and a[l]", "l", "a"), None);
        assert_eq!(substituted("l.x = 1", "l", "a"), None);
    }

    #[test]
    fn names_inside_quotes_are_replaced_too() {
        assert_eq!(
            substituted("f = \"x l y\"", "l", "a").as_deref(),
            Some("f = \"x a y\"")
        );
        assert_eq!(substituted("f = \"l\"", "l", "a"), None);
    }

    #[test]
    fn an_empty_list_takes_a_comma_with_it() {
        assert_eq!(
            substituted("x in (a, l, b)", "l", "").as_deref(),
            Some("x in (a  , b)")
        );
        assert_eq!(
            substituted("x in (l, b)", "l", "").as_deref(),
            Some("x in (   b)")
        );
        assert_eq!(
            substituted("x in (l)", "l", "").as_deref(),
            Some("x in (  )")
        );
    }

    #[test]
    fn every_occurrence_is_replaced_once() {
        assert_eq!(
            substituted("x in (l) or y in (l)", "l", "l, m").as_deref(),
            Some("x in ( l, m ) or y in ( l, m )")
        );
    }

    #[test]
    fn behind_a_name_at_the_very_start_one_character_is_skipped() {
        assert_eq!(substituted("l l l", "l", "a").as_deref(), Some("a l a "));
        assert_eq!(substituted("l", "l", "a").as_deref(), Some("a "));
    }

    #[test]
    fn characters_of_several_bytes_do_no_harm() {
        assert_eq!(
            substituted("l \u{e9} \u{e9}l", "l", "\u{e9}").as_deref(),
            Some("\u{e9} \u{e9} \u{e9}l")
        );
        assert_eq!(
            substituted("\u{e9}\u{e9} = \u{e9}", "\u{e9}", "a").as_deref(),
            Some("\u{e9}\u{e9} = a ")
        );
    }
}
