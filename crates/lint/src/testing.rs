//! Shorthands for tests.

use falconet_diagnostics::Diagnostic;
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};

use crate::run::run_within;
use crate::{ALL, Input, Level, Levels, Lint, MOST_WORK, run};

/// What is found in one file.
pub(crate) fn diagnostics(text: &str, levels: &Levels) -> Vec<Diagnostic> {
    diagnostics_within(MOST_WORK, text, levels)
}

/// What is found in one file by lints that take so many steps.
pub(crate) fn diagnostics_within(steps: usize, text: &str, levels: &Levels) -> Vec<Diagnostic> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let report = loader.load("rules.yaml", text);
    assert!(report.successful(), "{:?}", report.errors());
    let input = Input::of(&loader, &catalogue, true).unwrap();
    run_within(steps, &input, levels, Vec::new())
}

/// The messages about one file of lints that take so many steps.
pub(crate) fn messages_within(steps: usize, text: &str, levels: &Levels) -> Vec<String> {
    let found = diagnostics_within(steps, text, levels).into_iter();
    found.map(|one| one.message).collect()
}

/// Every lint but one is allowed.
pub(crate) fn levels_of(lint: &str, level: Level) -> Levels {
    let mut levels = Levels::default();
    levels.set(Levels::EVERY, Level::Allow).unwrap();
    levels.set(lint, level).unwrap();
    levels
}

/// What is found in one file, with the loader's own warnings.
pub(crate) fn with_warnings(text: &str, levels: &Levels) -> Vec<Diagnostic> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    assert!(loader.load("rules.yaml", text).successful());
    let input = Input::of(&loader, &catalogue, true).unwrap();
    run(&input, levels, loader.diagnostics())
}

/// The level of lints about services and metadata is `allow`: tests of others have short rules.
fn levels() -> Levels {
    let mut levels = Levels::default();
    for lint in ALL.iter().filter(|lint| lint.code >= "FN0400") {
        levels.set(lint.code, Level::Allow).unwrap();
    }
    levels
}

/// The codes of what is found in one file, by lints that are not about services or metadata.
pub(crate) fn found(text: &str) -> Vec<String> {
    found_with(text, &levels())
}

/// The codes of what is found in one file with other levels.
pub(crate) fn found_with(text: &str, levels: &Levels) -> Vec<String> {
    let found = diagnostics(text, levels).into_iter();
    found.map(|one| one.code.to_string()).collect()
}

/// The messages about one file, by lints that are not about services or metadata.
pub(crate) fn messages(text: &str) -> Vec<String> {
    let found = diagnostics(text, &levels()).into_iter();
    found.map(|one| one.message).collect()
}

/// What one lint finds in one file.
fn found_by(lint: &Lint, text: &str) -> Vec<Diagnostic> {
    diagnostics(text, &levels_of(lint.code, Level::Warn))
}

/// The messages of one lint about one file.
pub(crate) fn messages_of(lint: &Lint, text: &str) -> Vec<String> {
    let found = found_by(lint, text).into_iter();
    found.map(|one| one.message).collect()
}

/// What stands at the places that one lint points at in one file.
pub(crate) fn shown_places<'t>(lint: &Lint, text: &'t str) -> Vec<Vec<&'t str>> {
    let found = found_by(lint, text).into_iter();
    let shown = |one: Diagnostic| {
        let labels = one.labels.iter();
        labels.map(|label| &text[label.span.range()]).collect()
    };
    found.map(shown).collect()
}

/// What one lint says to do about one file.
pub(crate) fn helps_of(lint: &Lint, text: &str) -> Vec<String> {
    let found = found_by(lint, text).into_iter();
    found.filter_map(|one| one.help).collect()
}

/// A rule `r` with that condition, and with texts for people.
pub(crate) fn told_rule(condition: &str) -> String {
    named_rule("r", condition)
}

/// The same with a name.
pub(crate) fn named_rule(name: &str, condition: &str) -> String {
    format!(
        "- rule: {name}\n  desc: A rule.\n  condition: >\n    {condition}\n  output: Seen (user=%ct.user)\n  priority: NOTICE\n  source: aws_cloudtrail\n\n"
    )
}

/// A rule `r` with that condition.
pub(crate) fn rule(condition: &str) -> String {
    format!(
        "- rule: r\n  desc: d\n  condition: >\n    {condition}\n  output: o\n  priority: ERROR\n  source: aws_cloudtrail\n"
    )
}
