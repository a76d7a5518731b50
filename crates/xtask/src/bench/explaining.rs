//! How long it takes to say why rules fired on an event, or did not.

use std::path::Path;
use std::process::Command;

use super::report::{Aim, Findings, Unit};
use super::rounds::{Contestant, Rounds};
use super::rule_sets::mixed;
use super::statistics::Spread;
use super::task::Task;
use crate::error::Error;
use crate::files;

const RULES: usize = 1_000;
/// Events of the two runs: the difference is what events cost, without start and load.
const EVENTS: [usize; 2] = [1, 41];

/// Explains all rules on one event and on more, as whole processes.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let rules = task.workspace.scratch("bench-explain.yaml");
    files::write_if_changed(&rules, mixed(RULES).as_bytes())?;
    let mut contestants = Vec::new();
    for count in EVENTS {
        let command = explained(task, &rules, &task.first_events(count)?);
        contestants.push(Contestant::new(format!("{count} events"), command));
    }
    let rounds = Rounds::measure(&mut contestants, task.options.rounds)?;
    let milliseconds = |spread: Option<Spread>| spread.map(|spread| spread.times(1000.0));
    let mut findings = Findings::default();
    findings.measure(
        "an event against 1,000 rules, which are loaded",
        Unit::Milliseconds,
        Some(Aim::AtMost(50.0)),
        milliseconds(rounds.marginal_seconds((0, 1), EVENTS[1] - EVENTS[0])),
    );
    findings.measure(
        "the process from start to end, with one event",
        Unit::Milliseconds,
        None,
        milliseconds(rounds.seconds(0)),
    );
    Ok(findings)
}

fn explained(task: &Task, rules: &Path, events: &Path) -> Command {
    let mut command = task.workspace.command("dist/falconet");
    command.args(["explain", "--format", "json", "-r"]);
    command.arg(rules).arg(events);
    command
}
