//! Two threads against one.

use super::repeated::Repeated;
use super::report::{Aim, Findings, Unit};
use super::task::{SHIPPED, Task};
use crate::error::Error;

/// What is wanted of two threads over one.
const AIM: Aim = Aim::AtLeast(1.8);

/// Runs `falconet scan` with both in turn.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let rules = task.workspace.path(SHIPPED);
    let mut programs = Repeated::new(task.events()?);
    for threads in [2, 1] {
        let name = format!("--threads {threads}");
        programs.add(&name, || Ok(task.scan_on(threads, &rules)))?;
    }
    let rounds = programs.measure(task.options.rounds)?;
    let mut findings = Findings::default();
    findings.measure(
        "2 threads over 1, start excluded",
        Unit::Ratio,
        Some(AIM),
        rounds.speed_without_start(0, 1),
    );
    findings.measure(
        "2 threads over 1, whole process",
        Unit::Ratio,
        None,
        rounds.speed(0, 1),
    );
    Ok(findings)
}
