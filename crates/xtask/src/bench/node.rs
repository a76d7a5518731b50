//! The package in Node against `falconet scan`: the same module.

use super::repeated::Repeated;
use super::report::{Aim, Findings, Unit};
use super::task::{SHIPPED, Task};
use crate::error::Error;

/// What is wanted of Node over wasmtime.
const AIM: Aim = Aim::AtLeast(0.8);

/// Runs both in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let rules = task.workspace.path(SHIPPED);
    let mut programs = Repeated::new(task.events()?);
    programs.add("Node", || Ok(task.node(&rules)))?;
    programs.add("falconet scan", || Ok(task.scan(&rules)))?;
    let rounds = programs.measure(task.options.rounds)?;
    let mut findings = Findings::default();
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
    Ok(findings)
}
