//! The command line.

use std::fmt::Write as _;

use std::path::PathBuf;
use std::time::Duration;

use falconet_fuzz::runner::Seed;
use falconet_fuzz::target::Target;
use falconet_fuzz::targets;

/// What the command line asks for.
pub(crate) struct Arguments {
    pub(crate) targets: Vec<&'static Target>,
    pub(crate) bound: Bound,
    pub(crate) seed: Option<Seed>,
    pub(crate) findings: PathBuf,
    pub(crate) replay: Option<PathBuf>,
}

/// How long it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Bound {
    /// So many cases of each target.
    Cases(u64),
    /// So long, all targets together.
    Time(Duration),
    /// The cases that are run with every test.
    AsTests,
}

/// How it is used.
pub(crate) fn usage() -> String {
    let mut text = "\
usage: cargo xtask fuzz [OPTION]...

  --minutes N      for so long, all targets together
  --cases N        so many cases of each target
  --target NAME    this target only; may be given several times
  --seed SEED      starts with the case of this seed; without it every run has other cases
  --replay DIR     checks the input in a folder and makes no cases
  --findings DIR   where inputs that fail are put [target/fuzz-findings]

targets:
"
    .to_owned();
    for target in targets::ALL {
        let _ = writeln!(text, "  {:<16} {}", target.name, target.about);
    }
    text
}

impl Arguments {
    pub(crate) fn parse(words: &[String]) -> Result<Self, String> {
        let mut arguments = Self {
            targets: Vec::new(),
            bound: Bound::AsTests,
            seed: None,
            findings: PathBuf::from("target/fuzz-findings"),
            replay: None,
        };
        let mut words = words.iter();
        while let Some(option) = words.next() {
            let value = words.next().ok_or(format!("`{option}` needs a value"))?;
            arguments.set(option, value)?;
        }
        if arguments.targets.is_empty() {
            arguments.targets = targets::ALL.iter().collect();
        }
        Ok(arguments)
    }

    /// Among how many targets the time is divided.
    pub(crate) fn shares(&self) -> u32 {
        u32::try_from(self.targets.len()).unwrap_or(u32::MAX).max(1)
    }

    fn set(&mut self, option: &str, value: &str) -> Result<(), String> {
        let bad = |()| format!("`{value}` is no value for `{option}`");
        match option {
            "--minutes" => self.bound = Bound::Time(minutes(value).ok_or(()).map_err(bad)?),
            "--cases" => self.bound = Bound::Cases(value.parse().map_err(drop).map_err(bad)?),
            "--seed" => self.seed = Some(value.parse().map_err(drop).map_err(bad)?),
            "--findings" => self.findings = value.into(),
            "--replay" => self.replay = Some(value.into()),
            "--target" => {
                let target = targets::named(value);
                self.targets
                    .push(target.ok_or(format!("there is no target `{value}`"))?);
            }
            _ => return Err(format!("there is no option `{option}`")),
        }
        Ok(())
    }
}

fn minutes(text: &str) -> Option<Duration> {
    let minutes: f64 = text.parse().ok()?;
    Duration::try_from_secs_f64(minutes * 60.0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, String> {
        let words: Vec<_> = line.split_whitespace().map(str::to_owned).collect();
        Arguments::parse(&words)
    }

    #[test]
    fn without_options_every_target_runs_as_in_the_tests() {
        let arguments = parse("").unwrap();
        assert_eq!(arguments.targets.len(), targets::ALL.len());
        assert_eq!((arguments.bound, arguments.seed), (Bound::AsTests, None));
    }

    #[test]
    fn options_are_taken() {
        let arguments = parse("--minutes 0.5 --target engine --target module --seed 0xff").unwrap();
        let names: Vec<_> = arguments.targets.iter().map(|target| target.name).collect();
        assert_eq!(names, ["engine", "module"]);
        assert_eq!(
            (arguments.bound, arguments.seed),
            (Bound::Time(Duration::from_secs(30)), Some(Seed(255)))
        );
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_a_sentence() {
        let message = |line: &str| parse(line).err().unwrap();
        assert_eq!(message("--cases"), "`--cases` needs a value");
        assert_eq!(message("--cases x"), "`x` is no value for `--cases`");
        assert_eq!(message("--minutes -1"), "`-1` is no value for `--minutes`");
        assert_eq!(message("--target x"), "there is no target `x`");
        assert_eq!(message("-h x"), "there is no option `-h`");
    }
}
