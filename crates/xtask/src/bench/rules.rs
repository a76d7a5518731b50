//! Other rules against the 22 that are shipped, over the same events.

use std::path::{Path, PathBuf};

use super::report::{Aim, Findings, Unit};
use super::rounds::{Contestant, Rounds};
use super::rule_sets::SETS;
use super::task::{SHIPPED, Task};
use crate::error::Error;
use crate::files;

/// How often the file is judged, so that loading the rules weighs little.
const REPEATS: usize = 5;

/// Random rules, half of which nothing rules out beforehand.
const RANDOM: (&str, &str, Aim) = (
    "100 random rules",
    "tests/fuzz/plain-01/rules.yaml",
    Aim::AtLeast(0.6),
);

/// A name, a file, what is wanted.
type Named = (String, PathBuf, Option<Aim>);

/// Judges the events by each set of rules and by the shipped ones in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let sets = sets(task)?;
    let shipped = (String::new(), task.workspace.path(SHIPPED), None);
    let rules = std::iter::once(&shipped).chain(&sets);
    let mut contestants = rules
        .map(|(name, path, _)| contestant(task, name, path))
        .collect::<Result<Vec<_>, Error>>()?;
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    let mut findings = Findings::default();
    for (at, (name, _, aim)) in (1..).zip(sets) {
        findings.measure(name, Unit::Ratio, aim, rounds.speed(at, 0));
    }
    Ok(findings)
}

fn sets(task: &Task) -> Result<Vec<Named>, Error> {
    let scratch = task.workspace.scratch("bench-rules");
    files::empty_folder(&scratch)?;
    let mut sets = Vec::new();
    for set in SETS {
        let path = set.written(task.workspace, &scratch)?;
        sets.push((set.name.to_owned(), path, Some(set.aim)));
    }
    let (name, path, aim) = RANDOM;
    sets.push((name.to_owned(), task.workspace.path(path), Some(aim)));
    for path in &task.options.rules {
        let full = path.canonicalize().map_err(Error::file("find", path))?;
        sets.push((path.display().to_string(), full, None));
    }
    Ok(sets)
}

fn contestant(task: &Task, name: &str, rules: &Path) -> Result<Contestant, Error> {
    let mut command = task.scan(rules);
    command.args(["-o", "rule_matching=all"]);
    command.args([task.events()?; REPEATS]);
    Ok(Contestant::new(name, command))
}
