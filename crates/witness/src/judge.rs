//! One rule, and what the production engine says of it for an event.

use std::cell::RefCell;
use std::rc::Rc;

use falconet_engine::{
    BatchResult, Engine, EngineError, Observed, Observer, ShownLimits, ShownValue, TracedTest,
};
use falconet_ruleset::{Rule, Ruleset};

use crate::json::Json;
use crate::production::Setting;
use crate::witness::Cut;

/// How much of a value is kept: what is compared with another expression has to be whole.
const VALUES: ShownLimits = ShownLimits {
    max_bytes: 4096,
    max_elements: 64,
};

/// What the engine says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) fired: bool,
    /// The tests of the condition, in their order.
    pub(crate) tests: Vec<TracedTest>,
    /// The value of each.
    pub(crate) values: Vec<Option<ShownValue>>,
    /// The value that each is compared with, if that is another expression.
    pub(crate) others: Vec<Option<ShownValue>>,
    /// The event.
    pub(crate) record: Vec<u8>,
}

impl Verdict {
    /// Whether a test holds.
    pub(crate) fn holds(&self, test: usize) -> bool {
        self.tests.get(test).is_some_and(|test| test.holds)
    }
}

/// Judges events by one rule.
pub(crate) struct Judge<'s> {
    setting: &'s Setting<'s>,
    engine: Engine,
    /// What was seen last.
    seen: Rc<RefCell<Option<Verdict>>>,
    batch: BatchResult,
    /// Events that may still be judged.
    left: usize,
    /// The bound that kept an event from being judged.
    cut: Option<Cut>,
}

/// Keeps the verdict on the first event that fires, or else on the first.
struct Watch {
    seen: Rc<RefCell<Option<Verdict>>>,
}

impl<'s> Judge<'s> {
    pub(crate) fn new(setting: &'s Setting<'s>, rule: &Rule) -> Result<Self, EngineError> {
        let mut only = Ruleset::default();
        only.rules.push(rule.clone());
        let seen = Rc::default();
        let engine = engine(setting, &only, &seen)?;
        Ok(Self {
            setting,
            engine,
            seen,
            batch: BatchResult::default(),
            left: setting.limits.max_evaluations,
            cut: None,
        })
    }

    /// Whether no more events may be judged.
    pub(crate) const fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// The bound that kept an event from being judged, if any did since this was asked last.
    pub(crate) const fn take_cut(&mut self) -> Option<Cut> {
        self.cut.take()
    }

    /// Notes that an event is not judged, as no more may be.
    pub(crate) const fn note_spent(&mut self) {
        self.cut = Some(Cut::Evaluations);
    }

    /// Whether what is said of an event depends on the events before it.
    pub(crate) fn needs_order(&self) -> bool {
        self.engine.needs_order()
    }

    /// How many events were judged.
    pub(crate) const fn judged(&self) -> usize {
        self.setting.limits.max_evaluations - self.left
    }

    /// Judges an event; nothing if it is none, is too long, or no more may be judged.
    pub(crate) fn event(&mut self, event: &Json) -> Option<Verdict> {
        self.text(&event.compact())
    }

    /// The verdict on the first event of an input that fires the rule, or else on its first.
    pub(crate) fn text(&mut self, input: &str) -> Option<Verdict> {
        if input.len() > self.setting.limits.event_bytes {
            self.cut = self.cut.or(Some(Cut::Proposals));
            return None;
        }
        let Some(left) = self.left.checked_sub(1) else {
            self.note_spent();
            return None;
        };
        self.left = left;
        self.seen.replace(None);
        if self.engine.needs_order() {
            // Else an event would be told from the same event judged first.
            self.engine.forget_events();
        }
        let bytes = input.as_bytes();
        self.engine.eval(bytes, true, true, &mut self.batch);
        self.seen.take()
    }
}

fn engine(
    setting: &Setting<'_>,
    rule: &Ruleset,
    seen: &Rc<RefCell<Option<Verdict>>>,
) -> Result<Engine, EngineError> {
    let mut settings = setting.settings.clone();
    settings.source = rule.rules.first().map(|rule| rule.source_name.clone());
    let watch = Box::new(Watch {
        seen: Rc::clone(seen),
    });
    Engine::observed(
        rule,
        setting.catalogue,
        &settings,
        setting.environment,
        setting.engine,
        watch,
    )
}

impl Observer for Watch {
    fn event(&mut self, event: &mut Observed<'_>, _: &mut Vec<u8>) {
        let fired = event.matches().contains(&0);
        let mut seen = self.seen.borrow_mut();
        if seen.as_ref().is_some_and(|seen| seen.fired || !fired) {
            return;
        }
        let mut verdict = Verdict {
            fired,
            record: event.record().to_vec(),
            ..Verdict::default()
        };
        event.judge(0, &mut verdict.tests);
        for test in &verdict.tests {
            verdict.values.push(event.tested(test, VALUES));
            verdict.others.push(event.compared(test, VALUES));
        }
        *seen = Some(verdict);
    }

    fn finish(&mut self) -> Option<String> {
        None
    }
}
