//! `cargo xtask faults`: builds everything, then lets things go wrong around the built sidecar, as often as docs/FAULTS.md says.

use crate::build;
use crate::error::Error;
use crate::shell;
use crate::workspace::{TESTED_FEATURES, Workspace};

const USAGE: &str = "\
usage: cargo xtask faults [PART]... [--bounded] [--rounds N] [--events N] [--minutes N]

  PART         tests whose names contain it, such as receiver_kills or poison; all of them if none is named
  --bounded    as often as in cargo xtask test, with the sidecar of the tests and the module that dist/ has, which is not built again
  --rounds N   each fault so often
  --events N   the soak lasts until so many events were judged (10000000, or 70000 if bounded)
  --minutes N  and until so many minutes have passed (0)";

/// Events of a soak.
const MANY: u32 = 10_000_000;

/// What is asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    parts: Vec<String>,
    bounded: bool,
    rounds: Option<u32>,
    events: Option<u32>,
    minutes: Option<u32>,
}

/// Runs the tests of `host/tests/faults`, one after the other, and shows what they say.
///
/// They are built with the whole workspace, as `cargo xtask test` builds them: by themselves they would have
/// all dependencies built again, with other features.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let options = Options::read(arguments)?;
    let mut command = workspace.cargo();
    if !options.bounded {
        build::run(workspace)?;
        command.env("FALCONET_BINARY", workspace.dist("falconet"));
    }
    command.envs(options.variables());
    command.args(["test", "--workspace", "--exclude", "xtask", "--locked"]);
    command.args(TESTED_FEATURES);
    command.args(["--test", "faults", "--", "--nocapture", "--test-threads=1"]);
    command.args(&options.parts);
    let passed = shell::openly(&mut command, |_| true)?;
    if passed { Ok(()) } else { Err(Error::Failed) }
}

impl Options {
    fn read(arguments: &[String]) -> Result<Self, Error> {
        let mut options = Self::default();
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--bounded" => options.bounded = true,
                "--rounds" => options.rounds = Some(number(arguments.next())?),
                "--events" => options.events = Some(number(arguments.next())?),
                "--minutes" => options.minutes = Some(number(arguments.next())?),
                part if part.starts_with('-') => return Err(Error::Usage(USAGE.to_owned())),
                part => options.parts.push(part.to_owned()),
            }
        }
        Ok(options)
    }

    /// How often and how long, in the words of the tests; nothing is as they please.
    fn variables(&self) -> Vec<(&'static str, String)> {
        let full = (!self.bounded).then(|| "full".to_owned());
        let rounds = self.rounds.map(|rounds| rounds.to_string()).or(full);
        let events = self.events.or((!self.bounded).then_some(MANY));
        let variables = [
            ("FALCONET_FAULTS", rounds),
            (
                "FALCONET_SOAK_EVENTS",
                events.map(|events| events.to_string()),
            ),
            (
                "FALCONET_SOAK_MINUTES",
                self.minutes.map(|minutes| minutes.to_string()),
            ),
        ];
        let set = variables.into_iter();
        set.filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

fn number(argument: Option<&String>) -> Result<u32, Error> {
    let number = argument.and_then(|number| number.parse().ok());
    number
        .filter(|number| *number > 0)
        .ok_or_else(|| Error::Usage(USAGE.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<Options> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Options::read(&words).ok()
    }

    #[test]
    fn parts_and_how_often_are_told_apart() {
        let options = read("kills --rounds 7 poison --bounded --minutes 3").unwrap();
        assert_eq!(options.parts, ["kills", "poison"]);
        let said = |name, value: &str| (name, value.to_owned());
        let minutes = said("FALCONET_SOAK_MINUTES", "3");
        assert_eq!(options.variables(), [said("FALCONET_FAULTS", "7"), minutes]);
        assert_eq!(read("--bounded").unwrap().variables(), []);
        let full = [
            said("FALCONET_FAULTS", "full"),
            said("FALCONET_SOAK_EVENTS", "10000000"),
        ];
        assert_eq!(read("").unwrap().variables(), full);
        for wrong in ["--rounds", "--rounds 0", "--rounds x", "--help"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
