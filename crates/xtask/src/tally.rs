//! Counts of what passed and failed.

use std::fmt;
use std::ops::AddAssign;

use crate::console;
use crate::error::Error;

/// How many checks passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Checks that passed.
    pub(crate) passed: u64,
    /// Checks that failed.
    pub(crate) failed: u64,
}

impl Tally {
    /// One check.
    pub(crate) fn of(ok: bool) -> Self {
        Self {
            passed: u64::from(ok),
            failed: u64::from(!ok),
        }
    }

    /// Counts a line of `cargo test`: `test result: ok. 3 passed; 0 failed; …`.
    pub(crate) fn add_cargo_line(&mut self, line: &str) {
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        for part in result.split(['.', ';']) {
            match part.trim().split_once(' ') {
                Some((count, "passed")) => self.passed += count.parse().unwrap_or(0),
                Some((count, "failed")) => self.failed += count.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// Prints the counts; an error if something failed.
    pub(crate) fn conclude(self) -> Result<(), Error> {
        console::line(&self.to_string())?;
        if self.failed > 0 {
            Err(Error::Failed)
        } else {
            Ok(())
        }
    }

    /// A runner that ended badly without counting a failure failed once.
    pub(crate) fn or_failed_unless(mut self, ok: bool) -> Self {
        if !ok && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_test_are_counted() {
        let mut tally = Tally::default();
        tally.add_cargo_line("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        tally.add_cargo_line("test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        tally.add_cargo_line("test the_words_3 passed ... ok");
        assert_eq!(
            tally,
            Tally {
                passed: 13,
                failed: 2
            }
        );
    }

    #[test]
    fn a_runner_that_ends_badly_failed_at_least_once() {
        assert_eq!(
            Tally::default().or_failed_unless(false),
            Tally {
                passed: 0,
                failed: 1
            }
        );
        assert_eq!(
            Tally {
                passed: 1,
                failed: 2
            }
            .or_failed_unless(false),
            Tally {
                passed: 1,
                failed: 2
            }
        );
        assert_eq!(
            Tally::of(true).or_failed_unless(true),
            Tally {
                passed: 1,
                failed: 0
            }
        );
    }
}
