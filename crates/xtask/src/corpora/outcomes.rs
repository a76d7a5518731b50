//! What the engines say of a vectors file, put together.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::Engine;
use super::engine::list;
use crate::tally::Tally;

/// What one engine says of a file.
#[derive(Debug, Deserialize)]
pub(crate) struct Outcomes {
    passed: u64,
    failures: Vec<Failure>,
}

#[derive(Debug, Deserialize)]
struct Failure {
    id: String,
    report: String,
}

impl Outcomes {
    /// How many vectors hold.
    pub(crate) fn tally(&self) -> Tally {
        Tally {
            passed: self.passed,
            failed: self.failures.len() as u64,
        }
    }
}

/// A report of each vector that fails in some engine, and the counts: a vector passes if it does in every engine.
pub(crate) fn together(all: &[(Engine, Outcomes)]) -> (Vec<String>, Tally) {
    let failed: BTreeSet<&str> = all
        .iter()
        .flat_map(|(_, outcomes)| &outcomes.failures)
        .map(|failure| failure.id.as_str())
        .collect();
    let vectors = all.iter().map(|(_, outcomes)| outcomes.tally());
    let most = vectors.map(|tally| tally.passed + tally.failed).max();
    let tally = Tally {
        passed: most.unwrap_or(0).saturating_sub(failed.len() as u64),
        failed: failed.len() as u64,
    };
    (
        failed.into_iter().map(|id| report(id, all)).collect(),
        tally,
    )
}

/// Each different report once, with the engines that give it.
fn report(id: &str, all: &[(Engine, Outcomes)]) -> String {
    let mut reports: Vec<(&str, Vec<Engine>)> = Vec::new();
    for (engine, outcomes) in all {
        for failure in outcomes.failures.iter().filter(|failure| failure.id == id) {
            match reports.iter_mut().find(|(text, _)| *text == failure.report) {
                Some((_, engines)) => engines.push(*engine),
                None => reports.push((&failure.report, vec![*engine])),
            }
        }
    }
    let shown = reports
        .iter()
        .map(|(text, engines)| format!("\n--- {id} ({})\n{text}", list(engines)));
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(passed: u64, failures: &[(&str, &str)]) -> Outcomes {
        let failures = failures.iter().map(|(id, report)| Failure {
            id: (*id).to_owned(),
            report: (*report).to_owned(),
        });
        Outcomes {
            passed,
            failures: failures.collect(),
        }
    }

    #[test]
    fn a_vector_passes_if_it_does_in_every_engine() {
        let all = [
            (Engine::Native, outcomes(3, &[])),
            (Engine::Node, outcomes(2, &[("b", "x")])),
        ];
        let (reports, tally) = together(&all);
        assert_eq!((tally.passed, tally.failed), (2, 1));
        assert_eq!(reports, ["\n--- b (Node)\nx"]);
    }

    #[test]
    fn engines_that_say_the_same_are_named_together() {
        let all = [
            (Engine::Native, outcomes(0, &[("a", "x")])),
            (Engine::Wasmtime, outcomes(0, &[("a", "x")])),
            (Engine::Node, outcomes(0, &[("a", "y")])),
        ];
        let (reports, _) = together(&all);
        assert_eq!(reports, ["\n--- a (native, wasmtime)\nx\n--- a (Node)\ny"]);
    }
}
