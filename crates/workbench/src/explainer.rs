//! Explains rules event by event, where production raises alerts.

use std::rc::Rc;

use falconet_diagnostics::Sources;
use falconet_engine::settings::RuleMatching;
use falconet_engine::{Observed, Observer};
use falconet_event::catalogue::{Catalogue, Source};
use falconet_ruleset::{Rule, Ruleset};
use falconet_show::{ConditionNode, FindError, NodeKind, Page, condition_tree, places};

use crate::explanation::{Explanation, Judged};
use crate::index::Index;
use crate::limits::ExplainLimits;
use crate::nearest::{Miss, Nearest};
use crate::origins::Origins;
use crate::write::{Form, Writer};

/// What is to be explained, and how.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Names of rules, or parts of names that no other rule has; without any, all rules that take part.
    pub rules: Vec<String>,
    /// How it is written.
    pub form: Form,
    /// The page that text is for.
    pub page: Page,
    /// Of each rule so many events that came nearest to firing it are told when the run ends, and nothing before.
    pub near: Option<usize>,
    /// Bounds.
    pub limits: ExplainLimits,
}

/// Explains rules event by event.
#[derive(Debug)]
pub struct Explainer {
    rules: Explained,
    catalogue: Catalogue,
    limits: ExplainLimits,
    origins: Origins,
    writer: Writer,
    nearest: Option<Nearest>,
}

/// The rules that are explained.
#[derive(Debug)]
struct Explained {
    ruleset: Rc<Ruleset>,
    sources: Sources,
    /// The places of those that were named; nothing for all.
    named: Option<Vec<usize>>,
    /// Their conditions as they were written, made when they are first needed.
    nodes: Vec<Option<Box<ConditionNode>>>,
}

impl Explainer {
    /// Of rules that were loaded from these files.
    pub fn new(
        ruleset: Rc<Ruleset>,
        sources: Sources,
        catalogue: Catalogue,
        options: &Options,
    ) -> Result<Self, FindError> {
        let named = places(&ruleset, &options.rules)?;
        Ok(Self {
            writer: Writer::new(options.form, options.page, !options.rules.is_empty()),
            rules: Explained {
                ruleset,
                sources,
                named: Some(named).filter(|_| !options.rules.is_empty()),
                nodes: Vec::new(),
            },
            catalogue,
            limits: options.limits,
            origins: Origins::default(),
            nearest: options.near.map(Nearest::new),
        })
    }

    /// The places of the rules that were named.
    pub fn named(&self) -> &[usize] {
        self.rules.named.as_deref().unwrap_or_default()
    }
}

impl Observer for Explainer {
    fn event(&mut self, event: &mut Observed<'_>, out: &mut Vec<u8>) {
        self.origins.begin();
        let matches = event.matches();
        for number in 0..event.rules() {
            let place = event.position(number).unwrap_or_default();
            if self.rules.is_wanted(place) {
                self.rules.prepare(place);
                self.rule(number, place, &matches, event, out);
            }
        }
        if self.nearest.is_none() {
            self.writer.end_event(event.context().number, out);
        }
    }

    fn finish(&mut self) -> Option<String> {
        let nearest = self.nearest.as_ref()?;
        let mut out = Vec::new();
        for (place, kept) in nearest.rules() {
            if let Some(rule) = self.rules.ruleset.rules.get(place) {
                self.writer.write_nearest(rule, kept, &mut out);
            }
        }
        Some(String::from_utf8_lossy(&out).into_owned())
    }
}

impl Explainer {
    fn rule(
        &mut self,
        number: usize,
        place: usize,
        matches: &[usize],
        event: &mut Observed<'_>,
        out: &mut Vec<u8>,
    ) {
        let Some((rule, node)) = self.rules.get(place) else {
            return;
        };
        let judged = Judged::of(number, rule, node, event);
        if let Some(nearest) = &mut self.nearest {
            note_miss(nearest, place, &judged, event, &self.limits);
            return;
        }
        let Some(source) = self.catalogue.get(rule.source) else {
            return;
        };
        let one = One {
            number,
            judged,
            ruleset: &self.rules.ruleset,
            matches,
            limits: &self.limits,
        };
        let explanation = one.explained(event, &mut self.origins, source);
        self.writer.write(&explanation, event.record(), out);
    }
}

/// Keeps an event that a rule did not fire on, if it is among the nearest.
fn note_miss(
    nearest: &mut Nearest,
    rule: usize,
    judged: &Judged<'_>,
    event: &mut Observed<'_>,
    limits: &ExplainLimits,
) {
    let Some(most) = nearest.judged(rule, judged.fired) else {
        return;
    };
    let limits = ExplainLimits {
        max_ways: 1,
        ..*limits
    };
    let near = judged.near(event, &limits, most);
    if let Some(way) = near.ways.into_iter().next() {
        let number = event.context().number;
        nearest.add(rule, Miss::new(number, event.place(), way, near.is_exact));
    }
}

impl Explained {
    fn is_wanted(&self, place: usize) -> bool {
        self.named
            .as_ref()
            .is_none_or(|named| named.contains(&place))
    }

    fn prepare(&mut self, place: usize) {
        let Some(rule) = self.ruleset.rules.get(place) else {
            return;
        };
        if self.nodes.len() <= place {
            self.nodes.resize_with(place + 1, || None);
        }
        if let Some(slot @ None) = self.nodes.get_mut(place) {
            let node = condition_tree(rule, &self.ruleset, &self.sources);
            *slot = Some(Box::new(node.unwrap_or_else(|| whole(rule))));
        }
    }

    fn get(&self, place: usize) -> Option<(&Rule, &ConditionNode)> {
        let node = self.nodes.get(place)?.as_deref()?;
        Some((self.ruleset.rules.get(place)?, node))
    }
}

/// The condition of a rule that nobody wrote.
fn whole(rule: &Rule) -> ConditionNode {
    ConditionNode {
        kind: NodeKind::Whole,
        text: Some(rule.condition_compiled.clone()),
        ..ConditionNode::default()
    }
}

/// A rule and an event.
struct One<'r, 'm> {
    /// Of the rule, among those that take part.
    number: usize,
    judged: Judged<'r>,
    ruleset: &'r Ruleset,
    matches: &'m [usize],
    limits: &'m ExplainLimits,
}

impl<'r> One<'r, '_> {
    fn explained(
        &self,
        event: &mut Observed<'_>,
        origins: &mut Origins,
        source: &Source,
    ) -> Explanation<'r> {
        let judged = &self.judged;
        Explanation {
            rule: judged.rule,
            event: event.context().number,
            place: event.place(),
            fired: judged.fired,
            hidden_by: self.hidden_by(event),
            hides: self.hides(event),
            index: Index::of(self.number, event),
            tree: judged.tree(event, origins, source, self.limits),
            reasons: judged.reasons(event, self.limits),
            near: judged.near(event, self.limits, usize::MAX),
        }
    }

    fn hidden_by(&self, event: &Observed<'_>) -> Option<&'r str> {
        let first = self.matches.first().filter(|_| self.is_matched(event))?;
        (*first != self.number).then(|| self.name(*first, event))?
    }

    fn hides(&self, event: &Observed<'_>) -> Vec<&'r str> {
        let is_first = self.matches.first() == Some(&self.number);
        let later = self
            .matches
            .iter()
            .skip(1)
            .filter(|_| is_first && self.is_matched(event));
        later
            .filter_map(|number| self.name(*number, event))
            .collect()
    }

    /// Whether the rule matches, and only the first rule that does raises an alert.
    fn is_matched(&self, event: &Observed<'_>) -> bool {
        event.matching() == RuleMatching::First && self.matches.contains(&self.number)
    }

    fn name(&self, number: usize, event: &Observed<'_>) -> Option<&'r str> {
        let rule = self.ruleset.rules.get(event.position(number)?)?;
        Some(&rule.name)
    }
}
