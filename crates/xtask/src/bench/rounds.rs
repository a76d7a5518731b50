//! Programs that run in turn, so that a machine that slows down slows all of them.

use std::hash::{DefaultHasher, Hasher as _};
use std::io::{self, Read as _};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::statistics::Spread;
use crate::console;
use crate::error::Error;
use crate::shell;

/// A program that is measured.
pub(super) struct Contestant {
    /// What it is called in tables.
    pub(super) name: String,
    /// What runs.
    pub(super) command: Command,
    is_slow: bool,
}

impl Contestant {
    /// A program under a name.
    pub(super) fn new(name: impl Into<String>, command: Command) -> Self {
        Self {
            name: name.into(),
            command,
            is_slow: false,
        }
    }

    /// Takes part in the first round that counts, and in no other.
    pub(super) fn once(self) -> Self {
        Self {
            is_slow: true,
            ..self
        }
    }

    fn takes_part(&self, round: usize) -> bool {
        !self.is_slow || round == 1
    }

    /// What would be typed to run it.
    pub(super) fn line(&self) -> String {
        shell::line_of(&self.command)
    }
}

/// What all of them took, round by round.
pub(super) struct Rounds {
    all: Vec<Vec<f64>>,
    outputs: Vec<Printed>,
}

/// What a program printed: how much, and a hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Printed {
    bytes: usize,
    hash: u64,
}

impl Rounds {
    /// Runs all of them in turn so many times, and once before, which does not count.
    pub(super) fn measure(contestants: &mut [Contestant], rounds: usize) -> Result<Self, Error> {
        for contestant in &*contestants {
            console::line(&format!("$ {}", contestant.line()))?;
        }
        let mut all = vec![Vec::new(); contestants.len()];
        let mut outputs = vec![Printed::default(); contestants.len()];
        for round in 0..=rounds {
            for (at, contestant) in contestants.iter_mut().enumerate() {
                if !contestant.takes_part(round) {
                    continue;
                }
                let (time, printed) = time(&mut contestant.command)?;
                if let (Some(times), Some(output)) = (all.get_mut(at), outputs.get_mut(at)) {
                    *output = printed;
                    times.extend((round > 0).then_some(time));
                }
            }
        }
        Ok(Self { all, outputs })
    }

    /// Fails unless the contestants at these places printed the same.
    pub(super) fn must_agree(
        &self,
        contestants: &[Contestant],
        places: &[usize],
    ) -> Result<(), Error> {
        let printed = || {
            places
                .iter()
                .filter_map(|&at| Some((at, self.outputs.get(at)?)))
        };
        let first = printed().next();
        let other = printed().find(|(_, output)| Some(*output) != first.map(|(_, first)| first));
        let Some((other, _)) = other else {
            return Ok(());
        };
        let line = |at: usize| {
            contestants
                .get(at)
                .map(Contestant::line)
                .unwrap_or_default()
        };
        Err(Error::wrong(
            format!(
                "`{}` prints something else than `{}`",
                line(other),
                line(places.first().copied().unwrap_or_default())
            ),
            "they must do the same work: compare what both print",
        ))
    }

    /// The seconds that the contestant at a place took.
    pub(super) fn seconds(&self, at: usize) -> Option<Spread> {
        Spread::of(self.times(at).iter().copied())
    }

    /// How many times longer `than` took than `at`: how many times as fast the one at `at` is.
    pub(super) fn speed(&self, at: usize, than: usize) -> Option<Spread> {
        let rounds = self.times(at).iter().zip(self.times(than));
        Spread::of(rounds.map(|(own, others)| others / own))
    }

    /// As [`Self::speed`] without what does not grow with the input: each is given as the places of a run over an input
    /// and of one over the same input several times.
    pub(super) fn marginal_speed(
        &self,
        at: (usize, usize),
        than: (usize, usize),
    ) -> Option<Spread> {
        let grown = |(once, often): (usize, usize)| {
            let rounds = self.times(once).iter().zip(self.times(often));
            rounds.map(|(once, often)| often - once)
        };
        Spread::of(grown(at).zip(grown(than)).map(|(own, others)| others / own))
    }

    /// The seconds that an item takes, where the run at the second place has so many more of them than the one at the first.
    #[expect(clippy::cast_precision_loss, reason = "a few items")]
    pub(super) fn marginal_seconds(
        &self,
        (once, often): (usize, usize),
        more: usize,
    ) -> Option<Spread> {
        let rounds = self.times(once).iter().zip(self.times(often));
        Spread::of(rounds.map(|(once, often)| (often - once) / more as f64))
    }

    fn times(&self, at: usize) -> &[f64] {
        self.all.get(at).map(Vec::as_slice).unwrap_or_default()
    }
}

/// How many seconds the command takes while its output is read.
fn time(command: &mut Command) -> Result<(f64, Printed), Error> {
    let start = Instant::now();
    match run_to_end(command) {
        Ok(Some(printed)) => Ok((start.elapsed().as_secs_f64(), printed)),
        Ok(None) => Err(Error::wrong(
            format!("`{}` failed", shell::line_of(command)),
            "run it by itself",
        )),
        Err(source) => Err(Error::Start {
            line: shell::line_of(command),
            source,
        }),
    }
}

/// What it printed, if it succeeded.
fn run_to_end(command: &mut Command) -> io::Result<Option<Printed>> {
    // Warnings about the rules of a contestant are no news here.
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut hasher = DefaultHasher::new();
    let mut bytes = 0;
    if let Some(output) = &mut child.stdout {
        let mut buffer = vec![0; 1 << 16];
        loop {
            let read = output.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            hasher.write(buffer.get(..read).unwrap_or_default());
            bytes += read;
        }
    }
    let printed = Printed {
        bytes,
        hash: hasher.finish(),
    };
    Ok(child.wait()?.success().then_some(printed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rounds(all: &[&[f64]]) -> Rounds {
        let all: Vec<_> = all.iter().map(|times| times.to_vec()).collect();
        let outputs = vec![Printed { bytes: 0, hash: 0 }; all.len()];
        Rounds { all, outputs }
    }

    fn median(spread: Option<Spread>) -> String {
        format!("{:.2}", spread.unwrap().median)
    }

    #[test]
    fn the_ratio_is_the_median_of_the_rounds_and_not_of_the_sums() {
        let rounds = rounds(&[&[1.0, 2.0, 1.0], &[4.0, 4.0, 9.0]]);
        assert_eq!(median(rounds.speed(0, 1)), "4.00");
        assert_eq!(median(rounds.seconds(1)), "4.00");
        assert_eq!(rounds.speed(0, 7), None);
    }

    #[test]
    fn what_is_there_without_any_input_does_not_count() {
        let rounds = rounds(&[&[1.5], &[3.5], &[10.0], &[14.0]]);
        assert_eq!(median(rounds.marginal_speed((0, 1), (2, 3))), "2.00");
    }

    #[test]
    fn what_is_compared_must_print_the_same() {
        let echo = |word: &str| {
            let mut command = Command::new("echo");
            command.arg(word);
            Contestant::new(word, command)
        };
        let mut contestants = [echo("a"), echo("b"), echo("a")];
        let rounds = Rounds::measure(&mut contestants, 1).unwrap();
        assert!(rounds.must_agree(&contestants, &[0, 2]).is_ok());
        let error = rounds.must_agree(&contestants, &[0, 1]).unwrap_err();
        assert!(error.to_string().contains("`echo b`"), "{error}");
    }

    #[test]
    fn what_is_slow_runs_in_one_round() {
        let sleep = || Contestant::new("", Command::new("true"));
        let rounds = Rounds::measure(&mut [sleep(), sleep().once()], 3).unwrap();
        assert_eq!((rounds.times(0).len(), rounds.times(1).len()), (3, 1));
    }

    #[test]
    fn a_program_that_fails_is_named() {
        let mut failing = [Contestant::new("", Command::new("false"))];
        let error = Rounds::measure(&mut failing, 1).err().unwrap();
        assert!(error.to_string().contains("`false` failed"), "{error}");
    }
}
