//! From an event that was scanned to the alerts that it raises.

use falconet_ruleset::Rule;

use crate::BatchResult;
use crate::alert::{AlertBuffers, AlertTemplate};
use crate::program::{Event, Program, Scanned, Scratch, Stage, Tracer};
use crate::settings::RuleMatching;
use crate::statistics::Statistics;

/// Writes the alerts of the rules that match.
#[derive(Debug)]
pub(crate) struct Matcher {
    pub(crate) statistics: Statistics,
    alerts: Vec<AlertTemplate>,
    matching: RuleMatching,
    buffers: AlertBuffers,
}

impl Matcher {
    /// Of no rules yet.
    pub(crate) fn new(matching: RuleMatching) -> Self {
        Self {
            statistics: Statistics::default(),
            alerts: Vec::new(),
            matching,
            buffers: AlertBuffers::default(),
        }
    }

    /// Adds the next rule; `position` is its place among all rules.
    pub(crate) fn add(&mut self, position: usize, rule: &Rule, alert: AlertTemplate) {
        self.statistics.add(position, rule);
        self.alerts.push(alert);
    }

    /// How many rules there are.
    pub(crate) fn rules(&self) -> usize {
        self.alerts.len()
    }

    /// Judges an event that was scanned, watched by a tracer.
    pub(crate) fn judge(
        &mut self,
        program: &Program,
        event: &Event<'_>,
        scanned: Scanned,
        scratch: &mut Scratch,
        tracer: &mut impl Tracer,
        out: &mut BatchResult,
    ) {
        if scanned == Scanned::AtAGlance && !program.look_closer(event, scratch) {
            tracer.glanced();
            return;
        }
        tracer.stage(Stage::Finding);
        program.select(event, scratch);
        count_candidates(program, scratch, tracer);
        self.match_all(program, event, scratch, tracer, out);
        tracer.stage(Stage::Scanning);
    }

    fn match_all(
        &mut self,
        program: &Program,
        event: &Event<'_>,
        scratch: &mut Scratch,
        tracer: &mut impl Tracer,
        out: &mut BatchResult,
    ) {
        self.buffers.begin();
        let mut from = 0;
        while let Some(rule) = program.next_match(from, event, scratch, tracer) {
            if let Some(alert) = self.alerts.get(rule) {
                tracer.stage(Stage::Writing);
                alert.write(program, event, scratch, &mut self.buffers, &mut out.lines);
                out.alerts += 1;
                out.rules.push(u32::try_from(rule).unwrap_or(u32::MAX));
                self.statistics.count(rule);
            }
            from = match self.matching {
                RuleMatching::First => return,
                RuleMatching::All => rule + 1,
            };
        }
    }
}

fn count_candidates<T: Tracer>(program: &Program, scratch: &Scratch, tracer: &mut T) {
    if T::COUNTS_CANDIDATES {
        let candidates = program.candidates(scratch);
        candidates.for_each(|rule| tracer.candidate(rule));
    }
}
