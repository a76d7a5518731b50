//! Who watches an evaluation. The evaluator is one function, generic over its watcher.

use super::leaves::LeafId;

/// What is being done with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Splitting off records and scanning them, and first looks.
    Scanning,
    /// Looking up which rules can match.
    Finding,
    /// Writing an alert.
    Writing,
}

/// Told what an evaluation does. Every method does nothing unless it is overridden.
pub(crate) trait Tracer {
    /// Whether it is to be told of the rules that can match an event.
    const COUNTS_CANDIDATES: bool = false;

    /// Rule `rule` can match the event.
    #[inline]
    fn candidate(&mut self, rule: usize) {
        let _ = rule;
    }

    /// A first look was enough for an event.
    #[inline]
    fn glanced(&mut self) {}

    /// From here on this is done.
    #[inline]
    fn stage(&mut self, stage: Stage) {
        let _ = stage;
    }

    /// Rule `rule` is skipped: the event lacks something that the rule needs.
    #[inline]
    fn skipped(&mut self, rule: usize) {
        let _ = rule;
    }

    /// Rule `rule` is about to be judged.
    #[inline]
    fn enter(&mut self, rule: usize) {
        let _ = rule;
    }

    /// Test `leaf`, which is this step of the program, was asked for, and is `verdict`.
    #[inline]
    fn leaf(&mut self, step: usize, leaf: LeafId, verdict: bool) {
        let _ = (step, leaf, verdict);
    }

    /// Rule `rule` was judged.
    #[inline]
    fn leave(&mut self, rule: usize, verdict: bool) {
        let _ = (rule, verdict);
    }
}

/// Nobody watches: production.
impl Tracer for () {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{program, with_event};
    use crate::program::Scratch;

    #[derive(Default)]
    struct Recorder(Vec<String>);

    impl Tracer for Recorder {
        fn skipped(&mut self, rule: usize) {
            self.0.push(format!("skipped {rule}"));
        }

        fn enter(&mut self, rule: usize) {
            self.0.push(format!("enter {rule}"));
        }

        fn leaf(&mut self, _step: usize, leaf: LeafId, verdict: bool) {
            self.0.push(format!("leaf {} {verdict}", leaf.index()));
        }

        fn leave(&mut self, rule: usize, verdict: bool) {
            self.0.push(format!("leave {rule} {verdict}"));
        }
    }

    fn trace(conditions: &[&str], event: &str) -> String {
        let program = program(conditions);
        let mut recorder = Recorder::default();
        with_event(
            &program,
            event,
            &mut Scratch::default(),
            |event, scratch| {
                program.select(event, scratch);
                program.next_match(0, event, scratch, &mut recorder);
            },
        );
        recorder.0.join(", ")
    }

    #[test]
    fn what_does_not_matter_is_not_tested() {
        let conditions = ["t.string exists and (u.string exists or t.uint64 exists)"];
        assert_eq!(
            trace(&conditions, "{}"),
            "enter 0, leaf 0 false, leave 0 false"
        );
        assert_eq!(
            trace(&conditions, r#"{"t.string":"","u.string":""}"#),
            "enter 0, leaf 0 true, leaf 1 true, leave 0 true"
        );
    }

    #[test]
    fn equal_tests_of_two_rules_are_one() {
        assert_eq!(
            trace(
                &[
                    "not t.string = a",
                    "t.string contains a",
                    "not t.string = a"
                ],
                r#"{"t.string":"a"}"#
            ),
            "enter 0, leaf 0 true, leave 0 false, enter 1, leaf 1 true, leave 1 true"
        );
    }

    #[test]
    fn rules_that_cannot_match_are_skipped() {
        assert_eq!(
            trace(
                &["t.string = a", "t.string = b", "t.string = c"],
                r#"{"t.string":"b"}"#
            ),
            "skipped 0, enter 1, leaf 1 true, leave 1 true"
        );
        assert_eq!(trace(&["t.string = a"], "{}"), "skipped 0");
    }
}
