//! A plain evaluator, to compare the engine with: checked rules in, alerts out, nothing shared, kept or skipped.
//!
//! It is written from the specification and for obviousness. What it has in common with the engine is the reading of
//! fields, of which each is read by itself into fresh memory, the `regex` crate, and how times are written.

mod alert;
mod bracket;
mod condition;
mod expression;
mod fields;
mod getopt;
mod glob;
pub mod json;
mod operators;
mod text;
mod value;

use falconet_engine::settings::RuleMatching;
use falconet_engine::{Environment, Settings};
use falconet_event::catalogue::{Catalogue, SourceId};
use falconet_event::{Acceptance, EventContext, Fields, Plan, PlanBuilder};
use falconet_ruleset::{Rule, Ruleset};

use fields::{Plans, Reader, Remembering};
pub use glob::glob;

/// The evaluator, and what it knows of the events before.
pub struct Reference<'r> {
    catalogue: &'r Catalogue,
    source: SourceId,
    rules: Vec<&'r Rule>,
    settings: &'r Settings,
    environment: &'r Environment,
    gate: Plan,
    remembering: Vec<Remembering>,
    plans: Plans,
    events: u64,
    first_timestamp_ns: Option<u64>,
}

impl<'r> Reference<'r> {
    /// Takes the rules of a source that run. A selection of rules by the settings is not looked at.
    pub fn new(
        ruleset: &'r Ruleset,
        catalogue: &'r Catalogue,
        source: SourceId,
        settings: &'r Settings,
        environment: &'r Environment,
    ) -> Option<Self> {
        let runs = |rule: &&Rule| {
            rule.enabled && rule.source == source && rule.priority <= settings.priority
        };
        Some(Self {
            catalogue,
            source,
            rules: ruleset.rules.iter().filter(runs).collect(),
            settings,
            environment,
            gate: PlanBuilder::new(catalogue.get(source)?).finish(),
            remembering: Remembering::all(catalogue.get(source)?),
            plans: Plans::new(),
            events: 0,
            first_timestamp_ns: None,
        })
    }

    /// The alerts that a record raises, each with a line break.
    pub fn judge(&mut self, record: &[u8]) -> Vec<u8> {
        let mut fields = Fields::new();
        if self.gate.scan(record, &mut fields).is_err() {
            return Vec::new();
        }
        let timestamp_ns = match self.gate.accept(record, &mut fields) {
            Acceptance::Event { timestamp_ns } => timestamp_ns,
            Acceptance::Untimed => 0,
            Acceptance::Skipped(_) => return Vec::new(),
        };
        self.events += 1;
        for field in &mut self.remembering {
            field.see(record);
        }
        self.alerts(record, timestamp_ns)
    }

    fn alerts(&mut self, record: &[u8], timestamp_ns: u64) -> Vec<u8> {
        let context = EventContext {
            number: self.events,
            timestamp_ns,
            first_timestamp_ns: *self.first_timestamp_ns.get_or_insert(timestamp_ns),
            utc_offset_seconds: self.environment.utc_offset_seconds,
            hostname: hostname(self.settings, self.environment),
        };
        let Some(source) = self.catalogue.get(self.source) else {
            return Vec::new();
        };
        let (remembering, plans) = (&mut self.remembering, &mut self.plans);
        let mut reader = Reader::new(source, record, context, remembering, plans);
        let mut lines = Vec::new();
        for rule in &self.rules {
            if condition::holds(&rule.condition, &mut reader) {
                lines.extend(alert::line(
                    rule,
                    self.settings,
                    self.environment,
                    &mut reader,
                ));
                lines.push(b'\n');
                if self.settings.rule_matching == RuleMatching::First {
                    break;
                }
            }
        }
        lines
    }
}

fn hostname<'a>(settings: &Settings, environment: &'a Environment) -> &'a str {
    if settings.plugins_hostinfo {
        &environment.evt_hostname
    } else {
        ""
    }
}
