//! Finding the rule that somebody means.

use falconet_ruleset::{Rule, Ruleset};
use thiserror::Error;

use crate::nearness::by_nearness;

/// As many names are offered.
const MOST_NAMES: usize = 5;

/// Why no rule was found.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FindError {
    /// Several rules could be meant.
    #[error("several rules have `{name}` in their names: {}", quoted(.candidates))]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// Some that could be meant.
        candidates: Vec<String>,
    },
    /// No rule has such a name.
    #[error("there is no rule `{name}`; the nearest names are {}", quoted(.candidates))]
    Unknown {
        /// What was asked for.
        name: String,
        /// The nearest names.
        candidates: Vec<String>,
    },
    /// There is no rule at all.
    #[error("there is no rule `{0}`, nor any other")]
    NoRules(String),
}

fn quoted(names: &[String]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The places among all rules of those that are meant by names.
pub fn places(ruleset: &Ruleset, names: &[String]) -> Result<Vec<usize>, FindError> {
    let place = |name: &String| {
        let found = find(ruleset, name)?;
        let mut rules = ruleset.rules.iter();
        let place = rules.position(|rule| rule.name == found.name);
        Ok(place.unwrap_or_default())
    };
    names.iter().map(place).collect()
}

/// The rule of that name; else the only one of that name in any case; else the only one with it in its name.
pub fn find<'r>(ruleset: &'r Ruleset, name: &str) -> Result<&'r Rule, FindError> {
    let rules = &ruleset.rules;
    if let Some(rule) = rules.iter().find(|rule| rule.name == name) {
        return Ok(rule);
    }
    let lower = name.to_lowercase();
    let found = having(rules, |own| own == lower);
    let found = if found.is_empty() {
        having(rules, |own| own.contains(&lower))
    } else {
        found
    };
    match found.as_slice() {
        [rule] => Ok(rule),
        [] => Err(nearest(rules, name)),
        several => Err(FindError::Ambiguous {
            name: name.to_owned(),
            candidates: several
                .iter()
                .take(MOST_NAMES)
                .map(|rule| rule.name.clone())
                .collect(),
        }),
    }
}

fn having(rules: &[Rule], wanted: impl Fn(&str) -> bool) -> Vec<&Rule> {
    rules
        .iter()
        .filter(|rule| wanted(&rule.name.to_lowercase()))
        .collect()
}

fn nearest(rules: &[Rule], name: &str) -> FindError {
    let names = rules.iter().map(|rule| rule.name.as_str());
    let ranked = by_nearness(name, names);
    if ranked.is_empty() {
        return FindError::NoRules(name.to_owned());
    }
    let candidates = ranked.into_iter().take(MOST_NAMES).map(str::to_owned);
    FindError::Unknown {
        name: name.to_owned(),
        candidates: candidates.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::testing::loaded;

    fn rules(names: &[&str]) -> Ruleset {
        let rule = |name: &&str| {
            format!(
                "- {{rule: {name}, desc: d, condition: ct.name = x, output: o, priority: INFO, source: aws_cloudtrail}}\n"
            )
        };
        loaded(&[("r.yaml", &names.iter().map(rule).collect::<String>())])
            .into_ruleset()
            .unwrap()
    }

    fn found(names: &[&str], name: &str) -> String {
        match find(&rules(names), name) {
            Ok(rule) => rule.name.clone(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn an_exact_name_wins_over_parts_of_others() {
        assert_eq!(found(&["Login as root", "Login"], "Login"), "Login");
        assert_eq!(found(&["login", "Login"], "login"), "login");
    }

    #[test]
    fn a_unique_part_in_any_case_is_enough() {
        assert_eq!(
            found(&["Console Login", "Delete Trail"], "TRAIL"),
            "Delete Trail"
        );
        assert_eq!(
            found(&["Delete Trail", "Stop Trail"], "trail"),
            "several rules have `trail` in their names: `Delete Trail`, `Stop Trail`"
        );
    }

    #[test]
    fn the_nearest_names_are_offered() {
        let names = ["Console Login", "Delete Trail"];
        assert_eq!(
            found(&names, "Delte Trial"),
            "there is no rule `Delte Trial`; the nearest names are `Delete Trail`, `Console Login`"
        );
        assert_eq!(found(&[], "x"), "there is no rule `x`, nor any other");
    }
}
