//! The host binary, with the module in it.

use crate::error::Error;
use crate::files;
use crate::shell;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

/// Builds `dist/falconet`.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Error> {
    let mut command = workspace.cargo();
    command.args([
        "build",
        "--release",
        "--locked",
        "--package",
        "falconet",
        "--bin",
        "falconet",
    ]);
    shell::quietly(
        &mut command,
        "compiling the host",
        "mend what the compiler says",
    )?;
    let built = workspace.target().join("release").join("falconet");
    let outputs = [workspace.dist("falconet")];
    let stamp = Stamp::new(workspace, "host", std::slice::from_ref(&built), &[])?;
    if stamp.is_fresh(&outputs) {
        return Ok(());
    }
    files::replace(&built, &workspace.dist("falconet"))?;
    stamp.renew(&outputs)
}
