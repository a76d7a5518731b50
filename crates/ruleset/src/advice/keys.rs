//! Keys of items.

use super::Advice;
use falconet_diagnostics::{Hint, alternatives, nearest};

/// A file that is not a list of items.
pub(crate) const NO_LIST_OF_ITEMS: &str =
    "a rules file is a list: every item begins with `- rule:`, `- macro:` or `- list:`";
/// An item that is none.
pub(crate) const NO_ITEM: &str =
    "an item has keys, as in `- rule: name` with `condition:` on a line of its own";

/// The keys that say what an item is.
const KINDS: [&str; 5] = [
    "rule",
    "macro",
    "list",
    "required_engine_version",
    "required_plugin_versions",
];

/// Words of other tools, and Falco's for them.
const OTHER_WORDS: &[(&str, &str)] = &[
    ("description", "desc"),
    ("severity", "priority"),
    ("level", "priority"),
    ("message", "output"),
    ("msg", "output"),
    ("query", "condition"),
    ("filter", "condition"),
    ("values", "items"),
    ("enable", "enabled"),
    ("event_source", "source"),
];

/// A key that the kind of item does not have.
pub(crate) fn unknown_key(key: &str, keys: &[&str]) -> Advice {
    let other = other_word(key).filter(|word| keys.contains(word));
    let meant = match other {
        Some(word) => Some(Hint::did_you_mean(key, &[word])),
        None => Hint::near(key, keys.iter().copied()),
    };
    meant.into()
}

fn other_word(key: &str) -> Option<&'static str> {
    let found = OTHER_WORDS.iter().find(|(word, _)| *word == key);
    found.map(|(_, falco)| *falco)
}

/// An item that is no rule, macro, list or requirement.
pub(crate) fn unknown_item<'k>(mut keys: impl Iterator<Item = &'k str>) -> Advice {
    let meant = keys.find_map(|key| Hint::near(key, KINDS));
    let kinds = || format!("an item has one of the keys {}", alternatives(&KINDS)).into();
    meant.unwrap_or_else(kinds).into()
}

/// A key that must be there, and the keys that are.
pub(crate) fn missing_key<'k>(key: &str, mut keys: impl Iterator<Item = &'k str>) -> Advice {
    let meant = |other: &&str| other_word(other) == Some(key) || !nearest(other, [key]).is_empty();
    match keys.find(meant) {
        Some(other) => format!("`{other}` is written `{key}`").into(),
        None => format!("add `{key}:`").into(),
    }
}

/// A key that cannot be overridden, or not so.
pub(crate) fn override_key(key: &str, append: &[&str], replace: &[&str]) -> Advice {
    if replace.contains(&key) && !append.contains(&key) {
        return format!("write `{key}: replace`").into();
    }
    match Hint::near(key, replace.iter().copied()) {
        Some(meant) => meant.into(),
        None => format!("`override` takes {}", alternatives(replace)).into(),
    }
}

/// An operation that `override` does not have.
pub(crate) fn override_operation(operation: &str) -> Advice {
    Hint::near(operation, ["append", "replace"]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(advice: Advice) -> String {
        advice.help.map_or_else(String::new, |hint| hint.text)
    }

    #[test]
    fn words_of_other_tools_are_translated() {
        assert_eq!(
            help(unknown_key("severity", &["priority"])),
            "did you mean `priority`?"
        );
        assert_eq!(
            help(missing_key("desc", ["rule", "description"].into_iter())),
            "`description` is written `desc`"
        );
    }

    #[test]
    fn slips_of_the_pen_are_mended() {
        assert_eq!(
            help(unknown_item(["macros"].into_iter())),
            "did you mean `macro`?"
        );
        assert_eq!(
            help(override_key("conditions", &[], &["condition"])),
            "did you mean `condition`?"
        );
        assert_eq!(help(override_operation("apend")), "did you mean `append`?");
    }

    #[test]
    fn what_is_near_nothing_is_told_what_there_is() {
        assert!(help(unknown_item(["zzz"].into_iter())).contains("`rule`, `macro`, `list`"));
        assert_eq!(help(missing_key("desc", [].into_iter())), "add `desc:`");
        assert_eq!(
            help(override_key("priority", &["desc"], &["desc", "priority"])),
            "write `priority: replace`"
        );
    }
}
