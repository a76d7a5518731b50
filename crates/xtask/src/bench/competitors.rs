//! The programs that falconet is compared with.

use std::process::Command;

use crate::build;
use crate::error::Error;
use crate::shell;
use crate::workspace::Workspace;

/// For which processors a yardstick is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Build {
    /// All of this architecture, as `dist/falconet` is.
    Portable,
    /// The one in this machine (`-C target-cpu=native`).
    Native,
}

impl Build {
    /// In tables.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Portable => "portable",
            Self::Native => "target-cpu=native",
        }
    }
}

/// The program of all yardsticks, about to run in the checkout; compiled first unless it is as its sources are.
pub(super) fn yardsticks(workspace: &Workspace, kind: Build) -> Result<Command, Error> {
    let mut compile = build::release_of(workspace, "falconet-yardsticks");
    let folder = match kind {
        Build::Portable => workspace.target().to_owned(),
        Build::Native => workspace.target().join("native"),
    };
    compile.arg("--target-dir").arg(&folder);
    if kind == Build::Native {
        compile.env("RUSTFLAGS", "-C target-cpu=native");
    }
    build::compile(&mut compile, &format!("the yardsticks, {}", kind.name()))?;
    let program = folder.join("release/yardsticks");
    Ok(workspace.command(&program.to_string_lossy()))
}

/// Python's loop, if Python is at hand.
pub(super) fn python(workspace: &Workspace) -> Option<Command> {
    let mut command = installed(workspace, "python3")?;
    command.arg("benches/yardsticks/loops/loads.py");
    Some(command)
}

/// The loop of jq, if jq is at hand.
pub(super) fn jq(workspace: &Workspace) -> Option<Command> {
    let mut command = installed(workspace, "jq")?;
    command.args(["-rn", "-f", "benches/yardsticks/loops/fields.jq"]);
    Some(command)
}

fn installed(workspace: &Workspace, program: &str) -> Option<Command> {
    shell::answer(workspace.command(program).arg("--version"))?;
    Some(workspace.command(program))
}
