//! The lints of a check.

use falconet_diagnostics::{Diagnostic, Severity};
use falconet_engine::Settings;
use falconet_engine::settings::RuleMatching;
use falconet_event::catalogue::Catalogue;
use falconet_lint::{Input, Level, Levels, UnknownLint, run};
use falconet_ruleset::Loader;

use crate::messages::LintRequest;

/// The levels that a request asks for.
pub(crate) fn levels(requests: &[LintRequest]) -> Result<Levels, UnknownLint> {
    let mut levels = Levels::default();
    for request in requests {
        let (lint, level) = match request {
            LintRequest::Allow(lint) => (lint, Level::Allow),
            LintRequest::Warn(lint) => (lint, Level::Warn),
            LintRequest::Deny(lint) => (lint, Level::Deny),
        };
        levels.set(lint, level)?;
    }
    Ok(levels)
}

/// Everything about the rules of a loader: its errors, its warnings that are not allowed, and what lints find.
pub(crate) fn found(
    loader: &Loader<'_>,
    catalogue: &Catalogue,
    settings: &Settings,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let first_match = settings.rule_matching == RuleMatching::First;
    let Some(input) = Input::of(loader, catalogue, first_match) else {
        return loader.diagnostics();
    };
    let is_error = |one: &Diagnostic| one.severity == Severity::Error;
    let (mut all, warnings): (Vec<_>, _) = loader.diagnostics().into_iter().partition(is_error);
    all.extend(run(&input, levels, warnings));
    all
}
