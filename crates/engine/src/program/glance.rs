//! A first look at each event, for no more than the fields that the index asks for. Most events are of no interest to
//! any rule: of those nothing else is looked up.

use falconet_event::catalogue::{FieldRef, Source};
use falconet_event::records::Ahead;
use falconet_event::{Acceptance, FieldId, Fields, Plan, PlanBuilder, Value};

use super::Event;
use super::index::{RuleIndex, RulesByKey};

/// Events after which it is asked whether first looks pay.
const PERIOD: u32 = 1024;
/// Most events of a period that may be of interest: those are scanned twice.
const MOST_OF_INTEREST: u32 = PERIOD / 4;
/// Events that are scanned whole at once where first looks do not pay.
const PAUSE: u32 = 16 * PERIOD;

/// How much of a record was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scanned {
    /// All that any rule may ask for.
    Whole,
    /// What says whether any rule can match.
    AtAGlance,
}

/// What a first look asks for.
#[derive(Debug)]
pub(super) struct Glance {
    plan: Plan,
    /// The fields, in the order of the index.
    fields: Vec<FieldId>,
}

/// Memory of first looks.
#[derive(Debug, Default)]
pub(super) struct GlanceMemory {
    fields: Fields,
    events: u32,
    of_interest: u32,
    /// Events to scan whole at once.
    pause: u32,
}

impl Glance {
    /// A first look for these fields of the source's events.
    pub(super) fn new<'f>(source: &Source, fields: impl Iterator<Item = &'f FieldRef>) -> Self {
        let mut plan = PlanBuilder::new(source);
        let fields = fields.map(|field| plan.field(field)).collect();
        Self {
            plan: plan.finish(),
            fields,
        }
    }

    /// Scans the next record of a chunk, as [`Plan::scan_ahead`] does.
    pub(super) fn scan_ahead(
        &self,
        ahead: &Ahead<'_>,
        memory: &mut GlanceMemory,
    ) -> Option<(usize, Acceptance)> {
        let end = self.plan.scan_ahead(ahead, &mut memory.fields)?;
        let record = ahead.chunk.get(ahead.start..end)?;
        Some((end, self.plan.accept(record, &mut memory.fields)))
    }

    /// Whether any rule can match the event that was scanned.
    pub(super) fn is_of_interest(
        &self,
        index: &RuleIndex,
        event: &Event<'_>,
        memory: &mut GlanceMemory,
    ) -> bool {
        let asked = self.fields.iter().zip(index.expressions());
        let mut asked = asked.map(|(field, (_, rules))| (*field, rules));
        let found = asked.any(|(field, rules)| self.is_listed(field, rules, event, memory));
        memory.count(found);
        found
    }

    fn is_listed(
        &self,
        field: FieldId,
        rules: &RulesByKey,
        event: &Event<'_>,
        memory: &mut GlanceMemory,
    ) -> bool {
        let fields = &mut memory.fields;
        match fields.read(&self.plan, event.record, &event.context, field) {
            Some(Value::Text(text)) => rules.has(text),
            value => value.is_some() && rules.has(b""),
        }
    }
}

impl GlanceMemory {
    /// Forgets the chunk that records were taken from.
    pub(super) fn begin_chunk(&mut self) {
        self.fields.begin_chunk();
    }

    /// Whether the next event is to be scanned whole at once.
    pub(super) const fn pauses(&mut self) -> bool {
        let pauses = self.pause > 0;
        self.pause = self.pause.saturating_sub(1);
        pauses
    }

    fn count(&mut self, is_of_interest: bool) {
        self.events += 1;
        self.of_interest += u32::from(is_of_interest);
        if self.events == PERIOD {
            let pays = self.of_interest <= MOST_OF_INTEREST;
            self.pause = if pays { 0 } else { PAUSE };
            self.events = 0;
            self.of_interest = 0;
        }
    }
}
