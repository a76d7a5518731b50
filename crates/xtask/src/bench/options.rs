//! What can be typed behind `cargo xtask bench`.

use std::path::PathBuf;

use crate::error::Error;

/// Rounds that count, if nobody says how many.
const ROUNDS: usize = 5;

pub(super) const USAGE: &str = "\
usage: cargo xtask bench [PART]... [OPTION]...

Builds everything, measures the parts (without one: all of them, some 15 minutes on two cores that do nothing else), and
writes docs/benchmarks.json, docs/BENCHMARKS.md and docs/benchmarks.svg. Parts:

  scan      falconet scan against loops over serde_json, simd-json, sonic-rs, memchr, and python3 and jq if there are any
  native    the engine in the module against the engine compiled for this machine
  node      dist/npm in Node against falconet scan, and against JSON.parse with predicates
  threads   falconet scan --threads 2 against --threads 1
  rules     other rules against the 22 that are shipped
  filter    the filter for Fluent Bit against one over serde_json, in wasmi and in the Fluent Bit of FALCONET_FLUENT_BIT
  http      falconet run, by HTTP, against falconet scan; how long an answer takes
  load      loading 10,000 rules; the same in 500 files against one
  tests     tests of rules alone, with coverage, and with 1,000 mutants
  explain   one event against 1,000 rules
  start     from the start of the process to the first alert
  memory    peak of resident memory
  size      bytes of the module, and what they are for
  growth    cost against size of inputs that are made to be slow
  micro     scan, index, program and format by themselves

Options:

  --events FILE   events, one a line; else 200,000 are generated, or made of a sample where the generator is not at hand
  --rules FILE    one more set of rules for the part `rules`; may be repeated
  --rounds N      rounds that count, after one that does not (default 5)
  --print         print the numbers, and write nothing";

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Options {
    /// The parts that are wanted; none means all.
    parts: Vec<String>,
    /// The events' file.
    pub(super) events: Option<PathBuf>,
    /// More rules.
    pub(super) rules: Vec<PathBuf>,
    /// Rounds that count.
    pub(super) rounds: usize,
    /// Whether nothing is written.
    pub(super) print: bool,
    /// Whether only the usage is asked for.
    pub(super) help: bool,
    typed: Vec<String>,
}

impl Options {
    /// Understands what was typed; `known` are the parts that there are.
    pub(super) fn of(arguments: &[String], known: &[&str]) -> Result<Self, Error> {
        let mut options = Self {
            parts: Vec::new(),
            events: None,
            rules: Vec::new(),
            rounds: ROUNDS,
            print: false,
            help: false,
            typed: arguments.to_vec(),
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || {
                let missing = || usage(&format!("`{argument}` needs a value"));
                rest.next().ok_or_else(missing)
            };
            match argument.as_str() {
                "--events" => options.events = Some(value()?.into()),
                "--rules" => options.rules.push(value()?.into()),
                "--rounds" => options.rounds = number(value()?)?,
                "--print" => options.print = true,
                "--help" | "-h" => options.help = true,
                part if known.contains(&part) => options.parts.push(part.to_owned()),
                other => return Err(usage(&format!("there is no part `{other}`"))),
            }
        }
        Ok(options)
    }

    /// Whether a part is wanted.
    pub(super) fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|wanted| wanted == part)
    }

    /// What was typed, as it would be typed again.
    pub(super) fn line(&self) -> String {
        let words = ["cargo", "xtask", "bench"].into_iter();
        let words: Vec<_> = words.chain(self.typed.iter().map(String::as_str)).collect();
        words.join(" ")
    }
}

fn number(text: &str) -> Result<usize, Error> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| usage(&format!("`{text}` is no number of rounds")))
}

fn usage(problem: &str) -> Error {
    Error::Usage(format!("{problem}\n{USAGE}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(line: &str) -> Result<Options, Error> {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        Options::of(&words, &["scan", "load"])
    }

    #[test]
    fn without_a_part_all_are_wanted() {
        let all = options("").unwrap();
        assert!(all.wants("scan") && all.wants("load") && all.rounds == ROUNDS);
        let one = options("load --print --rounds 2").unwrap();
        assert!(!one.wants("scan") && one.wants("load") && one.print && one.rounds == 2);
        assert_eq!(one.line(), "cargo xtask bench load --print --rounds 2");
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        for line in [
            "nonsense",
            "--rounds",
            "--rounds 0",
            "--rounds x",
            "--events",
        ] {
            assert!(matches!(options(line), Err(Error::Usage(_))), "{line}");
        }
    }
}
