//! `cargo xtask fuzz`: builds the module and the fuzzer, and hands the options on (`docs/FUZZING.md`).

use std::process::Command;

use crate::build;
use crate::console;
use crate::error::Error;
use crate::shell;
use crate::workspace::Workspace;

/// The crates that are built with the checks of a debug build. All else is as in the host's build, and is built once.
const CHECKED: [&str; 12] = [
    "falconet-condition",
    "falconet-diagnostics",
    "falconet-engine",
    "falconet-event",
    "falconet-fmt",
    "falconet-fuzz",
    "falconet-lint",
    "falconet-module",
    "falconet-operations",
    "falconet-ruleset",
    "falconet-show",
    "falconet-workbench",
];
/// What they check.
const CHECKS: [&str; 2] = ["debug-assertions", "overflow-checks"];

/// Builds everything and runs the fuzzer in sight.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    build::run(workspace)?;
    build_fuzzer(workspace)?;
    let program = workspace.target().join("release").join("falconet-fuzz");
    let mut command = Command::new(program);
    command.current_dir(workspace.root()).args(arguments);
    command.env("FALCONET_WASM", workspace.dist("falconet.wasm"));
    console::line(&format!("$ {}", shell::line_of(&command)))?;
    let status = command.status().map_err(|source| Error::Start {
        line: shell::line_of(&command),
        source,
    })?;
    match status.code() {
        Some(0) => Ok(()),
        Some(_) => Err(Error::Failed),
        None => Err(Error::wrong(
            format!("the fuzzer died in a case ({status})"),
            "run it again: it begins with the command that shows the case",
        )),
    }
}

fn build_fuzzer(workspace: &Workspace) -> Result<(), Error> {
    let mut command = build::release_of(workspace, "falconet-fuzz");
    for name in CHECKED {
        for check in CHECKS {
            let setting = format!("profile.release.package.{name}.{check}=true");
            command.args(["--config", &setting]);
        }
    }
    build::compile(&mut command, "the fuzzer")
}
