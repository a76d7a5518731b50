//! Which tools make the module.

use serde_json::{Value, json};

use crate::error::Error;
use crate::files;
use crate::toolchain::Toolchain;
use crate::workspace::Workspace;

/// The versions of the tools, as JSON.
pub(crate) fn json(workspace: &Workspace, toolchain: Toolchain) -> Result<String, Error> {
    let tools = json!({
        "falconet": env!("CARGO_PKG_VERSION"),
        "rustc": toolchain.compiler_version(workspace)?,
        "wasm-bindgen": locked_crate(&files::read_text(&workspace.path("Cargo.lock"))?, "wasm-bindgen").unwrap_or_default(),
        "binaryen": locked_npm_tool(workspace, "binaryen")?,
    });
    Ok(tools.to_string())
}

/// The version of a crate in the text of `Cargo.lock`.
pub(crate) fn locked_crate<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let heading = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != heading);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

fn locked_npm_tool(workspace: &Workspace, name: &str) -> Result<String, Error> {
    let path = workspace.path("js/tools/package-lock.json");
    let lock: Value = serde_json::from_slice(&files::read(&path)?)
        .map_err(Error::json("js/tools/package-lock.json"))?;
    let version = lock
        .pointer(&format!("/packages/node_modules~1{name}/version"))
        .and_then(Value::as_str);
    Ok(version.unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_version_is_found_by_the_whole_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_crate(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_crate(lock, "bindgen"), None);
    }
}
