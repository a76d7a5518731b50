//! `cargo xtask flame FILE`: where a scan's time goes, drawn from what `perf script` prints (docs/PERFORMANCE.md has
//! the commands). The page is `docs/flame.svg`.

mod draw;
mod stacks;

use std::path::Path;

use crate::console;
use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

/// Draws the samples of a file.
pub(crate) fn run(workspace: &Workspace, arguments: &[String]) -> Result<(), Error> {
    let [file] = arguments else {
        let usage = "usage: cargo xtask flame WHAT_PERF_SCRIPT_PRINTED";
        return Err(Error::Usage(usage.to_owned()));
    };
    let printed = files::read(Path::new(file))?;
    let tree = stacks::tree(&String::from_utf8_lossy(&printed));
    if tree.samples() == 0 {
        return Err(Error::wrong(
            format!("`{file}` has no sample of a scan"),
            "record with `perf record --call-graph fp` and the feature `perfmap`",
        ));
    }
    let picture = workspace.path("docs/flame.svg");
    files::write(&picture, draw::picture(&tree).as_bytes())?;
    for (name, share) in tree.heaviest(12) {
        console::line(&format!("{share:5.1} %  {name}"))?;
    }
    Ok(())
}
