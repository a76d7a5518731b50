//! The playground: `cargo xtask playground` builds `dist/playground` and serves it; its tests drive it in Chromium.

use std::fs;
use std::path::PathBuf;

use crate::build;
use crate::console;
use crate::error::Error;
use crate::files;
use crate::node;
use crate::shell;
use crate::stamp::Stamp;
use crate::tally::Tally;
use crate::workspace::Workspace;

const FOLDER: &str = "js/playground";

const VITE: &str = "js/playground/node_modules/vite/bin/vite.js";

/// Folders whose files are in the page.
const SOURCES: [&str; 10] = [
    "src",
    "src/editor",
    "src/engine",
    "src/examples",
    "src/offline",
    "src/share",
    "src/style",
    "src/view",
    "src/worker",
    "build",
];

/// Builds everything, then the page, and serves it until it is interrupted.
pub(crate) fn run(workspace: &Workspace) -> Result<(), Error> {
    build::run(workspace)?;
    build_page(workspace)?;
    let mut command = workspace.command("node");
    command.args([VITE, "preview", FOLDER, "--host", "127.0.0.1"]);
    command.args(["--logLevel", "info"]);
    shell::openly(&mut command, |_| true).map(drop)
}

/// Builds the page of what `cargo xtask build` has left, and runs its tests.
pub(crate) fn test(workspace: &Workspace) -> Result<Tally, Error> {
    build_page(workspace)?;
    if !node::has_chromium(workspace)? {
        console::line("SKIPPED: there is no Chromium")?;
        return Ok(Tally::default());
    }
    node::run_tests(workspace, "js/playground/test")
}

/// Checks the page's types and builds it, unless nothing has changed.
fn build_page(workspace: &Workspace) -> Result<(), Error> {
    node::install(workspace, FOLDER, "npm-playground")?;
    let stamp = Stamp::new(workspace, "playground", &inputs(workspace)?, &[])?;
    let index = [workspace.dist("playground/index.html")];
    if stamp.is_fresh(&index) {
        return Ok(());
    }
    let mut check = node::tool(workspace, "typescript/bin/tsc");
    check.args(["--project", "js/playground/tsconfig.json"]);
    shell::quietly(
        &mut check,
        "checking the playground's types",
        "mend the types in js/playground/src",
    )?;
    let mut build = workspace.command("node");
    build.args([VITE, "build", FOLDER]);
    shell::quietly(
        &mut build,
        "building the playground",
        "mend what Vite says of js/playground",
    )?;
    print_size(workspace)?;
    stamp.renew(&index)
}

fn inputs(workspace: &Workspace) -> Result<Vec<PathBuf>, Error> {
    let mut inputs = files::files_of(&workspace.path(FOLDER))?;
    for folder in SOURCES {
        inputs.extend(files::files_of(
            &workspace.path("js/playground").join(folder),
        )?);
    }
    for folder in [
        "js/playground/public",
        "rules",
        "rules/events/aws_cloudtrail",
    ] {
        inputs.extend(files::files_of(&workspace.path(folder))?);
    }
    inputs.push(workspace.path("examples/lex-chatbot.json"));
    inputs.extend(files::files_of(&workspace.dist("npm"))?);
    Ok(inputs)
}

fn print_size(workspace: &Workspace) -> Result<(), Error> {
    let mut size = 0;
    for folder in ["playground", "playground/assets"] {
        for file in files::files_of(&workspace.dist(folder))? {
            size += fs::metadata(&file)
                .map_err(Error::file("read", &file))?
                .len();
        }
    }
    console::line(&format!("dist/playground: {}", console::bytes(size)))
}
