//! The npm package as it is published: `dist/npm`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::bindgen;
use super::wasm::Variant;
use crate::error::Error;
use crate::files;
use crate::node;
use crate::shell;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

/// The version of the workspace, which the package must have too.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Assembles the package, checks its types and writes its declarations.
pub(crate) fn build(workspace: &Workspace) -> Result<(), Error> {
    let copied = copied_files(workspace)?;
    let mut inputs = copied.clone();
    inputs.extend(
        [
            "js/tools/package-lock.json",
            "js/tsconfig.json",
            "js/src/hosts.d.ts",
        ]
        .map(|name| workspace.path(name)),
    );
    let stamp = Stamp::new(workspace, "package", &inputs, &[])?;
    let folder = workspace.dist("npm");
    if stamp.is_fresh(&packed(&folder).unwrap_or_default()) {
        return Ok(());
    }
    check_version(workspace)?;
    files::empty_folder(&folder)?;
    for path in &copied {
        copy(path, &folder.join(place(workspace, path)))?;
    }
    declare_types(workspace)?;
    stamp.renew(&packed(&folder)?)
}

/// The files of a folder and of the command line in it.
fn packed(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut paths = files::files_of(folder)?;
    paths.extend(files::files_of(&folder.join("cli"))?);
    Ok(paths)
}

/// Where a file lies in the package: the sources keep their folders, all others lie beside them.
fn place<'p>(workspace: &Workspace, path: &'p Path) -> &'p Path {
    let name = path.file_name().map_or(path, Path::new);
    path.strip_prefix(workspace.path("js/src")).unwrap_or(name)
}

fn copy(path: &Path, to: &Path) -> Result<(), Error> {
    let folder = to.parent().unwrap_or(to);
    fs::create_dir_all(folder).map_err(Error::file("create", folder))?;
    fs::copy(path, to).map_err(Error::file("copy", path))?;
    Ok(())
}

/// The files that go into the package as they are.
fn copied_files(workspace: &Workspace) -> Result<Vec<PathBuf>, Error> {
    let mut paths = packed(&workspace.path("js/src"))?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "js"));
    paths.extend(bindgen::glue(workspace));
    paths.push(workspace.dist(Variant::Full.file()));
    paths.extend(["js/package.json", "js/README.md", "LICENSE"].map(|name| workspace.path(name)));
    Ok(paths)
}

fn check_version(workspace: &Workspace) -> Result<(), Error> {
    let path = workspace.path("js/package.json");
    let manifest: Value =
        serde_json::from_slice(&files::read(&path)?).map_err(Error::json("js/package.json"))?;
    match manifest.get("version").and_then(Value::as_str) {
        Some(VERSION) => Ok(()),
        version => Err(Error::wrong(
            format!(
                "js/package.json has version {}, the workspace {VERSION}",
                version.unwrap_or("none")
            ),
            "set both to the same version",
        )),
    }
}

fn declare_types(workspace: &Workspace) -> Result<(), Error> {
    let mut command = node::tool(workspace, "typescript/bin/tsc");
    command.args(["--project", "js/tsconfig.json"]);
    shell::quietly(
        &mut command,
        "checking the package's types",
        "mend the types in js/src",
    )
    .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_keep_their_folders_in_the_package() {
        let workspace = Workspace::find().unwrap();
        let copied = copied_files(&workspace).unwrap();
        let places: Vec<_> = copied.iter().map(|path| place(&workspace, path)).collect();
        for expected in ["node.js", "cli/main.js", "glue.js", "package.json"] {
            assert!(places.contains(&Path::new(expected)), "{expected}");
        }
    }
}
