//! What lints look at.

use falconet_diagnostics::Sources;
use falconet_event::catalogue::{Catalogue, Source};
use falconet_ruleset::view::View;
use falconet_ruleset::{Loader, Rule, Ruleset};

use crate::allow::AllowComments;

/// What lints look at.
#[derive(Debug)]
pub struct Input<'a> {
    /// The texts of all files.
    pub sources: &'a Sources,
    /// The rules as they were understood.
    pub ruleset: &'a Ruleset,
    /// The sources and fields that there are.
    pub catalogue: &'a Catalogue,
    /// The rules, macros and lists as they were written.
    pub written: View<'a>,
    /// Whether only the first rule that matches an event raises an alert (`rule_matching=first`).
    pub first_match: bool,
    pub(crate) comments: AllowComments,
}

impl<'a> Input<'a> {
    /// What a loader has read; nothing if it has no rules.
    pub fn of(loader: &'a Loader<'_>, catalogue: &'a Catalogue, first_match: bool) -> Option<Self> {
        Some(Self {
            sources: loader.sources(),
            ruleset: loader.ruleset()?,
            catalogue,
            written: loader.view(),
            first_match,
            comments: AllowComments::of(loader.sources()),
        })
    }

    /// The source of a rule.
    pub fn source(&self, rule: &Rule) -> Option<&'a Source> {
        self.catalogue.get(rule.source)
    }
}
