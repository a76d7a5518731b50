//! Looks on while cases are judged.
//!
//! Each event of a case is looked at closely: every rule that the case is about is judged, test by test. Of a large file
//! that is done with the first records; of the others it is first asked whether they can show anything new. That is a
//! ruleset like any other, so most of them cost no more than they do in production.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use falconet_engine::{BatchResult, Engine, EngineError, Observed, Observer, Pieces};
use falconet_event::catalogue::SourceId;
use falconet_rule_tests::{TestFile, Trial};

use super::Coverage;
use super::scout::Scout;
use super::tally::Tally;
use crate::workshop::Workshop;

/// Bytes of events that are looked at closely, all of them.
const SMALL: usize = 1 << 16;
/// Records of more that are looked at closely before others are chosen.
const FIRST: usize = 256;
/// So many times as many are looked through before it is asked anew what would be new.
const GROWTH: usize = 4;
/// Of so many records one may be found to show something new before it is asked anew what would be new.
const MOST_FOUND: usize = 8;

/// Looks on while the cases of a file of tests are judged.
#[derive(Debug)]
pub struct CoverageWatch<'w> {
    file: String,
    workshop: &'w Workshop,
    /// Shows the tally every event that it is given.
    engine: Engine,
    pub(super) tally: Rc<RefCell<Tally>>,
    batch: BatchResult,
    cut_short: Vec<String>,
}

impl<'w> CoverageWatch<'w> {
    /// Of the rules that a file of tests is about, among those that judge a source's events.
    pub fn new(
        file: &TestFile,
        workshop: &'w Workshop,
        source: SourceId,
    ) -> Result<Self, EngineError> {
        let (tally, rules) = Tally::of(file, workshop, source);
        let tally = Rc::new(RefCell::new(tally));
        let watcher = Box::new(Watcher(Rc::clone(&tally)));
        Ok(Self {
            file: file.name().to_owned(),
            workshop,
            engine: workshop.engine(rules, watcher)?,
            tally,
            batch: BatchResult::default(),
            cut_short: Vec::new(),
        })
    }

    /// Looks at a case.
    pub fn see(&mut self, trial: &Trial<'_>) {
        if !self.tally.borrow_mut().turn_to(|rule| trial.is_about(rule)) {
            return;
        }
        self.note_fired(trial);
        self.engine.forget_events();
        if trial.events.len() <= SMALL || self.engine.needs_order() {
            self.engine.eval(trial.events, true, true, &mut self.batch);
        } else {
            self.look_through(trial.events);
        }
        if self.tally.borrow().is_exhausted() {
            let case = format!("{}: {}", self.file, trial.name());
            self.cut_short.push(case);
        }
    }

    fn note_fired(&self, trial: &Trial<'_>) {
        let mut fired: BTreeMap<&str, u64> = BTreeMap::new();
        for rule in trial.raised() {
            *fired.entry(rule).or_default() += 1;
        }
        for rule in &mut self.tally.borrow_mut().rules {
            if rule.is_meant {
                rule.coverage.fired += fired.get(&*rule.coverage.name).copied().unwrap_or(0);
            }
        }
    }

    /// The more has come, the rarer it is asked anew what would be new.
    fn look_through(&mut self, events: &[u8]) {
        let mut pieces = Pieces::default();
        self.engine.split(events, true, true, &mut pieces);
        let records = pieces.records.iter().filter_map(|record| {
            let start = usize::try_from(record.offset).ok()?;
            let length = usize::try_from(record.length).ok()?;
            events.get(start..start.checked_add(length)?)
        });
        let mut records = records.peekable();
        let mut step = FIRST;
        self.look_closely(records.by_ref().take(step));
        while records.peek().is_some() && !self.tally.borrow().is_exhausted() {
            let wanted = self.tally.borrow().wanted(self.workshop);
            if wanted.is_empty() {
                return;
            }
            let Ok(mut scout) = Scout::new(self.workshop, wanted) else {
                return self.look_closely(records);
            };
            let next = records.by_ref().take(step);
            let found = next.filter(|record| scout.finds(record));
            self.look_closely(found.take(step / MOST_FOUND));
            step = step.saturating_mul(GROWTH);
        }
    }

    fn look_closely<'e>(&mut self, records: impl Iterator<Item = &'e [u8]>) {
        for record in records {
            self.engine.eval_record(record, &mut self.batch);
        }
    }

    /// What was seen.
    pub fn coverage(self) -> Coverage {
        let rules = std::mem::take(&mut self.tally.borrow_mut().rules);
        Coverage {
            rules: rules.into_iter().map(|rule| rule.coverage).collect(),
            cut_short: self.cut_short,
        }
    }
}

#[derive(Debug)]
struct Watcher(Rc<RefCell<Tally>>);

impl Observer for Watcher {
    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        self.0.borrow_mut().event(event);
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}
