//! What running a vectors file gave.

use serde::Serialize;

/// Counts, and every failure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// Vectors that hold.
    pub passed: usize,
    /// Those that do not.
    pub failures: Vec<Failure>,
}

/// A vector that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// Its `id`, or its line where it has none.
    pub id: String,
    /// What was expected and what was found, in lines.
    pub report: String,
}

impl Outcomes {
    pub(crate) fn count(&mut self, id: &str, difference: Option<String>) {
        match difference {
            None => self.passed += 1,
            Some(report) => self.failures.push(Failure {
                id: id.to_owned(),
                report,
            }),
        }
    }
}
