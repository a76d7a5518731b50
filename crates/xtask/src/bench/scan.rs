//! The scan of a file of JSON lines against a native loop over `serde_json` values.

use std::process::Command;

use super::pairs::Pairs;
use crate::build;
use crate::console;
use crate::error::Error;
use crate::workspace::Workspace;

/// Builds both programs, runs them in turn and prints what came of it.
pub(super) fn run(workspace: &Workspace, file: &str) -> Result<(), Error> {
    build::run(workspace)?;
    build::compile(
        &mut build::release_of(workspace, "falconet-bench"),
        "the baseline",
    )?;
    let mut scan = workspace.command("dist/falconet");
    scan.args(["scan", "-r", "rules/aws_cloudtrail.yaml"]);
    scan.args(["--threads", "1", file]);
    let mut baseline = Command::new(workspace.target().join("release/falconet-bench"));
    baseline.current_dir(workspace.root()).arg(file);
    let pairs = Pairs::measure(&mut scan, &mut baseline)?;
    console::line(&pairs.medians("falconet scan", "serde_json loop"))?;
    let ratio = pairs.ratio();
    console::line(&format!(
        "falconet's events a second over the loop's: {ratio:.2}"
    ))
}
