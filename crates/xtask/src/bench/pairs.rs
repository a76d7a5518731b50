//! Two programs that run in turn.

use std::io;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::console;
use crate::error::Error;
use crate::shell;

/// Pairs of runs that count; one more comes before them and does not.
const PAIRS: usize = 5;

/// The times of both, pair by pair.
pub(super) struct Pairs {
    all: Vec<(Duration, Duration)>,
}

impl Pairs {
    /// Runs both in turn.
    pub(super) fn measure(first: &mut Command, second: &mut Command) -> Result<Self, Error> {
        for command in [&*first, &*second] {
            console::line(&format!("$ {}", shell::line_of(command)))?;
        }
        let mut all = Vec::new();
        for _ in 0..=PAIRS {
            all.push((time(first)?, time(second)?));
        }
        Ok(Self {
            all: all.split_off(1),
        })
    }

    /// The medians of both: `A 1.20 s, B 0.60 s, medians of 5`.
    pub(super) fn medians(&self, first: &str, second: &str) -> String {
        let one = median(self.all.iter().map(|pair| pair.0.as_secs_f64()));
        let other = median(self.all.iter().map(|pair| pair.1.as_secs_f64()));
        let pairs = self.all.len();
        format!("{first} {one:.2} s, {second} {other:.2} s, medians of {pairs}")
    }

    /// The median of how many times longer the second one of a pair takes than the first.
    pub(super) fn ratio(&self) -> f64 {
        let pairs = self.all.iter();
        median(pairs.map(|(first, second)| second.as_secs_f64() / first.as_secs_f64()))
    }
}

/// How long the command takes while its output is read.
fn time(command: &mut Command) -> Result<Duration, Error> {
    let start = Instant::now();
    match run_to_end(command) {
        Ok(status) if status.success() => Ok(start.elapsed()),
        Ok(status) => Err(Error::wrong(
            format!("`{}` failed ({status})", shell::line_of(command)),
            "run it by itself",
        )),
        Err(source) => Err(Error::Start {
            line: shell::line_of(command),
            source,
        }),
    }
}

fn run_to_end(command: &mut Command) -> io::Result<ExitStatus> {
    let mut child = command.stdout(Stdio::piped()).spawn()?;
    if let Some(output) = &mut child.stdout {
        io::copy(output, &mut io::sink())?;
    }
    child.wait()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ratio_is_the_median_of_the_pairs_and_not_of_the_sums() {
        let second = Duration::from_secs(1);
        let all = vec![
            (second, second * 4),
            (second * 2, second * 4),
            (second, second * 9),
        ];
        let pairs = Pairs { all };
        assert_eq!(format!("{:.2}", pairs.ratio()), "4.00");
        assert_eq!(pairs.medians("a", "b"), "a 1.00 s, b 4.00 s, medians of 3");
    }
}
