//! Going through the tests of all rules over CloudTrail.

use std::collections::BTreeSet;

use falconet_diagnostics::{Hint, Label};
use falconet_event::catalogue::SourceKind;
use falconet_ruleset::typed::Leaf;
use falconet_ruleset::{Rule, Ruleset};

use super::facts::{Facts, each_test};
use crate::findings::{Finding, Findings};
use crate::input::Input;
use crate::value_places::ValuePlaces;

/// The rules over CloudTrail's events.
pub(crate) fn cloudtrail_rules<'i>(input: &'i Input<'_>) -> impl Iterator<Item = &'i Rule> {
    input.ruleset.rules.iter().filter(|rule| {
        input
            .source(rule)
            .is_some_and(|source| source.kind == SourceKind::CloudTrail)
    })
}

/// Looks at every test of every rule over CloudTrail. What is found at one place again, since several rules use
/// a macro, is reported once.
pub(crate) fn look_at_tests(
    input: &Input<'_>,
    findings: &mut Findings,
    look: impl Fn(&Rule, &Leaf, &Facts, &mut Findings) -> Vec<Problem>,
) {
    let mut reported = BTreeSet::new();
    for rule in cloudtrail_rules(input) {
        each_test(
            &rule.condition,
            &Facts::default(),
            findings,
            &mut |leaf, facts, findings| {
                let problems = look(rule, leaf, facts, findings);
                for (problem, labels) in with_labels(input.ruleset, leaf, problems) {
                    if reported.insert(key(&labels, &problem)) {
                        findings.add(problem.at(labels));
                    }
                }
            },
        );
    }
}

/// Problems with their places: the value that one is about, or else the whole test.
fn with_labels(
    ruleset: &Ruleset,
    leaf: &Leaf,
    problems: Vec<Problem>,
) -> impl Iterator<Item = (Problem, Vec<Label>)> {
    let values = ValuePlaces::of(ruleset, leaf, !problems.is_empty());
    problems.into_iter().map(move |problem| {
        let labels = values.labels(problem.value);
        (problem, labels)
    })
}

/// The same for findings at one place that say the same.
fn key(labels: &[Label], problem: &Problem) -> String {
    let (source, start) = labels
        .first()
        .map_or((0, 0), |label| (label.source.0, label.span.start));
    format!("{source} {start} {}", problem.message)
}

/// Something wrong with a test.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// What it is.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<Hint>,
    /// The number of the value of the test that it is about; nothing if it is about the test.
    pub(crate) value: Option<usize>,
}

impl Problem {
    /// The same about the value of that number.
    #[must_use]
    pub(crate) fn about(self, value: usize) -> Self {
        Self {
            value: Some(value),
            ..self
        }
    }

    fn at(self, labels: Vec<Label>) -> Finding {
        let finding = Finding::new(labels, self.message);
        match self.help {
            Some(help) => finding.help(help),
            None => finding,
        }
    }
}
