//! Conditions: what of them may be laid out anew, and how.
//!
//! Only blanks change, and only where the parsed tree stays the same. A condition that no parser understands by
//! itself is kept, since what is appended to it decides what it means.

mod layout;
mod leaf;
mod piece;

use falconet_condition::ast::Expr;
use falconet_condition::{ParseLimits, parse, sexp};

pub(crate) use layout::{Room, laid_out};

/// What stands in for the condition that a fragment is appended to.
const STAND_IN: &str = "m ";

/// How a condition is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// It is a condition of its own.
    Whole,
    /// It is appended to another one.
    Appended,
}

/// A condition that parses as what it is used as.
pub(crate) struct Understood {
    /// What was parsed: the text itself, or behind the condition that stands in.
    pub(crate) text: String,
    pub(crate) tree: Expr,
    pub(crate) usage: Use,
}

impl Understood {
    /// Nothing, if the text is no condition, or cannot be appended to any.
    pub(crate) fn new(text: &str, usage: Use) -> Option<Self> {
        let text = match usage {
            Use::Whole => text.to_owned(),
            Use::Appended => format!("{STAND_IN}{text}"),
        };
        let tree = parse(&text, ParseLimits::RULE_LOADER).ok()?;
        Some(Self { text, tree, usage })
    }
}

/// Whether two texts differ by blanks alone and mean the same.
pub(crate) fn means_the_same(old: &str, new: &str, usage: Use) -> bool {
    old == new || (visible(old).eq(visible(new)) && same_tree(old, new, usage))
}

fn same_tree(old: &str, new: &str, usage: Use) -> bool {
    let tree =
        |text| Understood::new(text, usage).map(|condition| sexp::condition(&condition.tree));
    tree(old).is_some_and(|old| Some(old) == tree(new))
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|character| !matches!(character, ' ' | '\t' | '\r' | '\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_between_tokens_mean_nothing() {
        assert!(means_the_same(
            "a.b=c and\n(d)",
            "a.b = c and (d)",
            Use::Whole
        ));
        assert!(means_the_same("and a.b=c", "and a.b = c\n", Use::Appended));
    }

    #[test]
    fn blanks_in_values_and_other_tokens_mean_something() {
        assert!(!means_the_same("a.b = 'x  y'", "a.b = 'x y'", Use::Whole));
        assert!(!means_the_same(
            "a.b in (c, d)",
            "a.b in (c, e)",
            Use::Whole
        ));
        assert!(!means_the_same("a.b in (c d)", "a.b in (cd)", Use::Whole));
    }

    #[test]
    fn what_is_not_understood_means_the_same_as_itself_only() {
        assert!(means_the_same("and  (a", "and  (a", Use::Appended));
        assert!(!means_the_same("and  (a", "and (a", Use::Appended));
    }

    #[test]
    fn a_word_without_a_blank_behind_it_is_not_understood() {
        assert!(Understood::new("a or(b) and c", Use::Whole).is_none());
        assert!(Understood::new("or(b) and c", Use::Appended).is_none());
        assert!(Understood::new("or (b) and c", Use::Appended).is_some());
    }
}
