//! What is fuzzed.

use crate::choices::Choices;
use crate::input::Input;

/// A property, and the cases that it must hold for.
pub struct Target {
    /// Name on the command line.
    pub name: &'static str,
    /// What must hold.
    pub about: &'static str,
    /// Cases that are run with every test.
    pub ci_cases: u64,
    /// Of a hundred of these, how many must at least be judged: a target that refuses what it is given tests nothing.
    pub least_judged: u64,
    /// Makes a case.
    pub generate: fn(&mut Choices<'_>) -> Input,
    /// Checks a case, which need not come from `generate`.
    pub check: fn(&Input) -> Verdict,
}

/// What a check says: the error is what is wrong.
pub type Verdict = Result<Outcome, String>;

/// How a case went that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// What must hold was looked at, and holds.
    Judged,
    /// There was nothing to look at: the rules do not load, the condition does not parse.
    Refused,
}
