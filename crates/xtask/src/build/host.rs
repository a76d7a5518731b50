//! The host binary, with the module in it, and what else is compiled for this machine.

use std::process::Command;

use crate::error::Error;
use crate::files;
use crate::shell;
use crate::stamp::Stamp;
use crate::workspace::{TESTED_FEATURES, Workspace};

/// Builds `dist/falconet`.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Error> {
    let mut command = release_of(workspace, "falconet");
    command.args(["--bin", "falconet"]);
    compile(&mut command, "the host")?;
    let built = workspace.target().join("release").join("falconet");
    let outputs = [workspace.dist("falconet")];
    let stamp = Stamp::new(workspace, "host", std::slice::from_ref(&built), &[])?;
    if stamp.is_fresh(&outputs) {
        return Ok(());
    }
    files::replace(&built, &workspace.dist("falconet"))?;
    stamp.renew(&outputs)
}

/// Builds the host with the whole workspace, as its tests are built, beside them.
pub(crate) fn build_for_tests(workspace: &Workspace) -> Result<(), Error> {
    let mut command = workspace.cargo();
    command.args(["build", "--workspace", "--exclude", "xtask", "--locked"]);
    command.args(["--bin", "falconet"]).args(TESTED_FEATURES);
    compile(&mut command, "the host as tests are")
}

/// The command that builds a package of the workspace for release.
pub(crate) fn release_of(workspace: &Workspace, package: &str) -> Command {
    let mut command = workspace.cargo();
    command.args(["build", "--release", "--locked", "--package", package]);
    command
}

/// Runs such a command.
pub(crate) fn compile(command: &mut Command, what: &str) -> Result<(), Error> {
    let title = format!("compiling {what}");
    shell::quietly(command, &title, "mend what the compiler says").map(drop)
}
