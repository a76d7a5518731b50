//! `cargo xtask setup`: finds what the build needs, and installs what it may.

use std::path::Path;
use std::process::Command;

use crate::console;
use crate::error::Error;
use crate::node;
use crate::shell;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// What to do when packages cannot be installed from here.
const APT_HELP: &str = "packages are installed only on Debian and only by root";

/// Finds or installs the WebAssembly tool chain, Node and the npm tools; says which were picked.
pub(crate) fn run(workspace: &Workspace) -> Result<Toolchain, Error> {
    let toolchain = Toolchain::find(workspace)?;
    console::line(&format!(
        "WebAssembly: {toolchain}, {}",
        toolchain.compiler_version(workspace)?
    ))?;
    console::line(&format!("Node: {}", node::find(workspace)?))?;
    node::install_tools(workspace)?;
    Ok(toolchain)
}

/// Whether Debian packages are installed.
pub(crate) fn has_packages(names: &[&str]) -> bool {
    let mut query = Command::new("dpkg-query");
    let states = shell::answer(
        query
            .args(["--show", "--showformat=${db:Status-Abbrev}\n"])
            .args(names),
    );
    states.is_some_and(|states| states.lines().all(|state| state.starts_with("ii")))
}

/// Installs Debian packages, if this is Debian and we are root.
pub(crate) fn install_packages(workspace: &Workspace, names: &[&str]) -> Result<(), Error> {
    let by_hand = format!(
        "run `apt-get update && apt-get install -y {}` as root, or the like on your system",
        names.join(" ")
    );
    if !Path::new("/etc/debian_version").exists() || !is_root() {
        return Err(Error::wrong(
            format!("missing: {}; {APT_HELP}", names.join(", ")),
            by_hand,
        ));
    }
    shell::quietly(
        workspace.command("apt-get").arg("update"),
        "reading package lists",
        &by_hand,
    )?;
    let mut install = workspace.command("apt-get");
    install
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "--no-install-recommends"])
        .args(names);
    shell::quietly(&mut install, "installing packages", &by_hand).map(drop)
}

fn is_root() -> bool {
    shell::answer(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
