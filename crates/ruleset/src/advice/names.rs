//! Names of rules, macros, lists, sources, priorities and operators.

use falconet_condition::ast::Operator;
use falconet_event::catalogue::Catalogue;

use super::Advice;
use crate::expand::{ListTable, Macros};
use crate::priority::Priority;
use falconet_diagnostics::{Hint, alternatives, nearest};

/// An item that changes one that is not there.
pub(crate) fn undefined<'n>(
    kind: &str,
    name: &str,
    names: impl Iterator<Item = &'n str>,
) -> Advice {
    let help = Hint::near(name, names).unwrap_or_else(|| {
        format!(
            "the {kind} `{name}` must be defined before, in this file or one that is loaded earlier"
        )
        .into()
    });
    Advice {
        misses_definition: true,
        ..help.into()
    }
}

/// A reference to a macro that is not there, or not yet.
pub(crate) fn undefined_macro(name: &str, macros: &Macros, lists: &ListTable) -> Advice {
    if macros.get(name).is_some() {
        return format!("`{name}` is defined further down, and a macro sees only the macros before it: move it up")
            .into();
    }
    if let Some(word) = logical_word(name) {
        return word.into();
    }
    let names = macros.all().iter().map(|found| found.name.as_str());
    let lists = lists.lists().iter().map(|list| list.name.as_str());
    let meant = Hint::near(name, names.take(MOST_NAMES).chain(lists));
    meant
        .unwrap_or_else(|| {
            "a word by itself is a macro; a check is a field, an operator and a value".into()
        })
        .into()
}

/// Macros come first, but leave lists a chance.
const MOST_NAMES: usize = 512;

fn logical_word(name: &str) -> Option<&'static str> {
    match name {
        "not" => Some("`not` stands before a check or a macro: nothing follows it here"),
        "and" | "or" => Some("`and` and `or` stand between two checks"),
        "true" | "always" => Some("there is no constant; `evt.num >= 0` always holds"),
        "false" | "never" => Some("there is no constant; `evt.num < 0` never holds"),
        _ => None,
    }
}

/// A source that does not exist.
pub(crate) fn unknown_source(name: &str, catalogue: &Catalogue) -> Advice {
    let names = || catalogue.sources.iter().map(|source| source.name.as_ref());
    let mut hint = Hint::near(name, names()).unwrap_or_else(|| {
        let all: Vec<&str> = names().collect();
        format!("the sources are {}", alternatives(&all)).into()
    });
    hint.text.insert_str(0, "the rule is never evaluated; ");
    hint.into()
}

/// A priority that does not exist.
pub(crate) fn priority(name: &str) -> Advice {
    let names = || Priority::ALL.iter().map(|priority| priority.name());
    let meant = match name.to_ascii_lowercase().as_str() {
        "high" => Some(Hint::did_you_mean(name, &["Critical"])),
        "medium" => Some(Hint::did_you_mean(name, &["Warning"])),
        "low" => Some(Hint::did_you_mean(name, &["Notice"])),
        _ => Hint::near(name, names()),
    };
    let all: Vec<&str> = names().collect();
    meant
        .unwrap_or_else(|| format!("a priority is one of {}", alternatives(&all)).into())
        .into()
}

/// An operator that does not exist.
pub(crate) fn operator(word: &str) -> Advice {
    meant_operator(word)
        .map(|operator| Hint::did_you_mean(word, &[operator]))
        .into()
}

/// The operator that was meant by a word or a sign of other languages, or by a slip of the pen.
pub(super) fn meant_operator(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    match lower.as_str() {
        "equals" | "equal" | "eq" | "is" | ":" => Some("="),
        "<>" | "=!" | "ne" | "isnt" | "!" => Some("!="),
        "like" => Some("glob"),
        "match" | "matches" | "=~" | "~" | "~=" | "rlike" => Some("regex"),
        "has" | "includes" | "include" => Some("contains"),
        "exist" | "present" => Some("exists"),
        "starts" | "beginswith" => Some("startswith"),
        "ends" => Some("endswith"),
        "=>" => Some(">="),
        "=<" => Some("<="),
        _ => nearest(&lower, Operator::ALL.iter().map(|one| one.word()))
            .first()
            .copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_and_priorities_are_found_by_part_and_by_slip() {
        let catalogue = Catalogue::builtin();
        let help = unknown_source("cloudtrail", &catalogue).help.unwrap().text;
        assert!(help.ends_with("did you mean `aws_cloudtrail`?"), "{help}");
        assert!(
            unknown_source("zzz", &catalogue)
                .help
                .unwrap()
                .text
                .contains("`okta`")
        );
        for (name, meant) in [
            ("WARN", "Warning"),
            ("HIGH", "Critical"),
            ("Criticl", "Critical"),
        ] {
            let help = priority(name).help.unwrap().text;
            assert_eq!(help, format!("did you mean `{meant}`?"), "{name}");
        }
    }

    #[test]
    fn operators_of_other_languages_are_translated() {
        for (word, meant) in [
            ("equals", "="),
            ("=~", "regex"),
            ("CONTAINS", "contains"),
            ("starswith", "startswith"),
        ] {
            assert_eq!(meant_operator(word), Some(meant), "{word}");
        }
        assert_eq!(meant_operator("frobnicates"), None);
    }
}
