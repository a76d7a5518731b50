//! Annotations of GitHub's workflows, and a line that sums up.

use falconet_diagnostics::render::github::annotation;

use super::{Part, summary};
use crate::outcome::Outcome;

pub(super) fn part(outcome: &Outcome<'_>) -> String {
    let sources = &outcome.file.sources;
    let mut text = String::new();
    for case in outcome.cases() {
        for failure in &case.judged.failures {
            let mut found = failure.diagnostic(outcome.file.source);
            found.message = format!("{}: {}", case.case.name, found.message);
            text.push_str(&annotation(&found, sources));
        }
    }
    text.extend(
        outcome
            .problems
            .iter()
            .map(|problem| annotation(problem, sources)),
    );
    text
}

pub(super) fn whole(parts: &[Part], beside: &str) -> String {
    let annotations: String = parts.iter().map(|part| &*part.rendered).collect();
    format!("{annotations}{beside}{}\n", summary(parts))
}
