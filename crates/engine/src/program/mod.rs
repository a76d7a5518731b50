//! Compiled conditions and the expressions that conditions and outputs use: immutable, shared, and run
//! with memory that the caller owns.

mod code;
mod expressions;
mod found;
mod glance;
mod index;
mod leaves;
mod needles;
mod operand;
mod order;
mod scratch;
#[cfg(test)]
mod sharing;
mod tracer;
mod values;
mod watched;

use std::collections::BTreeMap;
use std::ops::Range;

use falconet_event::catalogue::Source;
use falconet_event::records::Ahead;
use falconet_event::{Acceptance, Plan, ScanError, Value};
use falconet_ruleset::typed::{Condition, Expression, Leaf};

use crate::operators::RegexError;
use code::{HOLDS, Step};
use expressions::{Expressions, ExpressionsBuilder};
use found::Found;
use glance::Glance;
use index::{RuleIndex, RuleIndexBuilder};
use leaves::{CompiledLeaf, LeavesBuilder};
use needles::{Finding, MOST_NEEDLE_BYTES, Needles, Sought};

pub(crate) use expressions::ExprId;
pub(crate) use expressions::{Arguments, Event, Shown};
pub(crate) use glance::Scanned;
pub(crate) use leaves::LeafId;
pub(crate) use operand::Operand;
pub(crate) use scratch::Scratch;
pub(crate) use tracer::{Stage, Tracer};
pub use watched::{FoundBy, NeededValue, Share};

/// Levels of a condition that are searched for something necessary.
const INDEX_DEPTH: usize = 64;

/// The compiled rules of one source, in the order in which they are judged.
#[derive(Debug)]
pub(crate) struct Program {
    expressions: Expressions,
    leaves: Vec<CompiledLeaf>,
    needles: Needles,
    steps: Vec<Step>,
    /// The first step of each.
    rules: Vec<u32>,
    /// The steps of each, in the order in which tests are written; nothing where that is not kept.
    as_written: Vec<Range<usize>>,
    strategy: Strategy,
    /// A first look for what the index asks.
    glance: Option<Box<Glance>>,
}

/// How the rules to judge are found.
#[derive(Debug)]
enum Strategy {
    /// By the texts that they need.
    Index(RuleIndex),
    /// Every rule is judged: the oracle that the index is compared with.
    EveryRule,
}

impl Program {
    /// How the fields of the source are read.
    pub(crate) fn plan(&self) -> &Plan {
        self.expressions.plan()
    }

    /// Judges every rule for every event from now on.
    pub(crate) fn disable_index(&mut self) {
        self.strategy = Strategy::EveryRule;
        self.glance = None;
    }

    /// Takes no first looks from now on: every event is scanned whole.
    pub(crate) fn disable_glance(&mut self) {
        self.glance = None;
    }

    /// Starts on a record; an error if it is not JSON.
    pub(crate) fn scan(
        &self,
        record: &[u8],
        scratch: &mut Scratch,
    ) -> Result<Acceptance, ScanError> {
        self.plan().scan(record, &mut scratch.values.fields)?;
        Ok(self.begin(record, scratch))
    }

    /// Starts on the next record of a chunk, and answers where it ends, if it can be told in one pass.
    pub(crate) fn scan_ahead(
        &self,
        ahead: &Ahead<'_>,
        scratch: &mut Scratch,
    ) -> Option<(usize, Acceptance)> {
        let end = self.plan().scan_ahead(ahead, &mut scratch.values.fields)?;
        let record = ahead.chunk.get(ahead.start..end)?;
        Some((end, self.begin(record, scratch)))
    }

    /// Starts on an object that ends with the text, if it is clearly an event.
    pub(crate) fn scan_alone(&self, text: &[u8], scratch: &mut Scratch) -> Option<Acceptance> {
        let is_alone = self.plan().scan_alone(text, &mut scratch.values.fields);
        is_alone.then(|| self.begin(text, scratch))
    }

    /// How the next record of a chunk is best scanned.
    pub(crate) fn next_scan(&self, scratch: &mut Scratch) -> Scanned {
        if self.glance.is_some() && !scratch.glance.pauses() {
            Scanned::AtAGlance
        } else {
            Scanned::Whole
        }
    }

    /// As [`Self::scan_ahead`], for no more than what says whether any rule can match the record.
    pub(crate) fn glance_ahead(
        &self,
        ahead: &Ahead<'_>,
        scratch: &mut Scratch,
    ) -> Option<(usize, Acceptance)> {
        let glance = self.glance.as_deref()?;
        glance.scan_ahead(ahead, &mut scratch.glance)
    }

    /// Whether any rule can match the event that was glanced at; then it is scanned whole.
    pub(crate) fn look_closer(&self, event: &Event<'_>, scratch: &mut Scratch) -> bool {
        let (Strategy::Index(index), Some(glance)) = (&self.strategy, &self.glance) else {
            return false;
        };
        glance.is_of_interest(index, event, &mut scratch.glance)
            && self.scan(event.record, scratch).is_ok()
    }

    fn begin(&self, record: &[u8], scratch: &mut Scratch) -> Acceptance {
        scratch.begin(self.expressions.len(), self.leaves.len());
        self.plan().accept(record, &mut scratch.values.fields)
    }

    /// The rules that may match, to be walked with [`Self::next_match`].
    pub(crate) fn select(&self, event: &Event<'_>, scratch: &mut Scratch) {
        let Strategy::Index(index) = &self.strategy else {
            return;
        };
        scratch.candidates.clear(self.rules.len());
        index.add_always(&mut scratch.candidates);
        for (id, rules) in index.expressions() {
            let Scratch {
                values,
                candidates,
                found,
                ..
            } = scratch;
            if let Some(value) = self.expressions.value(*id, event, values) {
                rules.add(value.text(), candidates, found);
            }
        }
    }

    /// The first rule from `from` on that matches the event.
    pub(crate) fn next_match(
        &self,
        from: usize,
        event: &Event<'_>,
        scratch: &mut Scratch,
        tracer: &mut impl Tracer,
    ) -> Option<usize> {
        let mut from = from;
        while let Some(rule) = self.next_candidate(from, scratch) {
            (from..rule).for_each(|skipped| tracer.skipped(skipped));
            if self.judge(rule, event, scratch, tracer) {
                return Some(rule);
            }
            from = rule + 1;
        }
        (from..self.rules.len()).for_each(|skipped| tracer.skipped(skipped));
        None
    }

    fn next_candidate(&self, from: usize, scratch: &Scratch) -> Option<usize> {
        match self.strategy {
            Strategy::Index(_) => scratch.candidates.next(from),
            Strategy::EveryRule => (from < self.rules.len()).then_some(from),
        }
    }

    /// The verdict on a rule, whether it was found or not.
    pub(crate) fn judge(
        &self,
        rule: usize,
        event: &Event<'_>,
        scratch: &mut Scratch,
        tracer: &mut impl Tracer,
    ) -> bool {
        tracer.enter(rule);
        let first = self.rules.get(rule).copied().unwrap_or_default();
        let verdict = self.run(first, event, scratch, tracer);
        tracer.leave(rule, verdict);
        verdict
    }

    fn run(
        &self,
        first: u32,
        event: &Event<'_>,
        scratch: &mut Scratch,
        tracer: &mut impl Tracer,
    ) -> bool {
        let mut at = first;
        while let Some(step) = self.steps.get(at as usize) {
            let verdict = self.test(step.leaf, event, scratch);
            tracer.leaf(at as usize, step.leaf, verdict);
            at = if verdict {
                step.if_holds
            } else {
                step.if_fails
            };
        }
        at == HOLDS
    }

    /// The verdict of a test.
    pub(crate) fn test(&self, id: LeafId, event: &Event<'_>, scratch: &mut Scratch) -> bool {
        let Some(leaf) = self.leaves.get(id.index()) else {
            return false;
        };
        if !leaf.is_shared {
            return self.judge_leaf(leaf, event, scratch);
        }
        scratch.verdicts.get(id).unwrap_or_else(|| {
            let verdict = self.judge_leaf(leaf, event, scratch);
            scratch.verdicts.set(id, verdict);
            verdict
        })
    }

    #[inline]
    fn judge_leaf(&self, leaf: &CompiledLeaf, event: &Event<'_>, scratch: &mut Scratch) -> bool {
        let found = leaf
            .sought
            .filter(|sought| scratch.needles.is_worth_a_search(*sought))
            .map(|sought| self.find(sought, leaf.left, event, scratch));
        match found {
            Some(Finding::Holds) => true,
            Some(Finding::Fails) => false,
            Some(Finding::Open) | None => leaf.judge(&self.expressions, event, scratch),
        }
    }

    /// What a search for the needles of many tests says of one.
    fn find(
        &self,
        sought: Sought,
        expression: ExprId,
        event: &Event<'_>,
        scratch: &mut Scratch,
    ) -> Finding {
        let Scratch {
            values, needles, ..
        } = scratch;
        match self.expressions.value(expression, event, values) {
            Some(Operand::One(Value::Text(text))) => self.needles.find(sought, text, needles),
            _ => Finding::Open,
        }
    }

    /// The value of an expression.
    pub(crate) fn value<'a>(
        &'a self,
        id: ExprId,
        event: &Event<'a>,
        scratch: &'a mut Scratch,
    ) -> Option<Operand<'a>> {
        self.expressions.value(id, event, &mut scratch.values)
    }

    /// How the values of an expression are printed.
    pub(crate) fn shown(&self, id: ExprId) -> Shown {
        self.expressions.shown(id)
    }
}

/// Compiles conditions and expressions into a [`Program`].
pub(crate) struct ProgramBuilder<'a> {
    expressions: ExpressionsBuilder<'a>,
    leaves: LeavesBuilder,
    steps: Vec<Step>,
    /// The first step of each.
    rules: Vec<u32>,
    /// The steps of each, if tests are to be asked in the order in which they are written.
    as_written: Option<Vec<Range<usize>>>,
    index: RuleIndexBuilder,
    /// The expressions that rules can be found by.
    needed: BTreeMap<ExprId, Expression>,
}

impl<'a> ProgramBuilder<'a> {
    /// Nothing compiled yet; fields are those of `source`, and a compiled regex may take `regex_size` bytes.
    pub(crate) fn new(source: &'a Source, regex_size: usize) -> Self {
        Self {
            as_written: None,
            expressions: ExpressionsBuilder::new(source),
            leaves: LeavesBuilder::new(regex_size),
            steps: Vec::new(),
            rules: Vec::new(),
            index: RuleIndexBuilder::default(),
            needed: BTreeMap::new(),
        }
    }

    /// Asks tests from left to right, for those who look on; else those come first that are quick or likely to decide.
    pub(crate) fn keep_order(&mut self) {
        self.as_written = Some(Vec::new());
    }

    /// Adds the condition of the next rule.
    pub(crate) fn rule<'c>(&mut self, condition: &'c Condition) -> Result<(), RegexError> {
        let Self {
            expressions,
            leaves,
            steps,
            ..
        } = self;
        let source = expressions.source();
        let before = steps.len();
        let is_kept = self.as_written.is_some();
        let order = |parts: &'c [Condition], decisive| {
            if is_kept {
                parts.iter().collect()
            } else {
                order::ordered(parts, decisive, source)
            }
        };
        let intern = |leaf: &Leaf| leaves.intern(leaf, expressions);
        let first = code::compile(condition, steps, order, intern)?;
        let needs = index::needs(condition, INDEX_DEPTH).into_iter();
        let needs = needs.map(|need| {
            let id = self.expressions.intern(need.expression);
            let name = || need.expression.clone();
            self.needed.entry(id).or_insert_with(name);
            (id, need)
        });
        self.index.push(needs.collect());
        self.rules.push(first);
        if let Some(as_written) = &mut self.as_written {
            as_written.push(before..self.steps.len());
        }
        Ok(())
    }

    /// The id of an expression.
    pub(crate) fn expression(&mut self, expression: &Expression) -> ExprId {
        self.expressions.intern(expression)
    }

    /// The finished program.
    pub(crate) fn finish(self) -> Program {
        let index = self.index.finish();
        let glance = glance(&index, &self.expressions);
        let (leaves, needles) = self.leaves.finish();
        Program {
            expressions: self.expressions.finish(),
            leaves,
            needles,
            steps: self.steps,
            rules: self.rules,
            as_written: self.as_written.unwrap_or_default(),
            strategy: Strategy::Index(index),
            glance: glance.map(Box::new),
        }
    }
}

/// A first look for what an index asks, if every rule is listed by fields, and no field needs to know of all events.
fn glance(index: &RuleIndex, expressions: &ExpressionsBuilder<'_>) -> Option<Glance> {
    let fields = index.all_expressions()?;
    let fields: Option<Vec<_>> = fields.map(|id| expressions.field(id)).collect();
    let is_alone = !expressions.needs_history();
    Some(Glance::new(expressions.source(), fields?.into_iter())).filter(|_| is_alone)
}
