//! The rules that tests speak of must be there and judge events, or the tests say nothing.

use std::collections::BTreeSet;

use falconet_diagnostics::{Diagnostic, Severity, SourceId, did_you_mean};
use falconet_engine::Engine;
use falconet_ruleset::Ruleset;

use crate::codes;
use crate::suite::{Name, Suite};

/// Problems that are told of one file.
const MOST_PROBLEMS: usize = 100;

/// What is wrong with the names of rules.
pub(crate) fn check(
    suite: &Suite,
    source: SourceId,
    ruleset: &Ruleset,
    engine: &Engine,
) -> Vec<Diagnostic> {
    let judged: BTreeSet<&str> = engine.rule_names().collect();
    let unknown = suite
        .named_rules()
        .filter(|name| !judged.contains(&*name.text))
        .take(MOST_PROBLEMS);
    let describe = |name: &Name| {
        let (message, help) = objection(&name.text, ruleset);
        let mut found =
            Diagnostic::new(Severity::Error, codes::RULE, message).at(source, name.span, "");
        found.help = help;
        found
    };
    unknown.map(describe).collect()
}

fn objection(name: &str, ruleset: &Ruleset) -> (String, Option<String>) {
    if ruleset.rules.iter().any(|rule| rule.name == name) {
        let help = "enable it (`enabled: true`), or say its `source` in the file of tests";
        let message = format!(
            "the rule `{name}` judges no event: it is disabled, of a priority that is too low, or of another source"
        );
        return (message, Some(help.to_owned()));
    }
    let names = ruleset.rules.iter().map(|rule| &*rule.name);
    (
        format!("there is no rule `{name}`"),
        did_you_mean(name, names),
    )
}
