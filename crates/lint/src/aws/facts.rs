//! What has to be true of an event, around a test, for the test to decide anything.

use std::rc::Rc;

use falconet_ruleset::typed::{Condition, Leaf};

use super::catalogue::DOMAIN;
use super::question::{equal_texts, plain_field};
use crate::findings::Findings;

/// The values that something can have; nothing if any.
type Values = Option<Rc<Vec<String>>>;

/// What has to be true of an event.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Its source is one of these.
    pub(crate) sources: Values,
    /// Its name is one of these.
    pub(crate) names: Values,
}

/// What a fact is about.
#[derive(Clone, Copy)]
enum About {
    Source,
    Name,
}

impl Facts {
    /// What a condition asks of every event for which it holds. Takes one step of work for each part of it.
    pub(crate) fn of(condition: &Condition, findings: &mut Findings) -> Self {
        Self {
            sources: values(condition, About::Source, findings).map(Rc::new),
            names: values(condition, About::Name, findings).map(Rc::new),
        }
    }

    /// These and others; where both say something the others, which stand further inside.
    fn and(&self, inner: Self) -> Self {
        Self {
            sources: inner.sources.or_else(|| self.sources.clone()),
            names: inner.names.or_else(|| self.names.clone()),
        }
    }
}

/// Visits every test of a condition with what has to be true around it. What depends on a part that is too large
/// to look at again is left out.
pub(crate) fn each_test<'c>(
    condition: &'c Condition,
    facts: &Facts,
    findings: &mut Findings,
    visit: &mut dyn FnMut(&'c Leaf, &Facts, &mut Findings),
) {
    match condition {
        Condition::Leaf(leaf) => visit(leaf, facts, findings),
        Condition::Not(child) => each_test(child, facts, findings, visit),
        Condition::Or(children) => {
            for child in children {
                each_test(child, facts, findings, visit);
            }
        }
        Condition::And(children) => {
            let facts = facts.and(Facts::of(condition, findings));
            for child in children {
                each_test(child, &facts, findings, visit);
            }
        }
    }
}

/// The values that a condition leaves; nothing if any, or if there is no work left to tell.
fn values(condition: &Condition, about: About, findings: &mut Findings) -> Option<Vec<String>> {
    if !findings.spend(1) {
        return None;
    }
    match condition {
        Condition::Leaf(leaf) => values_of_test(leaf, about, findings),
        Condition::Not(_) => None,
        Condition::And(children) => values_of_all(children, about, findings),
        Condition::Or(children) => {
            let mut any = Vec::new();
            for child in children {
                any.extend(values(child, about, findings)?);
            }
            Some(any)
        }
    }
}

/// The fewest that one of the children leaves, which is not more than all of them together leave.
fn values_of_all(
    children: &[Condition],
    about: About,
    findings: &mut Findings,
) -> Option<Vec<String>> {
    let mut fewest: Option<Vec<String>> = None;
    for child in children {
        let found = values(child, about, findings);
        fewest = match (fewest, found) {
            (Some(one), Some(other)) if one.len() <= other.len() => Some(one),
            (one, found) => found.or(one),
        };
    }
    fewest
}

fn values_of_test(leaf: &Leaf, about: About, findings: &mut Findings) -> Option<Vec<String>> {
    let suffix = match (plain_field(&leaf.left)?, about) {
        ("ct.src", About::Source) | ("ct.name", About::Name) => "",
        ("ct.shortsrc", About::Source) => DOMAIN,
        _ => return None,
    };
    let texts = equal_texts(&leaf.test)?;
    findings.spend(texts.len()).then_some(())?;
    let values = texts.iter().map(|text| format!("{text}{suffix}"));
    Some(values.collect())
}
