//! Scan, index, program and format by themselves, as `cargo bench` runs them.

use super::report::Findings;
use super::task::Task;
use crate::console;
use crate::error::Error;
use crate::shell;

/// Runs them in sight. Their numbers are of this machine and hour, and are not kept.
pub(super) fn measure(task: &Task) -> Result<Findings, Error> {
    let mut command = task.workspace.cargo();
    command.args([
        "bench",
        "--package",
        "falconet-micro",
        "--locked",
        "--quiet",
    ]);
    let ok = shell::openly(&mut command, |_| true)?;
    if !ok {
        return Err(Error::wrong(
            "a micro-benchmark failed",
            "its output is above",
        ));
    }
    console::line("")?;
    Ok(Findings::default())
}
