//! The conditions of all rules as formulas, and questions about them.

use std::collections::BTreeMap;

use falconet_diagnostics::{Label, Sources};
use falconet_event::catalogue::{Catalogue, SourceId};
use falconet_ruleset::typed::{Condition, Leaf};
use falconet_ruleset::view::View;
use falconet_ruleset::{Rule, Ruleset};

use crate::findings::Findings;
use crate::logic::{EmptyLists, Formula, Goal, Home, Logic, NodeId, Solver};
use crate::quote::{quoted, quoted_text};
use crate::value_places::ValuePlaces;

/// The conditions of the rules of one source.
#[derive(Debug)]
pub(crate) struct Conditions<'a> {
    pub(crate) logic: Logic<'a>,
    /// In position order.
    pub(crate) rules: Vec<RuleCondition<'a>>,
    ruleset: &'a Ruleset,
    sources: &'a Sources,
}

/// The condition of a rule.
#[derive(Debug)]
pub(crate) struct RuleCondition<'a> {
    pub(crate) rule: &'a Rule,
    /// All of it.
    pub(crate) root: NodeId,
    /// All of it but the exceptions.
    pub(crate) condition: NodeId,
    /// The exceptions that have values, in order: each denied by the rule.
    pub(crate) exceptions: Vec<NodeId>,
}

/// The conditions of the rules of each source whose fields are known.
pub(crate) fn by_source<'a>(
    sources: &'a Sources,
    ruleset: &'a Ruleset,
    catalogue: &'a Catalogue,
    written: View<'a>,
) -> Vec<Conditions<'a>> {
    let mut all: BTreeMap<SourceId, Conditions<'a>> = BTreeMap::new();
    for rule in ruleset.rules.iter().filter(|rule| is_typed(rule)) {
        let Some(source) = catalogue.get(rule.source) else {
            continue;
        };
        let conditions = all.entry(rule.source).or_insert_with(|| Conditions {
            logic: Logic::new(ruleset, source),
            rules: Vec::new(),
            ruleset,
            sources,
        });
        conditions.add(rule, exceptions_with_values(written, rule));
    }
    all.into_values().collect()
}

/// A rule of a source whose fields are not known has the empty `or` for a condition.
fn is_typed(rule: &Rule) -> bool {
    !matches!(&rule.condition, Condition::Or(children) if children.is_empty())
}

fn exceptions_with_values(written: View<'_>, rule: &Rule) -> usize {
    let exceptions = written
        .rule(&rule.name)
        .into_iter()
        .flat_map(falconet_ruleset::view::RuleView::exceptions);
    exceptions
        .filter(|exception| exception.values().len() > 0)
        .count()
}

impl<'a> Conditions<'a> {
    fn add(&mut self, rule: &'a Rule, exceptions: usize) {
        let root = self.logic.add(&rule.condition);
        let goals = self
            .formula()
            .conjuncts(Goal::holds(root))
            .unwrap_or_default();
        let parts: Vec<_> = goals.iter().map(|goal| goal.node).collect();
        let (condition, exceptions) = match parts.split_first() {
            Some((first, rest)) if exceptions > 0 && rest.len() == exceptions => {
                (*first, rest.to_vec())
            }
            _ => (root, Vec::new()),
        };
        self.rules.push(RuleCondition {
            rule,
            root,
            condition,
            exceptions,
        });
    }

    /// The nodes of all conditions.
    pub(crate) const fn formula(&self) -> &Formula<'a> {
        self.logic.formula()
    }

    /// Whether no event can reach all goals, lists that are empty now being filled if need be.
    pub(crate) fn refuted(&self, goals: &[Goal], findings: &mut Findings) -> bool {
        self.refuted_if(EmptyLists::MayBeFilled, goals, findings)
    }

    /// Whether no event can reach all goals.
    pub(crate) fn refuted_if(
        &self,
        lists: EmptyLists,
        goals: &[Goal],
        findings: &mut Findings,
    ) -> bool {
        if !findings.spend(goals.len()) {
            return false;
        }
        let (refuted, steps) = Solver::new(&self.logic, lists).refutes(goals.to_vec());
        findings.spend(steps) && refuted
    }

    /// The same for an explanation of what was found.
    fn refuted_for_help(&self, lists: EmptyLists, goals: &[Goal], findings: &mut Findings) -> bool {
        if !findings.spend_on_help(goals.len()) {
            return false;
        }
        let (refuted, steps) = Solver::new(&self.logic, lists).refutes(goals.to_vec());
        findings.spend_on_help(steps) && refuted
    }

    /// As few of the goals as are needed to refute them together with those of `with`, as far as that can be told.
    pub(crate) fn core(
        &self,
        lists: EmptyLists,
        goals: Vec<Goal>,
        with: &[Goal],
        findings: &mut Findings,
    ) -> Vec<Goal> {
        let mut needed = goals;
        let mut at = needed.len();
        while let Some(last) = at.checked_sub(1) {
            at = last;
            let dropped = needed.remove(at);
            let rest: Vec<_> = needed.iter().chain(with).copied().collect();
            if !self.refuted_for_help(lists, &rest, findings) {
                needed.insert(at, dropped);
            }
        }
        needed
    }

    /// Where the values of a test stand; they are not looked for if nobody will ask.
    pub(crate) fn value_places(&self, test: &Leaf, is_asked_for: bool) -> ValuePlaces<'a> {
        ValuePlaces::of(self.ruleset, test, is_asked_for)
    }

    /// Where a part was written.
    pub(crate) fn labels(&self, node: NodeId) -> Vec<Label> {
        self.ruleset.labels(self.formula().node(node).span)
    }

    /// What was written for a part, or put together of what was, for messages.
    pub(crate) fn text(&self, node: NodeId) -> String {
        let composed = self.ruleset.composed_text(self.formula().node(node).span);
        let text = match composed {
            Some(text) => quoted(text),
            None => quoted_text(self.sources, &self.labels(node)),
        };
        if self.is_mixed(node) {
            format!("{text}, with what is joined to it,")
        } else {
            text
        }
    }

    /// Whether a part was written in several conditions, so that none has all of it.
    pub(crate) fn is_mixed(&self, node: NodeId) -> bool {
        self.formula().node(node).home == Home::Several
    }
}
