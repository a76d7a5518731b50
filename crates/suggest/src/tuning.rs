//! Exceptions for one rule: the best that do what they are meant to.

use std::collections::BTreeMap;

use falconet_ruleset::Rule;

use crate::alerts::Kept;
use crate::exception::{Addition, Form};
use crate::fields;
use crate::propose::{Candidate, FieldSet, candidates};
use crate::report::{End, Proposal};
use crate::suggester::Suggester;
use crate::trial::Trial;

/// Exceptions that did what they were meant to.
pub(crate) struct Tuned {
    pub(crate) accepted: Vec<Accepted>,
    /// Why there are no more.
    pub(crate) end: End,
}

/// An exception that did what it was meant to.
pub(crate) struct Accepted {
    pub(crate) addition: Addition,
    pub(crate) proposal: Proposal,
    /// The places of the events that it removes.
    pub(crate) removed: Vec<usize>,
}

/// A rule that gets exceptions.
pub(crate) struct Tuning<'t> {
    suggester: &'t Suggester,
    rule: &'t Rule,
    trial: Trial<'t>,
    sets: Vec<FieldSet>,
}

impl<'t> Tuning<'t> {
    pub(crate) fn new(suggester: &'t Suggester, rule: &'t Rule) -> Self {
        Self {
            suggester,
            rule,
            trial: Trial::new(&suggester.subject, rule),
            sets: fields::field_sets(suggester.kind, &suggester.wanted, rule),
        }
    }

    /// Exceptions for these events, given by their places, the best first.
    pub(crate) fn tuned(&self, mut alive: Vec<usize>) -> Tuned {
        let (mut accepted, mut failed) = (Vec::new(), Vec::new());
        let end = loop {
            if alive.is_empty() && accepted.is_empty() {
                break End::NothingKept;
            }
            if accepted.len() == self.suggester.options.limits.proposals {
                break End::Enough;
            }
            match self.next(&alive, &accepted, &mut failed) {
                Ok((one, left)) => {
                    accepted.push(one);
                    alive = left;
                }
                Err(end) => break end,
            }
        };
        Tuned { accepted, end }
    }

    /// The best exception that does what it is meant to, and the events that are left then; or why there is none.
    fn next(
        &self,
        alive: &[usize],
        accepted: &[Accepted],
        failed: &mut Vec<Candidate>,
    ) -> Result<(Accepted, Vec<usize>), End> {
        let limits = self.suggester.options.limits;
        let alerts = self.suggester.events_at(alive);
        let most = limits.failures - failed.len() + 1;
        let texts = &self.suggester.texts;
        let is_new = |one: &Candidate| !failed.iter().any(|failed| failed.is_as(one));
        let best = candidates(&alerts, &self.sets, texts, limits.least, most, &is_new);
        for candidate in best {
            if failed.len() == limits.failures {
                return Err(End::TooManyFailures);
            }
            if let Some(one) = self.tried(&candidate, alive, &alerts, accepted) {
                return Ok(one);
            }
            failed.push(candidate);
        }
        Err(if failed.is_empty() {
            End::NothingShared
        } else {
            End::NothingWorks
        })
    }

    /// The exception and the events that are left, if those with its values are removed beside those before it, and no
    /// other.
    fn tried(
        &self,
        candidate: &Candidate,
        alive: &[usize],
        alerts: &[&Kept],
        accepted: &[Accepted],
    ) -> Option<(Accepted, Vec<usize>)> {
        let set = self.sets.get(candidate.set)?;
        let is_meant: Vec<bool> = alerts.iter().map(|one| candidate.has(set, one)).collect();
        let does = |addition: &Addition| {
            let before = accepted.iter().map(|one| &one.addition);
            let all: Vec<&Addition> = before.chain([addition]).collect();
            let fires = self.trial.fires(&all, alerts);
            let removed = fires.map(|fires| fires.into_iter().map(|fires| !fires));
            removed.is_some_and(|removed| removed.eq(is_meant.iter().copied()))
        };
        let mut additions = self.additions(candidate, set).into_iter();
        let addition = additions.find(does)?;
        let of = |wanted: bool| {
            let each = alive.iter().zip(&is_meant);
            let each = each.filter(move |(_, is_meant)| **is_meant == wanted);
            each.map(|(event, _)| *event).collect::<Vec<_>>()
        };
        let (removed, left) = (of(true), of(false));
        let proposal = proposal(&addition, removed.len(), left.len());
        let one = Accepted {
            addition,
            proposal,
            removed,
        };
        Some((one, left))
    }

    /// The ways to write a candidate: as values of an exception that is there, or as a new one.
    fn additions(&self, candidate: &Candidate, set: &FieldSet) -> Vec<Addition> {
        let values = candidate.values.iter();
        let values = values.map(|value| self.suggester.texts.text(*value).to_owned());
        let values: Vec<String> = values.collect();
        let exception = set.exception.as_ref();
        let exception =
            exception.and_then(|name| self.rule.exceptions.iter().find(|one| one.name == *name));
        if let Some(exception) = exception {
            let forms = [Form::Rows, Form::Flat];
            return forms
                .map(|form| Addition::to(exception, form, values.clone()))
                .into();
        }
        let columns = set.columns.iter();
        let columns = columns.filter_map(|at| self.suggester.wanted.get(*at));
        let fields = columns.map(|field| field.text.clone()).collect();
        vec![Addition::new(self.rule, fields, values)]
    }
}

fn proposal(addition: &Addition, removes: usize, remains: usize) -> Proposal {
    Proposal {
        exception: addition.name.clone(),
        exists: addition.is_there,
        fields: addition.fields.clone(),
        values: addition.values.clone(),
        removes,
        remains,
        moves: BTreeMap::new(),
    }
}
