//! The package in Node: against `falconet scan`, which is the same module, and against what one writes without it.

use super::repeated::Repeated;
use super::report::{Aim, Findings, Unit};
use super::task::{SHIPPED, Task};
use crate::error::Error;

/// What is wanted of Node over wasmtime.
const AIM: Aim = Aim::AtLeast(0.8);

/// What is wanted of the package over `JSON.parse` and predicates.
const AIM_OVER_PREDICATES: Aim = Aim::AtLeast(2.0);

/// Runs them in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let mut findings = Findings::default();
    over_wasmtime(task, &mut findings)?;
    over_predicates(task, &mut findings)?;
    Ok(findings)
}

fn over_wasmtime(task: &Task, findings: &mut Findings) -> Result<(), Error> {
    let rules = task.workspace.path(SHIPPED);
    let mut programs = Repeated::new(task.events()?);
    programs.add("Node", || Ok(task.node(&rules)))?;
    programs.add("falconet scan", || Ok(task.scan(&rules)))?;
    let rounds = programs.measure(task.options.rounds)?;
    findings.measure(
        "Node over wasmtime, start excluded",
        Unit::Ratio,
        Some(AIM),
        rounds.speed_without_start(0, 1),
    );
    findings.measure(
        "Node over wasmtime, whole process",
        Unit::Ratio,
        None,
        rounds.speed(0, 1),
    );
    Ok(())
}

/// The rules as functions over what `JSON.parse` gives. Both write the names of the rules that matched, which must be the same;
/// the package makes whole alerts on the way.
fn over_predicates(task: &Task, findings: &mut Findings) -> Result<(), Error> {
    let rules = task.workspace.path(SHIPPED);
    let mut programs = Repeated::new(task.events()?);
    programs.add("the package", || {
        let mut command = task.node_loop("matches.mjs");
        command.arg(&rules);
        Ok(command)
    })?;
    programs.add("predicates", || Ok(task.node_loop("predicates.mjs")))?;
    let rounds = programs.measure(task.options.rounds)?;
    findings.measure(
        "Node: falconet over JSON.parse and predicates, start excluded",
        Unit::Ratio,
        Some(AIM_OVER_PREDICATES),
        rounds.speed_without_start(0, 1),
    );
    findings.measure(
        "Node: falconet over JSON.parse and predicates, whole process",
        Unit::Ratio,
        None,
        rounds.speed(0, 1),
    );
    Ok(())
}
