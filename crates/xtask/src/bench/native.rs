//! The engine in the module against the engine compiled for this machine.

use super::competitors::Build;
use super::repeated::Repeated;
use super::report::{Aim, Findings, Unit};
use super::task::{SHIPPED, Task};
use crate::error::Error;

/// What is wanted of the module over the engine without it.
const AIM: f64 = 0.7;

/// Runs `falconet scan` and the engine's loop in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let rules = task.workspace.path(SHIPPED);
    let mut programs = Repeated::new(task.events()?);
    programs.add("falconet scan", || Ok(task.scan(&rules)))?;
    for build in [Build::Portable, Build::Native] {
        programs.add(build.name(), || task.engine(build, &rules))?;
    }
    let rounds = programs.measure(task.options.rounds)?;
    let mut findings = Findings::default();
    for (at, build) in [(1, Build::Portable), (2, Build::Native)] {
        let aim = (build == Build::Portable).then_some(Aim::AtLeast(AIM));
        let name = format!("module over native, {}", build.name());
        findings.measure(
            format!("{name}, start excluded"),
            Unit::Ratio,
            aim,
            rounds.speed_without_start(0, at),
        );
        findings.measure(
            format!("{name}, whole process"),
            Unit::Ratio,
            None,
            rounds.speed(0, at),
        );
    }
    Ok(findings)
}
