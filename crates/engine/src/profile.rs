//! What each rule costs: counted by a tracer, and told to whoever looks on from outside while it happens.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::program::{FoundBy, LeafId, Stage, Tracer};

/// What was counted of an engine's rules. All events count, also those of an input that was judged twice.
///
/// Nothing here knows of time. Instead 32 bits in memory always say what is being done, so that whoever runs the engine
/// and has a clock can look now and then: 0 splitting off records and scanning them, 1 looking up which rules can match,
/// 2 writing an alert, 3 + n judging rule n.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Events for which a first look was enough.
    pub glanced: u64,
    /// By rule, in the order in which they are judged.
    pub rules: Vec<RuleProfile>,
}

/// What was counted of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleProfile {
    /// Its name.
    pub name: String,
    /// What it is found by; nothing if it is considered for every event.
    pub found_by: Option<FoundBy>,
    /// Events for which it was considered, since it could match them as far as the index knows.
    pub considered: u64,
    /// Events for which its condition was judged.
    pub judged: u64,
    /// Events that it matched.
    pub matched: u64,
    /// Tests of its condition that were judged, without those that another rule had asked before.
    pub tests: u64,
}

/// Counts.
#[derive(Debug)]
pub(crate) struct Profiler {
    profile: Profile,
    activity: Box<AtomicU32>,
    rule: usize,
    /// The event in which each test was judged last.
    tested: Vec<u64>,
    event: u64,
}

const SCANNING: u32 = 0;
const FINDING: u32 = 1;
const WRITING: u32 = 2;
const FIRST_RULE: u32 = 3;

impl Profiler {
    /// Nothing was counted yet.
    pub(crate) fn new<'a>(
        names: impl Iterator<Item = &'a str>,
        found_by: Vec<Option<FoundBy>>,
    ) -> Self {
        let rules = names.zip(found_by).map(|(name, found_by)| RuleProfile {
            name: name.to_owned(),
            found_by,
            ..RuleProfile::default()
        });
        Self {
            profile: Profile {
                glanced: 0,
                rules: rules.collect(),
            },
            activity: Box::new(AtomicU32::new(SCANNING)),
            rule: 0,
            tested: Vec::new(),
            event: 0,
        }
    }

    /// What was counted.
    pub(crate) const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where it says what is being done.
    pub(crate) fn activity(&self) -> *const u32 {
        self.activity.as_ptr().cast_const()
    }

    /// Atomic, though nobody else runs: else the compiler might think that nobody reads it.
    fn say(&self, activity: u32) {
        self.activity.store(activity, Ordering::Relaxed);
    }

    fn count(&mut self, rule: usize, count: impl FnOnce(&mut RuleProfile)) {
        if let Some(rule) = self.profile.rules.get_mut(rule) {
            count(rule);
        }
    }

    /// Whether it is the first time that the test is asked for this event.
    fn is_new(&mut self, test: usize) -> bool {
        if self.tested.len() <= test {
            self.tested.resize(test + 1, 0);
        }
        let event = self.event;
        let last = self.tested.get_mut(test);
        last.is_some_and(|last| std::mem::replace(last, event) != event)
    }
}

impl Tracer for Profiler {
    const COUNTS_CANDIDATES: bool = true;

    fn candidate(&mut self, rule: usize) {
        self.count(rule, |rule| rule.considered += 1);
    }

    fn glanced(&mut self) {
        self.profile.glanced += 1;
    }

    fn stage(&mut self, stage: Stage) {
        self.event += u64::from(stage == Stage::Finding);
        self.say(match stage {
            Stage::Scanning => SCANNING,
            Stage::Finding => FINDING,
            Stage::Writing => WRITING,
        });
    }

    fn enter(&mut self, rule: usize) {
        let number = u32::try_from(rule).unwrap_or(u32::MAX);
        self.say(FIRST_RULE.saturating_add(number));
        self.rule = rule;
    }

    fn leaf(&mut self, _step: usize, leaf: LeafId, _verdict: bool) {
        let is_new = u64::from(self.is_new(leaf.index()));
        self.count(self.rule, |rule| rule.tests += is_new);
    }

    fn leave(&mut self, rule: usize, verdict: bool) {
        self.count(rule, |rule| {
            rule.judged += 1;
            rule.matched += u64::from(verdict);
        });
    }
}
