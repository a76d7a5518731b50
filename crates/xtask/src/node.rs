//! Node, and the npm tools: `wasm-opt` and `tsc` for the build, `ajv` for the tests, pinned in `js/tools/package-lock.json`, and
//! in `js/hosts/package-lock.json` the hosts and bundlers in which the tests run the package.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::console;
use crate::error::Error;
use crate::files;
use crate::setup;
use crate::shell;
use crate::stamp::Stamp;
use crate::tally::Tally;
use crate::tap::TapReader;
use crate::workspace::Workspace;

/// The oldest Node that the package supports.
const OLDEST: u32 = 20;

/// Where a browser lies that the tests can use.
const CHROMIUM: [&str; 3] = [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
];

const HELP: &str = "install Node 20 or newer with npm, and put both on the PATH";

/// Finds Node and npm, or installs them; answers Node's version.
pub(crate) fn find(workspace: &Workspace) -> Result<String, Error> {
    if let Some(version) = usable(workspace) {
        return Ok(version);
    }
    setup::install_packages(workspace, &["nodejs", "npm"])
        .map_err(|error| Error::wrong(error.to_string(), HELP))?;
    usable(workspace).ok_or_else(|| Error::wrong("Node is older than 20 or npm is missing", HELP))
}

/// Installs the npm tools unless they are as the lock file has them.
pub(crate) fn install_tools(workspace: &Workspace) -> Result<(), Error> {
    install(workspace, "js/tools", "npm-tools")
}

/// Installs the hosts of the package that npm has, and Chromium. What there is not is skipped by the tests, which say so.
pub(crate) fn install_hosts(workspace: &Workspace) -> Result<(), Error> {
    has_chromium(workspace)?;
    install(workspace, "js/hosts", "npm-hosts")
}

/// Whether there is a Chromium, which is installed where this system lets us; says so if there is none.
pub(crate) fn has_chromium(workspace: &Workspace) -> Result<bool, Error> {
    if CHROMIUM.iter().any(|path| Path::new(path).exists()) {
        return Ok(true);
    }
    match setup::install_packages(workspace, &["chromium"]) {
        Ok(()) => Ok(true),
        Err(error) => console::line(error.to_string().trim_start()).map(|()| false),
    }
}

/// Installs what a folder's lock file has, unless it is there; `name` is that of the step.
pub(crate) fn install(workspace: &Workspace, folder: &str, name: &str) -> Result<(), Error> {
    let folder = workspace.path(folder);
    let lock = [folder.join("package-lock.json")];
    let installed = [folder.join("node_modules/.package-lock.json")];
    let stamp = Stamp::new(workspace, name, &lock, &[])?;
    if stamp.is_fresh(&installed) {
        return Ok(());
    }
    let help = "it needs the npm registry; behind a mirror set it by `npm config set registry`";
    let mut install = workspace.command("npm");
    install
        .current_dir(folder)
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    shell::quietly(&mut install, "installing npm tools", help)?;
    stamp.renew(&installed)
}

/// Runs the tests of a folder, `*.test.mjs`.
pub(crate) fn run_tests(workspace: &Workspace, folder: &str) -> Result<Tally, Error> {
    let mut tests = files::files_of(&workspace.path(folder))?;
    tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    let mut command = workspace.command("node");
    command.args(["--test", "--test-reporter=tap"]).args(&tests);
    command.env("FALCONET_BINARY", workspace.host()?);
    let mut reader = TapReader::default();
    let ok = shell::openly(&mut command, |line| reader.read(line))?;
    Ok(reader.tally.or_failed_unless(ok))
}

/// Node about to run a tool of `js/tools/node_modules`.
pub(crate) fn tool(workspace: &Workspace, script: &str) -> Command {
    let mut command = workspace.command("node");
    command.arg(PathBuf::from("js/tools/node_modules").join(script));
    command
}

fn usable(workspace: &Workspace) -> Option<String> {
    let version = shell::answer(workspace.command("node").arg("--version"))?;
    shell::answer(workspace.command("npm").arg("--version"))?;
    (major(&version)? >= OLDEST).then_some(version)
}

fn major(version: &str) -> Option<u32> {
    version.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("20.1"), None);
        assert_eq!(major(""), None);
    }
}
