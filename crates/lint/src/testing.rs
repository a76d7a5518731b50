//! Shorthands for tests.

use falconet_diagnostics::Diagnostic;
use falconet_event::catalogue::Catalogue;
use falconet_ruleset::{LoadOptions, Loader};

use crate::{Input, Levels, run};

/// What is found in one file.
pub(crate) fn diagnostics(text: &str, levels: &Levels) -> Vec<Diagnostic> {
    let catalogue = Catalogue::builtin();
    let mut loader = Loader::new(&catalogue, LoadOptions::default());
    let report = loader.load("rules.yaml", text);
    assert!(report.successful(), "{:?}", report.error());
    run(&Input::of(&loader, &catalogue, true).unwrap(), levels)
}

/// The codes of what is found in one file.
pub(crate) fn found(text: &str) -> Vec<String> {
    found_with(text, &Levels::default())
}

/// The codes of what is found in one file with other levels.
pub(crate) fn found_with(text: &str, levels: &Levels) -> Vec<String> {
    let found = diagnostics(text, levels).into_iter();
    found.map(|one| one.code.to_string()).collect()
}

/// The messages about one file.
pub(crate) fn messages(text: &str) -> Vec<String> {
    let found = diagnostics(text, &Levels::default()).into_iter();
    found.map(|one| one.message).collect()
}
