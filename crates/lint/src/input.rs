//! What lints look at.

use std::cell::OnceCell;

use falconet_diagnostics::{Label, Sources};
use falconet_event::catalogue::{Catalogue, Source};
use falconet_ruleset::view::View;
use falconet_ruleset::{Loader, Rule, Ruleset};

use crate::allow::AllowComments;
use crate::conditions::{Conditions, by_source};
use crate::findings::Findings;
use crate::parts::{Part, idle_parts};
use crate::trees::{Tree, trees};

/// The parts that make no difference, by the conditions they are of.
#[derive(Debug)]
struct IdleParts {
    parts: Vec<Vec<Part>>,
    /// Whether there were too few steps to find all.
    ran_out: bool,
}

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
    conditions: OnceCell<Vec<Conditions<'a>>>,
    idle_parts: OnceCell<IdleParts>,
    trees: OnceCell<Vec<Tree<'a>>>,
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
            conditions: OnceCell::new(),
            idle_parts: OnceCell::new(),
            trees: OnceCell::new(),
        })
    }

    /// The conditions of macros and rules as they were written.
    pub(crate) fn trees(&self) -> &[Tree<'a>] {
        self.trees.get_or_init(|| trees(self.written))
    }

    /// The conditions of the rules of each source.
    pub(crate) fn conditions(&self) -> &[Conditions<'a>] {
        let make = || by_source(self.sources, self.ruleset, self.catalogue, self.written);
        self.conditions.get_or_init(make)
    }

    /// The parts of conditions that make no difference, with the conditions they are of.
    pub(crate) fn idle_parts(
        &self,
        findings: &mut Findings,
    ) -> impl Iterator<Item = (&Conditions<'a>, &Part)> + use<'_, 'a> {
        let conditions = self.conditions();
        let idle = self.idle_parts.get_or_init(|| {
            let parts = conditions
                .iter()
                .map(|conditions| idle_parts(conditions, findings));
            IdleParts {
                parts: parts.collect(),
                ran_out: findings.ran_out(),
            }
        });
        if idle.ran_out {
            findings.run_out();
        }
        let pairs = conditions.iter().zip(&idle.parts);
        pairs.flat_map(|(conditions, parts)| parts.iter().map(move |part| (conditions, part)))
    }

    /// Where a rule's output stands; where the rule does, if it was not written in one piece.
    pub fn output_labels(&self, rule: &Rule) -> Vec<Label> {
        let written = self.written.rule(&rule.name);
        let output = written.map(|rule| rule.output().whole());
        let output = output.filter(|labels| !labels.is_empty());
        output.unwrap_or_else(|| rule.labels.clone())
    }

    /// The source of a rule.
    pub fn source(&self, rule: &Rule) -> Option<&'a Source> {
        self.catalogue.get(rule.source)
    }
}
