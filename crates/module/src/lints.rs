//! The lints of a check.

use falconet_diagnostics::Diagnostic;
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

/// What lints find in the rules of a loader, if it has any.
pub(crate) fn found(
    loader: &Loader<'_>,
    catalogue: &Catalogue,
    settings: &Settings,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let first_match = settings.rule_matching == RuleMatching::First;
    let input = Input::of(loader, catalogue, first_match);
    input.map_or_else(Vec::new, |input| run(&input, levels))
}
