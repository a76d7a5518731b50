//! Programs that judge the same file once, and in another run several times: the difference is what judging costs without
//! the start of a process, the compiling of a module, and the loading of rules.

use std::path::Path;
use std::process::Command;

use super::rounds::{Contestant, Rounds};
use super::statistics::Spread;
use crate::error::Error;

/// How often the file is judged in the longer run.
const TIMES: usize = 5;

/// Programs over a file.
pub(super) struct Repeated<'a> {
    events: &'a Path,
    contestants: Vec<Contestant>,
}

/// What they took.
pub(super) struct RepeatedRounds(Rounds);

impl<'a> Repeated<'a> {
    /// No program yet.
    pub(super) fn new(events: &'a Path) -> Self {
        Self {
            events,
            contestants: Vec::new(),
        }
    }

    /// Adds a program that takes files as its last arguments.
    pub(super) fn add(
        &mut self,
        name: &str,
        program: impl Fn() -> Result<Command, Error>,
    ) -> Result<(), Error> {
        for times in [1, TIMES] {
            let mut command = program()?;
            command.args(std::iter::repeat_n(self.events, times));
            self.contestants.push(Contestant::new(name, command));
        }
        Ok(())
    }

    /// Runs all of them in turn; they must write the same alerts.
    pub(super) fn measure(mut self, rounds: usize) -> Result<RepeatedRounds, Error> {
        let rounds = Rounds::measure(&mut self.contestants, rounds)?;
        let often: Vec<_> = (1..self.contestants.len()).step_by(2).collect();
        rounds.must_agree(&self.contestants, &often)?;
        Ok(RepeatedRounds(rounds))
    }
}

impl RepeatedRounds {
    /// How many times as fast the program at `at` is as the one at `than`, as whole processes that judge the file once.
    pub(super) fn speed(&self, at: usize, than: usize) -> Option<Spread> {
        self.0.speed(2 * at, 2 * than)
    }

    /// The same for judging alone.
    pub(super) fn speed_without_start(&self, at: usize, than: usize) -> Option<Spread> {
        self.0
            .marginal_speed((2 * at, 2 * at + 1), (2 * than, 2 * than + 1))
    }
}
