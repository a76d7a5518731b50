//! Events for whoever looks on: what the evaluator says of a rule, test by test, and the values that it says it of.
//!
//! The verdicts are those of production's evaluator, told to a [`Tracer`]; what it did not ask is asked of the same tests
//! afterwards. Where production asks first what decides soonest, here tests are asked in the order in which they are
//! written.

use std::fmt;

use falconet_event::EventContext;
use falconet_event::catalogue::Source;
use falconet_ruleset::typed::{Expression, Literal};

use crate::BatchResult;
use crate::format::write_element_text;
use crate::moments::Moment;
use crate::program::{Event, ExprId, FoundBy, LeafId, Operand, Program, Scratch, Tracer};
use crate::settings::RuleMatching;

/// Looks at events in place of raising alerts.
pub trait Observer {
    /// What it wants to know of every event beside what rules ask.
    fn wanted(&mut self, source: &Source) -> Vec<Expression> {
        let _ = source;
        Vec::new()
    }

    /// Looks at an event; what it writes comes where alerts would.
    fn event(&mut self, event: &mut Observed<'_>, out: &mut Vec<u8>);

    /// What is to be said when a run ends; nothing for no words.
    fn finish(&mut self) -> Option<String>;
}

/// An observer, and what an engine knows of its rules.
pub(crate) struct Watching {
    pub(crate) observer: Box<dyn Observer>,
    pub(crate) rules: Rules,
}

/// What an engine knows of its rules beside their code.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) positions: Vec<usize>,
    pub(crate) found_by: Vec<Option<FoundBy>>,
    pub(crate) matching: RuleMatching,
    /// What the observer wants to know.
    pub(crate) wanted: Vec<ExprId>,
}

/// Of the rules alone: what an observer holds, such as all rules, would be written too.
impl fmt::Debug for Watching {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rules.fmt(out)
    }
}

impl Watching {
    pub(crate) fn event(
        &mut self,
        program: &Program,
        event: &Event<'_>,
        place: RecordPlace,
        scratch: &mut Scratch,
        out: &mut BatchResult,
    ) {
        program.select(event, scratch);
        let mut observed = Observed {
            program,
            event,
            place,
            rules: &self.rules,
            scratch,
        };
        self.observer.event(&mut observed, &mut out.lines);
    }
}

/// Where the record of an event lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordPlace {
    /// Number of the record in its input, from 1.
    pub record: u64,
    /// Where it begins in its input.
    pub offset: u64,
    /// Whether it is an envelope that the event lies in.
    pub is_wrapped: bool,
}

/// An event that is looked at.
pub struct Observed<'a> {
    program: &'a Program,
    event: &'a Event<'a>,
    place: RecordPlace,
    rules: &'a Rules,
    scratch: &'a mut Scratch,
}

/// A test of a rule, in the order in which tests stand in its condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TracedTest {
    /// Tests that are the same, of whatever rule, have the same number.
    pub test: usize,
    /// Tests of the same field, or of the same expression, have the same number.
    pub expression: usize,
    /// Whether the evaluator asked it: else what came before had decided.
    pub is_reached: bool,
    /// Whether it holds.
    pub holds: bool,
    leaf: LeafId,
    step: usize,
}

/// A value as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownValue {
    /// Its text, or those of its elements, as alerts write them; cut where they are long.
    pub texts: Vec<Vec<u8>>,
    /// Whether it is a list.
    pub is_list: bool,
    /// Bytes, or elements, that were left out.
    pub left_out: usize,
}

/// How much of a value is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownLimits {
    /// Bytes of a text.
    pub max_bytes: usize,
    /// Elements of a list.
    pub max_elements: usize,
}

impl<'a> Observed<'a> {
    /// The bytes of the event.
    pub fn record(&self) -> &'a [u8] {
        self.event.record
    }

    /// What it does not say itself.
    pub fn context(&self) -> &EventContext<'a> {
        &self.event.context
    }

    /// Where it stands in the run, for [`Engine::go_to`](crate::Engine::go_to).
    pub const fn moment(&self) -> Moment {
        Moment::of(&self.event.context)
    }

    /// Where its record lies.
    pub const fn place(&self) -> RecordPlace {
        self.place
    }

    /// How many rules take part.
    pub fn rules(&self) -> usize {
        self.rules.positions.len()
    }

    /// The place of a rule that takes part among all rules.
    pub fn position(&self, rule: usize) -> Option<usize> {
        self.rules.positions.get(rule).copied()
    }

    /// What the index finds a rule by; nothing if it is judged for every event.
    pub fn found_by(&self, rule: usize) -> Option<&'a FoundBy> {
        self.rules.found_by.get(rule)?.as_ref()
    }

    /// Which rules raise an alert if several match.
    pub const fn matching(&self) -> RuleMatching {
        self.rules.matching
    }

    /// Whether the index lets a rule be judged.
    pub fn is_candidate(&self, rule: usize) -> bool {
        self.program.is_candidate(rule, self.scratch)
    }

    /// The rules that match: those that the index finds, and the evaluator agrees.
    pub fn matches(&mut self) -> Vec<usize> {
        let mut matches = Vec::new();
        let mut from = 0;
        while let Some(rule) = self.next_match(from) {
            matches.push(rule);
            from = rule + 1;
        }
        matches
    }

    /// The first rule from a number on that matches.
    pub fn next_match(&mut self, from: usize) -> Option<usize> {
        self.program
            .next_match(from, self.event, self.scratch, &mut ())
    }

    /// Whether a rule matches: the index finds it, and the evaluator agrees.
    pub fn is_match(&mut self, rule: usize) -> bool {
        self.is_candidate(rule) && self.verdict(rule, &mut [])
    }

    /// The evaluator's verdict on a rule, whatever the index says of it, and of every test.
    pub fn judge(&mut self, rule: usize, tests: &mut Vec<TracedTest>) -> bool {
        let verdict = self.trace(rule, tests);
        for test in tests.iter_mut().filter(|test| !test.is_reached) {
            test.holds = self.program.test(test.leaf, self.event, self.scratch);
        }
        verdict
    }

    /// The same, but of the tests only what the evaluator asked: the others do not hold.
    pub fn trace(&mut self, rule: usize, tests: &mut Vec<TracedTest>) -> bool {
        tests.clear();
        tests.extend(self.program.tests(rule).map(|(step, leaf)| TracedTest {
            test: leaf.index(),
            expression: self.program.left_of(leaf).map_or(usize::MAX, ExprId::index),
            is_reached: false,
            holds: false,
            leaf,
            step,
        }));
        self.verdict(rule, tests)
    }

    fn verdict(&mut self, rule: usize, tests: &mut [TracedTest]) -> bool {
        let mut recorder = Recorder { tests };
        self.program
            .judge(rule, self.event, self.scratch, &mut recorder)
    }

    /// The value that is tested.
    pub fn tested(&mut self, test: &TracedTest, limits: ShownLimits) -> Option<ShownValue> {
        self.shown(self.program.left_of(test.leaf)?, limits)
    }

    /// The value of the expression that it is compared with; nothing also if that is none.
    pub fn compared(&mut self, test: &TracedTest, limits: ShownLimits) -> Option<ShownValue> {
        self.shown(self.program.right_of(test.leaf)?, limits)
    }

    /// The value of something that the observer wanted, by its place.
    pub fn wanted(&mut self, at: usize, limits: ShownLimits) -> Option<ShownValue> {
        self.shown(*self.rules.wanted.get(at)?, limits)
    }

    /// Whether the test would hold if the value, no list, were this; nothing where that cannot be told.
    pub fn would_hold(&mut self, test: &TracedTest, value: &Literal) -> Option<bool> {
        self.program.would_hold(test.leaf, value, self.scratch)
    }

    /// Whether the value that is tested is this.
    pub fn is_value(&mut self, test: &TracedTest, value: &Literal) -> bool {
        let left = self.program.left_of(test.leaf);
        let current = left.and_then(|left| self.program.value(left, self.event, self.scratch));
        matches!((current, Operand::literal(value)), (Some(one), Some(other)) if one.is_same_scalar(&other))
    }

    fn shown(&mut self, id: ExprId, limits: ShownLimits) -> Option<ShownValue> {
        let shown = self.program.shown(id);
        let value = self.program.value(id, self.event, self.scratch)?;
        let mut elements = value.elements();
        let mut left_out = 0;
        let texts = elements.by_ref().take(limits.max_elements).map(|element| {
            let mut text = Vec::new();
            write_element_text(element, shown, &mut text);
            left_out += text.len().saturating_sub(limits.max_bytes);
            text.truncate(limits.max_bytes);
            text
        });
        let texts = texts.collect();
        left_out += elements.count();
        Some(ShownValue {
            texts,
            is_list: value.is_list(),
            left_out,
        })
    }
}

/// Notes what the evaluator asks.
struct Recorder<'t> {
    tests: &'t mut [TracedTest],
}

impl Tracer for Recorder<'_> {
    fn leaf(&mut self, step: usize, _leaf: LeafId, verdict: bool) {
        let found = self.tests.binary_search_by_key(&step, |test| test.step);
        if let Some(test) = found.ok().and_then(|at| self.tests.get_mut(at)) {
            test.is_reached = true;
            test.holds = verdict;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{program_as_written as program, with_event};

    /// `1` true, `0` false, in brackets what was not asked; and the verdict.
    fn judged(condition: &str, event: &str) -> (String, bool) {
        let program = program(&[condition]);
        with_event(
            &program,
            event,
            &mut Scratch::default(),
            |event, scratch| {
                let mut tests = Vec::new();
                let verdict = observed(&program, event, scratch).judge(0, &mut tests);
                let shown = tests
                    .iter()
                    .map(|test| match (test.is_reached, test.holds) {
                        (true, true) => "1",
                        (true, false) => "0",
                        (false, true) => "(1)",
                        (false, false) => "(0)",
                    });
                (shown.collect(), verdict)
            },
        )
    }

    fn observed<'a>(
        program: &'a Program,
        event: &'a Event<'a>,
        scratch: &'a mut Scratch,
    ) -> Observed<'a> {
        const RULES: &Rules = &Rules {
            positions: Vec::new(),
            found_by: Vec::new(),
            matching: RuleMatching::First,
            wanted: Vec::new(),
        };
        program.select(event, scratch);
        Observed {
            program,
            event,
            place: RecordPlace {
                record: 1,
                offset: 0,
                is_wrapped: false,
            },
            rules: RULES,
            scratch,
        }
    }

    #[test]
    fn every_test_has_a_verdict_and_says_whether_it_was_asked() {
        let condition = "t.string = a and (u.string exists or t.uint64 = 1) and not t.string = b";
        let event = r#"{"t.string":"a","u.string":"","t.uint64":1}"#;
        assert_eq!(judged(condition, event), ("11(1)0".to_owned(), true));
        assert_eq!(judged(condition, "{}"), ("0(0)(0)(0)".to_owned(), false));
    }

    #[test]
    fn the_same_test_at_two_places_is_asked_at_each() {
        let condition = "(t.string = a and u.string = b) or (t.string = a and t.uint64 = 1)";
        let event = r#"{"t.string":"a","t.uint64":1}"#;
        assert_eq!(judged(condition, event), ("1011".to_owned(), true));
    }

    #[test]
    fn a_rule_that_the_index_rules_out_is_judged_all_the_same() {
        let program = program(&["t.string = a and not u.string exists"]);
        with_event(&program, "{}", &mut Scratch::default(), |event, scratch| {
            let mut observed = observed(&program, event, scratch);
            assert!(!observed.is_candidate(0));
            let mut tests = Vec::new();
            assert!(!observed.judge(0, &mut tests));
            assert_eq!((tests[0].is_reached, tests[1].is_reached), (true, false));
            assert!(observed.matches().is_empty());
        });
    }

    #[test]
    fn what_is_only_traced_holds_where_it_was_asked() {
        let program = program(&["t.string = a and (u.string exists or t.uint64 = 1)"]);
        let event = r#"{"t.string":"a","u.string":"","t.uint64":1}"#;
        with_event(
            &program,
            event,
            &mut Scratch::default(),
            |event, scratch| {
                let mut observed = observed(&program, event, scratch);
                let mut tests = Vec::new();
                assert!(observed.trace(0, &mut tests));
                let holds: Vec<_> = tests.iter().map(|test| test.holds).collect();
                assert_eq!(holds, [true, true, false]);
            },
        );
    }

    #[test]
    fn values_are_shown_and_others_can_be_tried() {
        let program = program(&["t.string startswith ab and l.string intersects (x)"]);
        let event = r#"{"t.string":"abcdef","l.string":["x","y","z"]}"#;
        with_event(
            &program,
            event,
            &mut Scratch::default(),
            |event, scratch| {
                let mut observed = observed(&program, event, scratch);
                let mut tests = Vec::new();
                observed.judge(0, &mut tests);
                let limits = ShownLimits {
                    max_bytes: 4,
                    max_elements: 2,
                };
                let text = observed.tested(&tests[0], limits).unwrap();
                assert_eq!((text.texts, text.left_out), (vec![b"abcd".to_vec()], 2));
                let list = observed.tested(&tests[1], limits).unwrap();
                assert_eq!(
                    (list.texts.len(), list.is_list, list.left_out),
                    (2, true, 1)
                );
                let literal = |text: &str| Literal::Text(text.as_bytes().to_vec());
                assert_eq!(observed.would_hold(&tests[0], &literal("abx")), Some(true));
                assert_eq!(observed.would_hold(&tests[0], &literal("b")), Some(false));
                assert!(observed.is_value(&tests[0], &literal("abcdef")));
                assert!(!observed.is_value(&tests[0], &literal("abc")));
            },
        );
    }
}
