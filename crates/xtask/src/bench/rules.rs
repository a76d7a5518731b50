//! Other rules against the 22 that are shipped, over the same events.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};

use super::competitors::{Build, yardsticks};
use super::report::{Aim, Findings, Unit};
use super::rounds::{Contestant, Rounds};
use super::rule_sets::SETS;
use super::task::{SHIPPED, Task};
use crate::error::Error;
use crate::files;
use crate::shell;

/// How often the file is judged, so that loading the rules weighs little.
const REPEATS: usize = 5;

/// Random rules, half of which nothing rules out beforehand.
const RANDOM: (&str, &str, Aim) = (
    "100 random rules",
    "tests/fuzz/plain-01/rules.yaml",
    Aim::AtLeast(0.6),
);

/// What is judged by the random rules to know what they write.
const SAMPLE: usize = 20_000;

/// A name, a file, what is wanted.
type Named = (String, PathBuf, Option<Aim>);

/// Judges the events by each set of rules and by the shipped ones in turn; by the random ones also up to the first that
/// matches, and not at all, with their alerts written from memory.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let mut named = vec![(String::new(), task.workspace.path(SHIPPED), None)];
    named.extend(sets(task)?);
    let contestants = named
        .iter()
        .map(|(name, path, _)| contestant(task, name, path, "all"));
    let mut contestants = contestants.collect::<Result<Vec<_>, Error>>()?;
    let mut aims: Vec<_> = named.into_iter().map(|(_, _, aim)| aim).collect();
    let random = task.workspace.path(RANDOM.1);
    contestants.push(contestant(
        task,
        "100 random rules, the first that matches",
        &random,
        "first",
    )?);
    contestants.push(replayed(task, &random)?);
    aims.extend([None, None]);
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    let mut findings = Findings::default();
    for (at, (contestant, aim)) in contestants.iter().zip(aims).enumerate().skip(1) {
        let name = contestant.name.clone();
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

fn contestant(task: &Task, name: &str, rules: &Path, matching: &str) -> Result<Contestant, Error> {
    let mut command = task.scan(rules);
    command.args(["-o", &format!("rule_matching={matching}")]);
    command.args([task.events()?; REPEATS]);
    Ok(Contestant::new(name, command))
}

/// The native scan alone, and what rules write for the first of the events from memory.
fn replayed(task: &Task, rules: &Path) -> Result<Contestant, Error> {
    let sample = task.workspace.scratch("bench-sample.ndjson");
    let alerts = task.workspace.scratch("bench-alerts.jsonl");
    let events =
        BufReader::new(File::open(task.events()?).map_err(Error::file("open", task.events()?))?);
    let lines = events.split(b'\n').take(SAMPLE);
    let lines = lines.collect::<io::Result<Vec<_>>>();
    let lines = lines.map_err(Error::file("read", task.events()?))?;
    files::write(&sample, &lines.join(&b'\n'))?;
    let mut scan = task.scan(rules);
    scan.args(["-o", "rule_matching=all"]).arg(&sample);
    let printed = shell::printed(&mut scan, "see what it says of the rules")?;
    files::write(&alerts, &printed)?;
    let mut command = yardsticks(task.workspace, Build::Portable)?;
    command.arg("replay").arg(lines.len().to_string());
    command.arg(alerts).args([task.events()?; REPEATS]);
    let name = "at most: a native scan for no rules, and the alerts of the random ones from memory";
    Ok(Contestant::new(name, command))
}
